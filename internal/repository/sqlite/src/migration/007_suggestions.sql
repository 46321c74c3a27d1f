-- What is suggested to somebody who types: listed courses, subjects and instructors (`kind`). `key`
-- is the words of the title in their order, `words` is every word that leads there, as JSON.
CREATE TABLE suggestions (
    number INTEGER PRIMARY KEY,
    id     BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    kind   TEXT    NOT NULL,
    title  TEXT    NOT NULL,
    slug   TEXT,
    key    TEXT    NOT NULL,
    words  TEXT    NOT NULL
) STRICT;
CREATE TABLE suggestion_words (
    kind       TEXT    NOT NULL,
    word       TEXT    NOT NULL,
    suggestion INTEGER NOT NULL REFERENCES suggestions ON DELETE CASCADE,
    PRIMARY KEY (kind, word, suggestion)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_words_suggestion ON suggestion_words (suggestion, word);

-- `suggestion_key` and `suggestion_words` are functions of the program.
INSERT INTO suggestions (id, kind, title, slug, key, words)
SELECT id, 'course', card ->> 'title', card ->> 'slug', suggestion_key(card ->> 'title'),
    suggestion_words(card ->> 'title', '')
FROM listings;
INSERT INTO suggestions (id, kind, title, key, words)
SELECT id, 'subject', title, suggestion_key(title), suggestion_words(title, code)
FROM subjects WHERE merged_into IS NULL;
INSERT INTO suggestions (id, kind, title, key, words)
SELECT id, 'instructor', name, suggestion_key(name), suggestion_words(name, '')
FROM instructors WHERE merged_into IS NULL;
DELETE FROM suggestions WHERE words = '[]';
INSERT INTO suggestion_words (kind, word, suggestion)
SELECT s.kind, w.value, s.number FROM suggestions s, json_each(s.words) w;
