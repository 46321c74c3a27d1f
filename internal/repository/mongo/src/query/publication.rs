//! Publication requests and revisions.

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{CourseId, PublicationRequestId};
use courses_port::catalogue::{IdPosition, PublicationRequestQuery};

use super::{Query, QueryName};
use crate::convert::to_binary;
use crate::document::{kept_lesson_range, revision_id, revision_range};
use crate::schema::{PUBLICATION_REQUESTS, REVISION_LESSONS, REVISIONS};

/// Fields that are no part of the state.
fn state() -> Document {
    doc! { "outbox": 0, "outbox_since": 0 }
}

pub(crate) fn publication_request_by_id(id: PublicationRequestId) -> Query {
    let filter = doc! { "_id": to_binary(id) };
    Query::find(QueryName::PublicationRequestById, PUBLICATION_REQUESTS, filter)
        .only(state())
        .limited(1)
}

pub(crate) fn open_publication_request(course: CourseId) -> Query {
    let filter = doc! { "course_id": to_binary(course), "open": true };
    Query::find(QueryName::OpenPublicationRequest, PUBLICATION_REQUESTS, filter)
        .only(state())
        .limited(1)
}

/// One more than the limit, from the oldest id to the newest.
pub(crate) fn publication_request_list(query: &PublicationRequestQuery) -> Query {
    let mut filter = Document::new();
    if let Some(status) = query.status {
        filter.insert("status", status.word());
    }
    if let Some(owner) = query.owner {
        filter.insert("owner", to_binary(owner));
    }
    if let Some(IdPosition(id)) = query.after {
        filter.insert("_id", doc! { "$gt": to_binary(id) });
    }
    Query::find(QueryName::PublicationRequestList, PUBLICATION_REQUESTS, filter)
        .only(state())
        .sorted(doc! { "_id": 1 })
        .limited(i64::from(query.limit) + 1)
}

pub(crate) fn revision_by_number(course: CourseId, number: u32) -> Query {
    let filter = doc! { "_id": revision_id(course, number) };
    Query::find(QueryName::RevisionByNumber, REVISIONS, filter).limited(1)
}

/// One more than the limit, from the newest revision to the oldest, without what they say.
pub(crate) fn revision_list(course: CourseId, before: Option<u64>, limit: u32) -> Query {
    let filter = doc! { "_id": revision_range(course, before) };
    Query::find(QueryName::RevisionList, REVISIONS, filter)
        .only(doc! { "draft_version": 1, "at": 1, "content.title": 1 })
        .sorted(doc! { "_id": -1 })
        .limited(i64::from(limit) + 1)
}

/// The ids of everything that lessons of a course ever said.
pub(crate) fn kept_lessons(course: CourseId) -> Query {
    let filter = doc! { "_id": kept_lesson_range(course) };
    Query::find(QueryName::KeptLessons, REVISION_LESSONS, filter).only(doc! { "_id": 1 })
}

/// What lessons said.
pub(crate) fn kept_lessons_by_ids(ids: Vec<Document>) -> Query {
    let ids: Vec<Bson> = ids.into_iter().map(Bson::from).collect();
    let filter = doc! { "_id": { "$in": ids } };
    Query::find(QueryName::KeptLessonsByIds, REVISION_LESSONS, filter)
}

#[cfg(test)]
pub(super) mod samples {
    //! For the test that explains every query.

    use courses_domain::catalogue::PublicationStatus;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::kept_lesson_id;

    /// A sample of each question.
    pub(in crate::query) fn all(make: &mut Make) -> Vec<Query> {
        let mut all =
            vec![publication_request_by_id(make.id()), open_publication_request(make.id())];
        let (course, id) = (make.id(), bson::Uuid::from_bytes([7; 16]));
        all.push(revision_by_number(course, 7));
        all.push(kept_lessons(course));
        all.push(kept_lessons_by_ids(vec![kept_lesson_id(id, id, 7)]));
        all.extend(lists(make));
        all
    }

    /// Every list, which needs no sorting.
    pub(in crate::query) fn lists(make: &mut Make) -> Vec<Query> {
        let (owner, after) = (make.id(), IdPosition(make.id()));
        let mut all =
            vec![revision_list(make.id(), None, 20), revision_list(make.id(), Some(7), 20)];
        for status in [None, Some(PublicationStatus::Unwatched)] {
            for owner in [None, Some(owner)] {
                for after in [None, Some(after)] {
                    let query = PublicationRequestQuery { status, owner, after, limit: 20 };
                    all.push(publication_request_list(&query));
                }
            }
        }
        all
    }
}
