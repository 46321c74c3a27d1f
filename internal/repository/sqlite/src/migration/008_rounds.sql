-- What is known of a course being gone from its sources, as JSON; NULL if nothing is.
ALTER TABLE courses ADD COLUMN absences TEXT;
-- Whether the file of an import is the whole of its source.
ALTER TABLE imports ADD COLUMN complete INTEGER NOT NULL DEFAULT 0;

-- How many rounds of a source are over.
CREATE TABLE import_rounds (
    source TEXT    NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
