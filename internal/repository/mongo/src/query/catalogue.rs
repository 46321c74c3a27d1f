//! Lessons, runs, subjects and instructors.

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{
    CourseId, InstructorId, LessonCopy, LessonId, RunId, RunKey, SubjectCode, SubjectId,
};
use courses_domain::shared::ExternalId;
use courses_port::catalogue::IdPosition;

use super::{Query, QueryName};
use crate::convert::{id_list, to_binary, to_text};
use crate::document::lesson_id;
use crate::schema::{INSTRUCTORS, LESSONS, RUNS, SUBJECTS};

/// Fields that are no part of the state.
fn state() -> Document {
    doc! { "outbox": 0, "outbox_since": 0, "suggest": 0 }
}

/// One more than the limit, from the newest id to the oldest.
fn newest(query: Query, limit: u32) -> Query {
    query.only(state()).sorted(doc! { "_id": -1 }).limited(i64::from(limit) + 1)
}

fn go_on(filter: &mut Document, after: Option<IdPosition>) {
    if let Some(IdPosition(id)) = after {
        filter.insert("_id", doc! { "$lt": to_binary(id) });
    }
}

/// What did not go into something else.
fn unmerged() -> Document {
    doc! { "merged": null }
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Bson> {
    texts.into_iter().map(Bson::from).collect()
}

pub(crate) fn lesson_by_id(course: CourseId, lesson: LessonId, copy: LessonCopy) -> Query {
    let id = lesson_id(to_binary(course), copy, to_binary(lesson));
    Query::find(QueryName::LessonById, LESSONS, doc! { "_id": id }).limited(1)
}

pub(crate) fn run_by_id(id: RunId) -> Query {
    let filter = doc! { "_id": to_binary(id), "deleted": false };
    Query::find(QueryName::RunById, RUNS, filter).only(state()).limited(1)
}

pub(crate) fn run_by_key(course: CourseId, key: &RunKey) -> Query {
    let filter = doc! { "course_id": to_binary(course), "key": key.as_str(), "deleted": false };
    Query::find(QueryName::RunByKey, RUNS, filter).only(state()).limited(1)
}

pub(crate) fn course_runs(course: CourseId, after: Option<IdPosition>, limit: u32) -> Query {
    let mut filter = doc! { "course_id": to_binary(course), "deleted": false };
    go_on(&mut filter, after);
    newest(Query::find(QueryName::CourseRuns, RUNS, filter), limit)
}

pub(crate) fn runs_by_keys(courses: &[CourseId], keys: &[RunKey]) -> Query {
    let filter = doc! {
        "course_id": { "$in": id_list(courses) },
        "key": { "$in": texts(keys.iter().map(RunKey::as_str)) },
        "deleted": false,
    };
    Query::find(QueryName::RunsByKeys, RUNS, filter).only(state())
}

pub(crate) fn subject_by_id(id: SubjectId) -> Query {
    let filter = doc! { "_id": to_binary(id) };
    Query::find(QueryName::SubjectById, SUBJECTS, filter).only(state()).limited(1)
}

pub(crate) fn subjects_by_ids(ids: &[SubjectId]) -> Query {
    let filter = doc! { "_id": { "$in": id_list(ids) } };
    Query::find(QueryName::SubjectsByIds, SUBJECTS, filter).only(state())
}

pub(crate) fn subjects_by_codes(codes: &[SubjectCode]) -> Query {
    let filter = doc! { "code": { "$in": texts(codes.iter().map(SubjectCode::as_str)) } };
    Query::find(QueryName::SubjectsByCodes, SUBJECTS, filter).only(state())
}

pub(crate) fn subject_list(after: Option<IdPosition>, limit: u32) -> Query {
    let mut filter = unmerged();
    go_on(&mut filter, after);
    newest(Query::find(QueryName::SubjectList, SUBJECTS, filter), limit).on_secondary()
}

pub(crate) fn instructor_by_id(id: InstructorId) -> Query {
    let filter = doc! { "_id": to_binary(id) };
    Query::find(QueryName::InstructorById, INSTRUCTORS, filter).only(state()).limited(1)
}

pub(crate) fn instructors_by_ids(ids: &[InstructorId]) -> Query {
    let filter = doc! { "_id": { "$in": id_list(ids) } };
    Query::find(QueryName::InstructorsByIds, INSTRUCTORS, filter).only(state())
}

pub(crate) fn instructors_by_external_ids(ids: &[ExternalId]) -> Query {
    let ids: Vec<Bson> = ids.iter().map(|id| to_text(id).into()).collect();
    let filter = doc! { "external_ids": { "$in": ids } };
    Query::find(QueryName::InstructorsByExternalIds, INSTRUCTORS, filter).only(state())
}

pub(crate) fn instructor_list(after: Option<IdPosition>, limit: u32) -> Query {
    let mut filter = unmerged();
    go_on(&mut filter, after);
    newest(Query::find(QueryName::InstructorList, INSTRUCTORS, filter), limit).on_secondary()
}
