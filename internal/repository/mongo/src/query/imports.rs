//! Files that are brought in, and the jobs that work on them.

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{CourseId, ImportJobId};
use courses_port::catalogue::IdPosition;
use jiff::Timestamp;

use super::{Query, QueryName};
use crate::convert::{any_of_source, id_list, to_binary, to_date, to_long};
use crate::document::numbered_id;
use crate::schema::{COURSES, IMPORT_PARTS, IMPORT_REJECTS, IMPORTS};

fn id_only() -> Document {
    doc! { "_id": 1 }
}

pub(crate) fn import_by_id(id: ImportJobId) -> Query {
    let filter = doc! { "_id": to_binary(id) };
    Query::find(QueryName::ImportById, IMPORTS, filter).limited(1)
}

/// The oldest first.
pub(crate) fn live_imports(limit: u32) -> Query {
    Query::find(QueryName::LiveImports, IMPORTS, doc! { "live": true })
        .sorted(doc! { "_id": 1 })
        .limited(limit)
}

/// The ids of those jobs that are not over.
pub(crate) fn live_among(ids: &[ImportJobId]) -> Query {
    let filter = doc! { "_id": { "$in": id_list(ids) }, "live": true };
    Query::find(QueryName::LiveAmong, IMPORTS, filter).only(id_only())
}

pub(crate) fn import_list(after: Option<IdPosition>, limit: u32) -> Query {
    let mut filter = Document::new();
    if let Some(IdPosition(id)) = after {
        filter.insert("_id", doc! { "$lt": to_binary(id) });
    }
    Query::find(QueryName::ImportList, IMPORTS, filter)
        .sorted(doc! { "_id": -1 })
        .limited(i64::from(limit) + 1)
}

/// The ids of jobs that were over before `before`.
pub(crate) fn old_imports(before: Timestamp, limit: u32) -> Query {
    let filter = doc! { "finished_at": { "$lt": to_date(before) } };
    Query::find(QueryName::OldImports, IMPORTS, filter)
        .only(id_only())
        .sorted(doc! { "finished_at": 1 })
        .limited(limit)
}

/// Everything numbered within a job, whatever the number.
pub(crate) fn numbered(import: ImportJobId) -> Bson {
    doc! { "$gte": numbered_id(import, i64::MIN), "$lte": numbered_id(import, i64::MAX) }.into()
}

pub(crate) fn reject_list(import: ImportJobId, after: Option<u64>, limit: u32) -> Query {
    let after = to_long(after.unwrap_or_default());
    let range = doc! { "$gt": numbered_id(import, after), "$lte": numbered_id(import, i64::MAX) };
    Query::find(QueryName::RejectList, IMPORT_REJECTS, doc! { "_id": range })
        .sorted(doc! { "_id": 1 })
        .limited(i64::from(limit) + 1)
}

pub(crate) fn part_by_number(file: ImportJobId, number: u32) -> Query {
    let filter = doc! { "_id": numbered_id(file, number.into()) };
    Query::find(QueryName::PartByNumber, IMPORT_PARTS, filter).limited(1)
}

/// The first parts of files that were begun before `before`.
pub(crate) fn old_files(before: Timestamp, limit: u32) -> Query {
    let filter = doc! { "first": true, "stored_at": { "$lt": to_date(before) } };
    Query::find(QueryName::OldFiles, IMPORT_PARTS, filter)
        .only(id_only())
        .sorted(doc! { "stored_at": 1 })
        .limited(limit)
}

/// Courses with a name in a source, by their ids.
pub(crate) fn courses_of_source(source: &str, after: Option<CourseId>, limit: u32) -> Query {
    let after = after.map_or_else(uuid::Uuid::nil, Into::into);
    let filter = doc! {
        "_id": { "$gt": to_binary(after) },
        "deleted": false,
        "external_ids": any_of_source(source),
    };
    Query::find(QueryName::CoursesOfSource, COURSES, filter)
        .only(doc! { "external_ids": 1 })
        .sorted(doc! { "_id": 1 })
        .limited(limit)
}
