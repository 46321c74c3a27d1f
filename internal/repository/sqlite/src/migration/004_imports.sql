-- Files that are brought in, how far that is, and what was set aside.
CREATE TABLE imports (
    number       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision     INTEGER NOT NULL,
    requested_by BLOB    NOT NULL,
    owner        BLOB    NOT NULL,
    request      TEXT    NOT NULL,
    format       TEXT    NOT NULL,
    bytes        INTEGER NOT NULL,
    parts        INTEGER NOT NULL,
    status       TEXT    NOT NULL,
    live         INTEGER NOT NULL,
    starts       INTEGER NOT NULL,
    progress     TEXT    NOT NULL,
    failure      TEXT,
    created_at   INTEGER NOT NULL,
    started_at   INTEGER,
    finished_at  INTEGER
) STRICT;
CREATE INDEX imports_live ON imports (live, id) WHERE live = 1;
CREATE INDEX imports_finished ON imports (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE import_rejects (
    import BLOB    NOT NULL,
    number INTEGER NOT NULL,
    line   INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    PRIMARY KEY (import, number)
) STRICT, WITHOUT ROWID;

-- Files in parts of up to 1 MiB, counted from 0.
CREATE TABLE import_parts (
    id        INTEGER PRIMARY KEY,
    file      BLOB    NOT NULL,
    number    INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    bytes     BLOB    NOT NULL,
    UNIQUE (file, number)
) STRICT;
CREATE INDEX import_parts_first ON import_parts (stored_at) WHERE number = 0;
