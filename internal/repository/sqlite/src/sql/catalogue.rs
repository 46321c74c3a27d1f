//! Statements of the catalogue, without lists of courses.

use super::statements;

/// The columns of a course without its draft.
macro_rules! published_columns {
    () => {
        "c.id, c.version, c.owner, c.slug, c.external_ids, c.visibility, c.tags, c.lifecycle,
         c.created_at, c.first_published_at, c.published_revision, c.published_draft,
         c.published_at, c.published"
    };
}

statements! {
    FIND_COURSE = "SELECT * FROM courses WHERE id = ?1 AND deleted = 0";
    FIND_COURSE_BY_EXTERNAL_ID = "
        SELECT c.* FROM course_external_ids x CROSS JOIN courses c ON c.number = x.course
        WHERE x.source = ?1 AND x.key = ?2 AND c.deleted = 0";
    /// Names as JSON: `[["source", "key"], …]`.
    FIND_COURSES_BY_EXTERNAL_IDS = "
        SELECT c.* FROM courses c
        WHERE c.deleted = 0 AND c.number IN (
            SELECT x.course
            FROM json_each(?1) n
            CROSS JOIN course_external_ids x ON x.source = n.value ->> 0 AND x.key = n.value ->> 1
        )";
    FIND_PUBLISHED = concat!(
        "SELECT ", published_columns!(), " FROM courses c WHERE c.id = ?1 AND c.deleted = 0"
    );
    FIND_PUBLISHED_BY_SLUG = concat!(
        "SELECT ", published_columns!(), "
         FROM course_slugs s CROSS JOIN courses c ON c.number = s.course
         WHERE s.slug = ?1 AND c.deleted = 0"
    );
    FIND_PUBLISHED_BY_LESSON = concat!(
        "SELECT ", published_columns!(), "
         FROM published_lessons p CROSS JOIN courses c ON c.number = p.course
         WHERE p.lesson = ?1 AND c.deleted = 0 LIMIT 1"
    );

    /// What has to be known of the course that is going to be replaced.
    COURSE_TO_REPLACE = "
        SELECT number, slug, former_slugs, external_ids FROM courses
        WHERE id = ?1 AND revision = ?2 AND deleted = 0";
    INSERT_COURSE = "
        INSERT INTO courses (id, revision, next_sequence, deleted, version, owner, slug,
            former_slugs, external_ids, visibility, tags, lifecycle, created_at, updated_at,
            first_published_at, published_revision, published_draft, published_at, published,
            draft_version, draft_updated_at, draft, absences, provenance)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
            ?19, ?20, ?21, ?22, ?23, ?24)
        ON CONFLICT (id) DO NOTHING";
    UPDATE_COURSE = "
        UPDATE courses SET revision = ?2, next_sequence = ?3, deleted = ?4, version = ?5,
            owner = ?6, slug = ?7, former_slugs = ?8, external_ids = ?9, visibility = ?10,
            tags = ?11, lifecycle = ?12, created_at = ?13, updated_at = ?14,
            first_published_at = ?15, published_revision = ?16, published_draft = ?17,
            published_at = ?18, published = ?19, draft_version = ?20, draft_updated_at = ?21,
            draft = ?22, absences = ?23, provenance = ?24
        WHERE id = ?1";
    /// Up to ?1 tombstones whose events are all in the log.
    PURGE_COURSES = "
        DELETE FROM courses WHERE number IN (
            SELECT t.number FROM courses t
            WHERE t.deleted = 1 AND NOT EXISTS (
                SELECT 1 FROM outbox o WHERE o.aggregate = t.id AND o.aggregate_kind = 'course'
            ) LIMIT ?1
        )";

    TAKE_SLUG = "
        INSERT INTO course_slugs (slug, course) VALUES (?1, ?2)
        ON CONFLICT (slug) DO UPDATE SET course = excluded.course WHERE course = excluded.course";
    DROP_SLUGS = "DELETE FROM course_slugs WHERE course = ?1";
    TAKE_COURSE_NAME = "
        INSERT INTO course_external_ids (source, key, course) VALUES (?1, ?2, ?3)
        ON CONFLICT (source, key) DO UPDATE SET course = excluded.course
        WHERE course = excluded.course";
    DROP_COURSE_NAMES = "DELETE FROM course_external_ids WHERE course = ?1";

    PUBLISHED_LESSONS = "SELECT lesson FROM published_lessons WHERE course = ?1";
    PUT_PUBLISHED_LESSON = "INSERT INTO published_lessons (lesson, course) VALUES (?1, ?2)";
    DROP_PUBLISHED_LESSON = "DELETE FROM published_lessons WHERE lesson = ?1 AND course = ?2";
    DROP_PUBLISHED_LESSONS = "DELETE FROM published_lessons WHERE course = ?1";

    PUT_LESSON = "
        INSERT INTO lessons (course, copy, lesson, content) VALUES (?1, 0, ?2, ?3)
        ON CONFLICT (course, copy, lesson) DO UPDATE SET content = excluded.content";
    DROP_LESSON = "DELETE FROM lessons WHERE course = ?1 AND copy = 0 AND lesson = ?2";
    DROP_LESSONS = "DELETE FROM lessons WHERE course = ?1";
    DROP_PUBLISHED_CONTENT = "DELETE FROM lessons WHERE course = ?1 AND copy = 1";
    PUBLISH_CONTENT = "
        INSERT INTO lessons (course, copy, lesson, content)
        SELECT course, 1, lesson, content FROM lessons WHERE course = ?1 AND copy = 0";
    FIND_LESSON = "
        SELECT content FROM lessons
        WHERE course = (SELECT number FROM courses WHERE id = ?1) AND copy = ?2 AND lesson = ?3";

    PUT_TERMS = "INSERT INTO course_terms (rowid, terms) VALUES (?1, ?2)";
    DROP_TERMS = "DELETE FROM course_terms WHERE rowid = ?1";
    PUT_WEIGHTS = "
        INSERT INTO course_weights (number, weights) VALUES (?1, ?2)
        ON CONFLICT (number) DO UPDATE SET weights = excluded.weights";
    DROP_WEIGHTS = "DELETE FROM course_weights WHERE number = ?1";

    PUT_LISTING = "
        INSERT INTO listings (number, id, published_at, title_key, subject, level, language,
            credits_min, credits_max, card)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    DROP_LISTING = "DELETE FROM listings WHERE number = ?1";
    PUT_LISTING_TAG = "INSERT INTO listing_tags (tag, number) VALUES (?1, ?2)";
    PUT_LISTING_INSTRUCTOR = "
        INSERT INTO listing_instructors (instructor, number) VALUES (?1, ?2)
        ON CONFLICT (instructor, number) DO NOTHING";

    /// From ?1 on and, if it is a text, before ?2: a text stands before every blob.
    LIST_TAGS = "
        SELECT tag, count(*) AS count FROM listing_tags WHERE tag >= ?1 AND tag < ?2
        GROUP BY tag ORDER BY tag LIMIT ?3";

    /// The ids as JSON of hexadecimal digits.
    PUT_REFERENCES = "
        INSERT INTO course_references (target, course)
        SELECT unhex(value), ?2 FROM json_each(?1)
        WHERE true ON CONFLICT (target, course) DO NOTHING";
    /// All that is not among ?2, ids as JSON of hexadecimal digits.
    DROP_OTHER_REFERENCES = "
        DELETE FROM course_references
        WHERE course = ?1 AND target NOT IN (SELECT unhex(value) FROM json_each(?2))";
    DROP_REFERENCES = "DELETE FROM course_references WHERE course = ?1";
    COURSES_NAMING = "
        SELECT c.* FROM course_references n CROSS JOIN courses c ON c.number = n.course
        WHERE n.target = ?1 AND c.deleted = 0 LIMIT ?2";

    FIND_RUN = "SELECT * FROM runs WHERE id = ?1 AND deleted = 0";
    FIND_RUN_BY_KEY = "SELECT * FROM runs WHERE course = ?1 AND key = ?2 AND deleted = 0";
    /// Ids as JSON of hexadecimal digits, keys as JSON of texts. The `+` keeps the planner from
    /// looking for each key in each course: a course has fewer runs than a batch has keys.
    FIND_RUNS_BY_KEYS = "
        SELECT r.* FROM json_each(?1) c CROSS JOIN runs r ON r.course = unhex(c.value)
        WHERE r.deleted = 0 AND +r.key IN (SELECT value FROM json_each(?2))";
    LIST_RUNS = "
        SELECT * FROM runs WHERE course = ?1 AND deleted = 0 AND id < ?2
        ORDER BY id DESC LIMIT ?3";
    RUN_EXISTS = "SELECT 1 FROM runs WHERE id = ?1";
    /// The ids as JSON of hexadecimal digits.
    PUT_RUN_INSTRUCTORS = "
        INSERT INTO run_instructors (instructor, run) SELECT unhex(value), ?2 FROM json_each(?1)
        WHERE true ON CONFLICT (instructor, run) DO NOTHING";
    DROP_RUN_INSTRUCTORS = "DELETE FROM run_instructors WHERE run = ?1";
    RUNS_NAMING = "
        SELECT r.* FROM run_instructors n CROSS JOIN runs r ON r.number = n.run
        WHERE n.instructor = ?1 AND r.deleted = 0 LIMIT ?2";
    RUN_TO_REPLACE = "SELECT number FROM runs WHERE id = ?1 AND revision = ?2 AND deleted = 0";
    INSERT_RUN = "
        INSERT INTO runs (id, revision, next_sequence, deleted, version, course, key, status,
            starts_at, ends_at, opens_at, closes_at, seats, price, currency, created_at,
            updated_at, details)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        ON CONFLICT DO NOTHING";
    UPDATE_RUN = "
        UPDATE OR IGNORE runs SET revision = ?2, next_sequence = ?3, deleted = ?4, version = ?5,
            course = ?6, key = ?7, status = ?8, starts_at = ?9, ends_at = ?10, opens_at = ?11,
            closes_at = ?12, seats = ?13, price = ?14, currency = ?15, created_at = ?16,
            updated_at = ?17, details = ?18
        WHERE id = ?1";
    /// Up to ?1 tombstones whose events are all in the log.
    PURGE_RUNS = "
        DELETE FROM runs WHERE number IN (
            SELECT t.number FROM runs t
            WHERE t.deleted = 1 AND NOT EXISTS (
                SELECT 1 FROM outbox o WHERE o.aggregate = t.id AND o.aggregate_kind = 'run'
            ) LIMIT ?1
        )";

    FIND_SUBJECT = "SELECT * FROM subjects WHERE id = ?1";
    FIND_SUBJECTS = "
        SELECT * FROM subjects WHERE id IN (SELECT unhex(value) FROM json_each(?1))";
    FIND_SUBJECTS_BY_CODES = "
        SELECT * FROM subjects WHERE code IN (SELECT value FROM json_each(?1))";
    LIST_SUBJECTS = "
        SELECT * FROM subjects WHERE id < ?1 AND merged_into IS NULL ORDER BY id DESC LIMIT ?2";
    UNSETTLED_SUBJECTS = "SELECT * FROM subjects WHERE merge_settled = 0 LIMIT ?1";
    SUBJECT_EXISTS = "SELECT 1 FROM subjects WHERE id = ?1";
    SUBJECT_TO_REPLACE = "SELECT number FROM subjects WHERE id = ?1 AND revision = ?2";
    INSERT_SUBJECT = "
        INSERT INTO subjects
            (id, revision, next_sequence, version, code, title, created_at, updated_at,
            merged_into, merged_at, merge_settled)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT DO NOTHING";
    UPDATE_SUBJECT = "
        UPDATE OR IGNORE subjects SET revision = ?2, next_sequence = ?3, version = ?4, code = ?5,
            title = ?6, created_at = ?7, updated_at = ?8, merged_into = ?9, merged_at = ?10,
            merge_settled = ?11
        WHERE id = ?1";

    FIND_INSTRUCTOR = "SELECT * FROM instructors WHERE id = ?1";
    FIND_INSTRUCTORS = "
        SELECT * FROM instructors WHERE id IN (SELECT unhex(value) FROM json_each(?1))";
    FIND_INSTRUCTORS_BY_EXTERNAL_IDS = "
        SELECT i.* FROM instructors i WHERE i.number IN (
            SELECT x.instructor
            FROM json_each(?1) n
            CROSS JOIN instructor_external_ids x
                ON x.source = n.value ->> 0 AND x.key = n.value ->> 1
        )";
    LIST_INSTRUCTORS = "
        SELECT * FROM instructors WHERE id < ?1 AND merged_into IS NULL
        ORDER BY id DESC LIMIT ?2";
    UNSETTLED_INSTRUCTORS = "SELECT * FROM instructors WHERE merge_settled = 0 LIMIT ?1";
    INSTRUCTOR_TO_REPLACE = "
        SELECT number, external_ids FROM instructors WHERE id = ?1 AND revision = ?2";
    INSERT_INSTRUCTOR = "
        INSERT INTO instructors
            (id, revision, next_sequence, version, name, external_ids, created_at, updated_at, bio,
            merged_into, merged_at, merge_settled)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO NOTHING";
    UPDATE_INSTRUCTOR = "
        UPDATE instructors SET revision = ?2, next_sequence = ?3, version = ?4, name = ?5,
            external_ids = ?6, created_at = ?7, updated_at = ?8, bio = ?9, merged_into = ?10,
            merged_at = ?11, merge_settled = ?12
        WHERE id = ?1";
    TAKE_INSTRUCTOR_NAME = "
        INSERT INTO instructor_external_ids (source, key, instructor) VALUES (?1, ?2, ?3)
        ON CONFLICT (source, key) DO UPDATE SET instructor = excluded.instructor
        WHERE instructor = excluded.instructor";
    DROP_INSTRUCTOR_NAMES = "DELETE FROM instructor_external_ids WHERE instructor = ?1";
}
