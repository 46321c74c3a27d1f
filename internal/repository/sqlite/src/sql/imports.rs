//! Statements about files that are brought in.

use super::statements;

statements! {
    FIND_IMPORT = "SELECT * FROM imports WHERE id = ?1";
    LIVE_IMPORTS = "
        SELECT * FROM imports INDEXED BY imports_live WHERE live = 1 ORDER BY id LIMIT ?1";
    LIST_IMPORTS = "SELECT * FROM imports WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
    INSERT_IMPORT = "
        INSERT INTO imports (id, revision, requested_by, owner, request, format, bytes, parts,
            status, live, starts, progress, failure, created_at, started_at, finished_at, complete)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT (id) DO NOTHING";
    UPDATE_IMPORT = "
        UPDATE imports SET revision = ?2, requested_by = ?3, owner = ?4, request = ?5,
            format = ?6, bytes = ?7, parts = ?8, status = ?9, live = ?10, starts = ?11,
            progress = ?12, failure = ?13, created_at = ?14, started_at = ?15, finished_at = ?16,
            complete = ?17
        WHERE id = ?1 AND revision = ?2 - 1";
    PUT_REJECT = "INSERT INTO import_rejects (import, number, line, reason) VALUES (?1, ?2, ?3, ?4)";
    LIST_REJECTS = "
        SELECT number, line, reason FROM import_rejects WHERE import = ?1 AND number > ?2
        ORDER BY number LIMIT ?3";
    PUT_PART = "
        INSERT INTO import_parts (file, number, stored_at, bytes) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (file, number) DO UPDATE SET
            stored_at = excluded.stored_at, bytes = excluded.bytes";
    FIND_PART = "SELECT bytes FROM import_parts WHERE file = ?1 AND number = ?2";
    FORGET_FILE = "DELETE FROM import_parts WHERE file = ?1";
    /// Up to ?2 files that were begun before ?1 and that no job works on.
    FILES_TO_FORGET = "
        SELECT p.file AS id FROM import_parts p INDEXED BY import_parts_first
        WHERE p.number = 0 AND p.stored_at < ?1 AND NOT EXISTS (
            SELECT 1 FROM imports i WHERE i.id = p.file AND i.live = 1
        ) LIMIT ?2";
    IMPORTS_TO_FORGET = "
        SELECT id FROM imports INDEXED BY imports_finished
        WHERE finished_at IS NOT NULL AND finished_at < ?1 LIMIT ?2";
    FORGET_IMPORT = "DELETE FROM imports WHERE id = ?1";
    COUNT_ROUNDS = "SELECT number FROM import_rounds WHERE source = ?1";
    PUT_ROUND = "
        INSERT INTO import_rounds (source, number) VALUES (?1, ?2)
        ON CONFLICT (source) DO UPDATE SET number = max(number, excluded.number)";
    /// Up to ?3 courses with a name in the source ?1 and an id after ?2.
    COURSES_OF_SOURCE = "
        SELECT c.id, c.external_ids FROM courses c
        WHERE c.id > ?2 AND c.deleted = 0 AND EXISTS (
            SELECT 1 FROM course_external_ids x WHERE x.course = c.number AND x.source = ?1
        ) ORDER BY c.id LIMIT ?3";
    FORGET_REJECTS = "DELETE FROM import_rejects WHERE import = ?1";
}
