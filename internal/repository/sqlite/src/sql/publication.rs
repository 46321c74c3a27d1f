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
}
