-- Where a subject or an instructor went; `merge_settled` is 1 once nothing can name it any more.
ALTER TABLE subjects ADD COLUMN merged_into BLOB;
ALTER TABLE subjects ADD COLUMN merged_at INTEGER;
ALTER TABLE subjects ADD COLUMN merge_settled INTEGER;
CREATE INDEX subjects_unsettled ON subjects (merge_settled) WHERE merge_settled = 0;
ALTER TABLE instructors ADD COLUMN merged_into BLOB;
ALTER TABLE instructors ADD COLUMN merged_at INTEGER;
ALTER TABLE instructors ADD COLUMN merge_settled INTEGER;
CREATE INDEX instructors_unsettled ON instructors (merge_settled) WHERE merge_settled = 0;

-- Which subjects and instructors the draft or the published copy of a course names. Their ids are
-- unique together.
CREATE TABLE course_references (
    target BLOB    NOT NULL,
    course INTEGER NOT NULL REFERENCES courses,
    PRIMARY KEY (target, course)
) STRICT, WITHOUT ROWID;
CREATE INDEX course_references_course ON course_references (course);
INSERT OR IGNORE INTO course_references (target, course)
SELECT unhex(replace(named.value, '-', '')), c.number
FROM courses c, json_each(json_array(c.draft ->> 'subject', c.published ->> 'subject')) named
WHERE c.deleted = 0 AND named.value IS NOT NULL;
INSERT OR IGNORE INTO course_references (target, course)
SELECT unhex(replace(named.value, '-', '')), c.number
FROM courses c, json_each(coalesce(c.draft -> 'instructors', '[]')) named WHERE c.deleted = 0;
INSERT OR IGNORE INTO course_references (target, course)
SELECT unhex(replace(named.value, '-', '')), c.number
FROM courses c, json_each(coalesce(c.published -> 'instructors', '[]')) named
WHERE c.deleted = 0;

-- Which instructors a run names.
CREATE TABLE run_instructors (
    instructor BLOB    NOT NULL,
    run        INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    PRIMARY KEY (instructor, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_instructors_run ON run_instructors (run);
INSERT OR IGNORE INTO run_instructors (instructor, run)
SELECT unhex(replace(named.value, '-', '')), r.number
FROM runs r, json_each(coalesce(r.details -> 'instructors', '[]')) named WHERE r.deleted = 0;
