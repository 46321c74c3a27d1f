-- Requests to have a draft published. The decided ones are kept as history.
CREATE TABLE publication_requests (
    number        INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision      INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    course        BLOB    NOT NULL,
    owner         BLOB    NOT NULL,
    draft_version INTEGER NOT NULL,
    status        TEXT    NOT NULL,
    comment       TEXT,
    decided_by    BLOB,
    decided_at    INTEGER,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX publication_requests_open ON publication_requests (course)
    WHERE status = 'unwatched';
CREATE INDEX publication_requests_status ON publication_requests (status, id);
CREATE INDEX publication_requests_owner ON publication_requests (owner, id);
