-- Each publication of a course as it was.
CREATE TABLE revisions (
    course        INTEGER NOT NULL REFERENCES courses,
    number        INTEGER NOT NULL,
    draft_version INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    title         TEXT    NOT NULL,
    content       TEXT    NOT NULL,
    PRIMARY KEY (course, number)
) STRICT;

-- What its lessons said: each content under the first revision that has it, so a lesson of a
-- revision is the last one kept until then.
CREATE TABLE revision_lessons (
    course   INTEGER NOT NULL REFERENCES courses,
    lesson   BLOB    NOT NULL,
    revision INTEGER NOT NULL,
    content  TEXT,
    PRIMARY KEY (course, lesson, revision)
) STRICT;

-- What is published now is the first revision that is known.
INSERT INTO revisions (course, number, draft_version, at, title, content)
SELECT number, published_revision, published_draft, published_at, published ->> 'title', published
FROM courses WHERE published IS NOT NULL AND deleted = 0;
INSERT INTO revision_lessons (course, lesson, revision, content)
SELECT l.course, l.lesson, c.published_revision, l.content
FROM lessons l JOIN courses c ON c.number = l.course
WHERE l.copy = 1 AND c.published IS NOT NULL AND c.deleted = 0;
