//! Statements about what is suggested to somebody who types.

use super::statements;

statements! {
    /// Words as JSON.
    SUGGESTION_STANDS = "
        SELECT 1 FROM suggestions WHERE id = ?1 AND title = ?2 AND slug IS ?3 AND words = ?4";
    DROP_SUGGESTION = "DELETE FROM suggestions WHERE id = ?1";
    PUT_SUGGESTION = "
        INSERT INTO suggestions (id, kind, title, slug, key, words)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    /// Words as JSON.
    PUT_SUGGESTION_WORDS = "
        INSERT INTO suggestion_words (kind, word, suggestion)
        SELECT ?1, value, ?2 FROM json_each(?3)";

    /// Begins with what begins with the word ?2, then holds the other words against it, ?3 as JSON,
    /// and puts titles that begin with ?4 first. No word has the last character there is, so what
    /// begins with a word stands before the same with that character behind it.
    SUGGEST = "
        SELECT s.id, s.title, s.slug FROM suggestions s
        WHERE s.number IN (
            SELECT b.suggestion FROM suggestion_words b
            WHERE b.kind = ?1 AND b.word >= ?2 AND b.word < ?2 || char(1114111)
        ) AND NOT EXISTS (
            SELECT 1 FROM json_each(?3) typed WHERE NOT EXISTS (
                SELECT 1 FROM suggestion_words w
                WHERE w.suggestion = s.number
                    AND w.word >= typed.value AND w.word < typed.value || char(1114111)
            )
        )
        ORDER BY substr(s.key, 1, length(?4)) <> ?4, s.key, s.id LIMIT ?5";
}
