//! What was merged, and what names it still.

use bson::doc;
use courses_domain::catalogue::{InstructorId, Replacement};

use super::{Query, QueryName, courses};
use crate::convert::to_binary;
use crate::schema::{COURSES, INSTRUCTORS, RUNS, SUBJECTS};

pub(crate) fn unsettled_subjects(limit: u32) -> Query {
    unsettled(QueryName::UnsettledSubjects, SUBJECTS, limit)
}

pub(crate) fn unsettled_instructors(limit: u32) -> Query {
    unsettled(QueryName::UnsettledInstructors, INSTRUCTORS, limit)
}

fn unsettled(name: QueryName, collection: &'static str, limit: u32) -> Query {
    Query::find(name, collection, doc! { "merged.settled": false })
        .only(doc! { "outbox": 0, "outbox_since": 0 })
        .limited(limit)
}

/// Ids are unique among subjects and instructors together.
pub(crate) fn courses_naming(replacement: Replacement, limit: u32) -> Query {
    let from = match replacement {
        Replacement::Subject { from, .. } => to_binary(from),
        Replacement::Instructor { from, .. } => to_binary(from),
    };
    let filter = doc! { "refs": from, "deleted": false };
    Query::find(QueryName::CoursesNaming, COURSES, filter).only(courses::state()).limited(limit)
}

pub(crate) fn runs_naming(instructor: InstructorId, limit: u32) -> Query {
    let filter = doc! { "instructor_ids": to_binary(instructor), "deleted": false };
    Query::find(QueryName::RunsNaming, RUNS, filter)
        .only(doc! { "outbox": 0, "outbox_since": 0 })
        .limited(limit)
}
