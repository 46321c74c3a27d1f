-- Ids are 16 bytes, hashes and secrets 32, times milliseconds since 1970, lists JSON.

-- `email_key` and `name_key` are in lower case: what an account is found by. An erased account has
-- neither address nor name nor password.
CREATE TABLE accounts (
    number                  INTEGER PRIMARY KEY,
    id                      BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision                INTEGER NOT NULL,
    next_sequence           INTEGER NOT NULL,
    version                 INTEGER NOT NULL,
    email                   TEXT,
    email_key               TEXT    UNIQUE,
    email_verified_at       INTEGER,
    name                    TEXT,
    name_key                TEXT,
    password                TEXT,
    password_changed_at     INTEGER NOT NULL,
    roles                   TEXT    NOT NULL,
    status                  TEXT    NOT NULL,
    verification            BLOB,
    verification_expires_at INTEGER,
    reset                   BLOB,
    reset_expires_at        INTEGER,
    created_at              INTEGER NOT NULL,
    updated_at              INTEGER NOT NULL,
    erased_at               INTEGER
) STRICT;
CREATE INDEX accounts_name ON accounts (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX accounts_staff ON accounts (id) WHERE roles <> '[]';
CREATE INDEX accounts_blocked ON accounts (id) WHERE status = 'blocked';

CREATE TABLE sessions (
    number        INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision      INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    account       BLOB    NOT NULL,
    label         TEXT,
    address       TEXT,
    created_at    INTEGER NOT NULL,
    refreshed_at  INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    generation    INTEGER NOT NULL,
    salt          BLOB    NOT NULL,
    newest        BLOB    NOT NULL,
    ended_at      INTEGER,
    end_reason    TEXT
) STRICT;
CREATE INDEX sessions_open ON sessions (account, id) WHERE ended_at IS NULL;
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_expires ON sessions (expires_at);

-- `last_used_at` is no part of the aggregate: it changes without a new revision.
CREATE TABLE api_keys (
    number        INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision      INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    account       BLOB    NOT NULL,
    name          TEXT    NOT NULL,
    scopes        TEXT    NOT NULL,
    hash          BLOB    NOT NULL,
    created_at    INTEGER NOT NULL,
    rotated_at    INTEGER NOT NULL,
    expires_at    INTEGER,
    revoked_at    INTEGER,
    last_used_at  INTEGER
) STRICT;
CREATE INDEX api_keys_account ON api_keys (account, id) WHERE revoked_at IS NULL;

-- Rows are only ever appended. `hash` is over the row and `previous`, the hash of the row before.
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    time     INTEGER NOT NULL,
    actor    BLOB,
    action   TEXT    NOT NULL,
    subject  BLOB,
    request  TEXT,
    detail   TEXT,
    previous BLOB    NOT NULL,
    hash     BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_actor ON audit (actor) WHERE actor IS NOT NULL;
CREATE INDEX audit_subject ON audit (subject) WHERE subject IS NOT NULL;
CREATE INDEX audit_action ON audit (action);

-- Access tokens of a session or an account (`kind`) that were minted until then are void.
CREATE TABLE revocations (
    number      INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    id          BLOB    NOT NULL,
    until       INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    UNIQUE (kind, id)
) STRICT;
CREATE INDEX revocations_recorded ON revocations (recorded_at);
CREATE INDEX revocations_expires ON revocations (expires_at);

-- Mails that are to be made and sent.
CREATE TABLE mails (
    number       INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    account      BLOB    NOT NULL,
    kind         TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    next_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX mails_next ON mails (next_at, id);

-- Failed sign-ins by the hash of what was tried or where it came from.
CREATE TABLE attempts (
    number         INTEGER PRIMARY KEY,
    kind           TEXT    NOT NULL,
    hash           BLOB    NOT NULL,
    failures       INTEGER NOT NULL,
    last_failed_at INTEGER NOT NULL,
    UNIQUE (kind, hash)
) STRICT;
CREATE INDEX attempts_last ON attempts (last_failed_at);

-- What an account owns, and what happened to it.
CREATE INDEX courses_owner ON courses (owner, id) WHERE deleted = 0;
CREATE INDEX events_account ON events (aggregate, sequence) WHERE aggregate_kind = 'account';
