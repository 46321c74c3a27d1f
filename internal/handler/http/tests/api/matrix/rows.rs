//! The table: who sees which field.

use super::Shown::{
    self, Always, AsAround, Aside, Content, Lesson, Listed, Locked, Preview, Section, Topic,
};
use super::fields::Field;

/// Schema, fields, and when they are filled.
pub(super) const ROWS: &[(&str, &[&str], Shown)] = &[
    // The catalogue.
    ("CoursePage", &["items"], Listed),
    ("CoursePage", &["page", "facets"], Always),
    (
        "CourseSummary",
        &[
            "id",
            "slug",
            "title",
            "summary",
            "subject_id",
            "level",
            "language",
            "tags",
            "credits",
            "instructor_ids",
            "image_url",
            "version",
            "published_at",
        ],
        Listed,
    ),
    ("Facet", &["name"], Always),
    ("Facet", &["values"], Listed),
    ("FacetValue", &["value", "label", "count"], Listed),
    ("TagPage", &["items"], Listed),
    ("TagPage", &["page"], Always),
    ("TagCount", &["tag", "count"], Listed),
    ("SuggestionList", &["items"], Listed),
    ("Suggestion", &["kind", "id", "title", "slug"], Listed),
    ("PageInfo", &["next_cursor", "has_more"], Aside),
    // A course and its tree.
    (
        "Course",
        &[
            "id",
            "slug",
            "visibility",
            "lifecycle",
            "tags",
            "external_ids",
            "revision",
            "title",
            "summary",
            "description",
            "subject_id",
            "level",
            "language",
            "credits",
            "prerequisites",
            "instructor_ids",
            "image_url",
            "sections",
            "version",
            "created_at",
            "published_at",
            "revised_at",
        ],
        Always,
    ),
    ("Section", &["id", "heading", "visibility"], Always),
    ("Section", &["description", "topics"], Section),
    ("Topic", &["id", "heading", "visibility"], Section),
    ("Topic", &["lessons"], Topic),
    ("LessonOutline", &["id", "title", "kind", "visibility", "version"], Topic),
    ("LessonOutline", &["duration_minutes"], Lesson),
    ("LessonOutline", &["preview"], Preview),
    // Lessons.
    ("LessonPage", &["items"], Topic),
    ("LessonPage", &["page"], Always),
    (
        "LessonSummary",
        &["id", "course_id", "section_id", "topic_id", "title", "kind", "visibility", "version"],
        Topic,
    ),
    ("LessonSummary", &["duration_minutes"], Lesson),
    ("LessonSummary", &["preview"], Preview),
    ("LessonSummary", &["locked"], Locked),
    (
        "LessonView",
        &["id", "course_id", "section_id", "topic_id", "title", "kind", "visibility", "version"],
        Always,
    ),
    ("LessonView", &["duration_minutes"], Lesson),
    ("LessonView", &["preview"], Preview),
    ("LessonView", &["locked"], Locked),
    ("LessonView", &["content"], Content),
    ("TextContent", &["kind", "body"], Content),
    ("VideoContent", &["kind", "url", "transcript"], Content),
    ("FileContent", &["kind", "url", "media_type", "size_bytes"], Content),
    ("LinkContent", &["kind", "url"], Content),
    ("QuizContent", &["kind", "questions"], Content),
    ("QuizQuestion", &["id", "prompt", "choice", "options", "points"], Content),
    ("QuizOption", &["id", "text"], Content),
    // Runs.
    ("RunPage", &["items", "page"], Always),
    (
        "Run",
        &[
            "id",
            "course_id",
            "key",
            "title",
            "starts_at",
            "ends_at",
            "enrolment_opens_at",
            "enrolment_closes_at",
            "time_zone",
            "mode",
            "location",
            "meetings",
            "instructor_ids",
            "capacity",
            "price",
            "status",
            "availability",
            "version",
            "created_at",
            "updated_at",
        ],
        Always,
    ),
    ("Meeting", &["weekdays", "start_time", "end_time", "room"], Always),
    ("Money", &["amount", "currency"], Always),
    ("RunAvailability", &["availability", "checked_at"], Always),
    ("RunAvailability", &["can_enrol", "reasons"], Aside),
    // What everybody sees, whatever becomes of a course.
    ("SubjectPage", &["items", "page"], Always),
    ("Subject", &["id", "code", "title", "version"], Always),
    ("InstructorPage", &["items", "page"], Always),
    ("Instructor", &["id", "name", "bio", "external_ids", "version"], Always),
    // Values that stand in several of them.
    ("Credits", &["min", "max"], AsAround),
    ("ExternalId", &["source", "key"], AsAround),
];

/// The row of a field.
pub(super) fn row(field: &Field) -> Shown {
    match (find(&field.schema, &field.name), &field.around) {
        (Some(AsAround), Some((schema, name))) => find(schema, name),
        (found, _) => found,
    }
    .unwrap_or_else(|| panic!("who sees {field}? Say it in this table"))
}

fn find(schema: &str, name: &str) -> Option<Shown> {
    let wanted = |row: &&(&str, &[&str], Shown)| row.0 == schema && row.1.contains(&name);
    ROWS.iter().find(wanted).map(|row| row.2)
}

#[test]
fn a_field_without_a_row_is_not_overlooked() {
    assert_eq!(find("Section", "description"), Some(Section));
    assert_eq!(find("Course", "owner_id"), None);
}
