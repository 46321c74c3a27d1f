-- Ids are 16 bytes, times milliseconds since 1970, lists and trees JSON.

-- One course with both copies. `number` is its name inside this file, for the tables below and
-- for the search index. A row that is `deleted` is a tombstone: it waits for its events.
CREATE TABLE courses (
    number             INTEGER PRIMARY KEY,
    id                 BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision           INTEGER NOT NULL,
    next_sequence      INTEGER NOT NULL,
    deleted            INTEGER NOT NULL,
    version            INTEGER NOT NULL,
    owner              BLOB    NOT NULL,
    slug               TEXT    NOT NULL,
    former_slugs       TEXT    NOT NULL,
    external_ids       TEXT    NOT NULL,
    visibility         TEXT    NOT NULL,
    tags               TEXT    NOT NULL,
    lifecycle          TEXT    NOT NULL,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    first_published_at INTEGER,
    published_revision INTEGER,
    published_draft    INTEGER,
    published_at       INTEGER,
    published          TEXT,
    draft_version      INTEGER NOT NULL,
    draft_updated_at   INTEGER NOT NULL,
    draft              TEXT    NOT NULL
) STRICT;
CREATE INDEX courses_deleted ON courses (deleted) WHERE deleted = 1;

-- Every present and former slug.
CREATE TABLE course_slugs (
    slug   TEXT    NOT NULL PRIMARY KEY,
    course INTEGER NOT NULL REFERENCES courses
) STRICT, WITHOUT ROWID;
CREATE INDEX course_slugs_course ON course_slugs (course);

CREATE TABLE course_external_ids (
    source TEXT    NOT NULL,
    key    TEXT    NOT NULL,
    course INTEGER NOT NULL REFERENCES courses,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX course_external_ids_course ON course_external_ids (course);

-- Which lessons stand in the tree of a published copy.
CREATE TABLE published_lessons (
    lesson BLOB    NOT NULL,
    course INTEGER NOT NULL REFERENCES courses,
    PRIMARY KEY (lesson, course)
) STRICT, WITHOUT ROWID;
CREATE INDEX published_lessons_course ON published_lessons (course);

-- The content of lessons; `copy` is 0 for the draft and 1 for the published copy.
CREATE TABLE lessons (
    course  INTEGER NOT NULL REFERENCES courses,
    copy    INTEGER NOT NULL,
    lesson  BLOB    NOT NULL,
    content TEXT,
    PRIMARY KEY (course, copy, lesson)
) STRICT;

-- What lists of courses are answered from: one row for each course that the public can see.
CREATE TABLE listings (
    number       INTEGER PRIMARY KEY REFERENCES courses,
    id           BLOB    NOT NULL,
    published_at INTEGER NOT NULL,
    title_key    TEXT    NOT NULL,
    subject      BLOB,
    level        TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    credits_min  INTEGER,
    credits_max  INTEGER,
    card         TEXT    NOT NULL
) STRICT;
CREATE INDEX listings_published ON listings (published_at DESC, id);
CREATE INDEX listings_title ON listings (title_key, id);
CREATE INDEX listings_subject ON listings (subject) WHERE subject IS NOT NULL;

CREATE TABLE listing_tags (
    tag    TEXT    NOT NULL,
    number INTEGER NOT NULL REFERENCES listings ON DELETE CASCADE,
    PRIMARY KEY (tag, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX listing_tags_number ON listing_tags (number, tag);

CREATE TABLE listing_instructors (
    instructor BLOB    NOT NULL,
    number     INTEGER NOT NULL REFERENCES listings ON DELETE CASCADE,
    PRIMARY KEY (instructor, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX listing_instructors_number ON listing_instructors (number, instructor);

-- What courses are found by. Terms come from the domain: lower case, letters and digits only. The
-- tokenizer `ascii` cuts at spaces and changes nothing else, so a term stays what it is.
CREATE VIRTUAL TABLE course_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- For each course its stems with what each adds to the relevance: `algebra=18 linear=16`.
CREATE TABLE course_weights (
    number  INTEGER PRIMARY KEY REFERENCES courses,
    weights TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    number        INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision      INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    deleted       INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    course        BLOB    NOT NULL,
    key           TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    starts_at     INTEGER,
    ends_at       INTEGER,
    opens_at      INTEGER,
    closes_at     INTEGER,
    seats         INTEGER,
    price         INTEGER,
    currency      TEXT,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    details       TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX runs_key ON runs (course, key) WHERE deleted = 0;
CREATE INDEX runs_course ON runs (course, id) WHERE deleted = 0;
CREATE INDEX runs_deleted ON runs (deleted) WHERE deleted = 1;

CREATE TABLE subjects (
    number        INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision      INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    code          TEXT    NOT NULL UNIQUE,
    title         TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE instructors (
    number        INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    revision      INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    name          TEXT    NOT NULL,
    external_ids  TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    bio           TEXT
) STRICT;

CREATE TABLE instructor_external_ids (
    source     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    instructor INTEGER NOT NULL REFERENCES instructors,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX instructor_external_ids_instructor ON instructor_external_ids (instructor);

-- Events that wait for their place in the log. `number` is the order of commits.
CREATE TABLE outbox (
    number         INTEGER PRIMARY KEY AUTOINCREMENT,
    event          BLOB    NOT NULL,
    type           TEXT    NOT NULL,
    aggregate_kind TEXT    NOT NULL,
    aggregate      BLOB    NOT NULL,
    sequence       INTEGER NOT NULL,
    time           INTEGER NOT NULL,
    actor          BLOB,
    correlation    TEXT,
    causation      BLOB,
    traceparent    TEXT,
    data           TEXT    NOT NULL,
    UNIQUE (aggregate, aggregate_kind, sequence)
) STRICT;
CREATE INDEX outbox_time ON outbox (time);

-- The log. Positions are given by the collector: 1, 2, 3 … without a gap.
CREATE TABLE events (
    position       INTEGER PRIMARY KEY,
    event          BLOB    NOT NULL UNIQUE,
    type           TEXT    NOT NULL,
    aggregate_kind TEXT    NOT NULL,
    aggregate      BLOB    NOT NULL,
    sequence       INTEGER NOT NULL,
    time           INTEGER NOT NULL,
    actor          BLOB,
    correlation    TEXT,
    causation      BLOB,
    traceparent    TEXT,
    data           TEXT    NOT NULL
) STRICT;

CREATE TABLE idempotency (
    number      INTEGER PRIMARY KEY,
    actor       BLOB    NOT NULL,
    operation   TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL,
    status      INTEGER NOT NULL,
    headers     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    body        BLOB    NOT NULL,
    UNIQUE (actor, operation, key)
) STRICT;
CREATE INDEX idempotency_expires ON idempotency (expires_at);

-- `token` outlives every holder, so that a later one is always greater.
CREATE TABLE leases (
    name       TEXT    NOT NULL PRIMARY KEY,
    holder     BLOB,
    token      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
