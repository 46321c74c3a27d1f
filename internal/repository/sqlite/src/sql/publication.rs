//! Statements of how courses get published.

use super::statements;

statements! {
    FIND_PUBLICATION_REQUEST = "SELECT * FROM publication_requests WHERE id = ?1";
    FIND_OPEN_PUBLICATION_REQUEST = "
        SELECT * FROM publication_requests WHERE course = ?1 AND status = 'unwatched'";
    LIST_PUBLICATION_REQUESTS = "
        SELECT * FROM publication_requests WHERE id > ?1 ORDER BY id LIMIT ?2";
    LIST_PUBLICATION_REQUESTS_BY_STATUS = "
        SELECT * FROM publication_requests WHERE id > ?1 AND status = ?3 ORDER BY id LIMIT ?2";
    LIST_PUBLICATION_REQUESTS_OF_OWNER = "
        SELECT * FROM publication_requests WHERE id > ?1 AND owner = ?3 ORDER BY id LIMIT ?2";
    /// The `+` keeps the planner from the index on the status: an owner has few requests.
    LIST_PUBLICATION_REQUESTS_OF_OWNER_BY_STATUS = "
        SELECT * FROM publication_requests WHERE id > ?1 AND owner = ?3 AND +status = ?4
        ORDER BY id LIMIT ?2";
    PUBLICATION_REQUEST_EXISTS = "SELECT 1 FROM publication_requests WHERE id = ?1";
    PUBLICATION_REQUEST_TO_REPLACE = "
        SELECT number FROM publication_requests WHERE id = ?1 AND revision = ?2";
    INSERT_PUBLICATION_REQUEST = "
        INSERT INTO publication_requests (id, revision, next_sequence, version, course, owner,
            draft_version, status, comment, decided_by, decided_at, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT DO NOTHING";
    UPDATE_PUBLICATION_REQUEST = "
        UPDATE OR IGNORE publication_requests SET revision = ?2, next_sequence = ?3, version = ?4,
            course = ?5, owner = ?6, draft_version = ?7, status = ?8, comment = ?9,
            decided_by = ?10, decided_at = ?11, created_at = ?12, updated_at = ?13
        WHERE id = ?1";

    /// Keeps what the lessons of a draft say that is about to be published as revision ?2, if the
    /// published copy says something else.
    KEEP_REVISION_LESSONS = "
        INSERT INTO revision_lessons (course, lesson, revision, content)
        SELECT d.course, d.lesson, ?2, d.content FROM lessons d
        WHERE d.course = ?1 AND d.copy = 0 AND NOT EXISTS (
            SELECT 1 FROM lessons p
            WHERE p.course = ?1 AND p.copy = 1 AND p.lesson = d.lesson AND p.content IS d.content
        )
        ON CONFLICT (course, lesson, revision) DO NOTHING";
    KEEP_REVISION = "
        INSERT INTO revisions (course, number, draft_version, at, title, content)
        SELECT number, published_revision, published_draft, published_at, published ->> 'title',
            published
        FROM courses WHERE number = ?1 AND published IS NOT NULL
        ON CONFLICT (course, number) DO NOTHING";
    RESTORE_LESSON = "
        INSERT INTO lessons (course, copy, lesson, content)
        SELECT course, 0, lesson, content FROM revision_lessons
        WHERE course = ?1 AND lesson = ?2 AND revision <= ?3 ORDER BY revision DESC LIMIT 1
        ON CONFLICT (course, copy, lesson) DO UPDATE SET content = excluded.content";
    DROP_REVISIONS = "DELETE FROM revisions WHERE course = ?1";
    DROP_REVISION_LESSONS = "DELETE FROM revision_lessons WHERE course = ?1";
    LIST_REVISIONS = "
        SELECT number, draft_version, at, title FROM revisions
        WHERE course = (SELECT number FROM courses WHERE id = ?1) AND number < ?2
        ORDER BY number DESC LIMIT ?3";
    FIND_REVISION = "
        SELECT number, draft_version, at, content FROM revisions
        WHERE course = (SELECT number FROM courses WHERE id = ?1) AND number = ?2";
    /// Ids of lessons as JSON of hexadecimal digits.
    FIND_REVISION_LESSONS = "
        SELECT r.lesson, r.content
        FROM json_each(?3) n
        CROSS JOIN courses c
        CROSS JOIN revision_lessons r
        WHERE c.id = ?1 AND r.course = c.number AND r.lesson = unhex(n.value) AND r.revision = (
            SELECT max(k.revision) FROM revision_lessons k
            WHERE k.course = c.number AND k.lesson = r.lesson AND k.revision <= ?2
        )";
}
