//! What commits and the store itself ask.

use bson::{Bson, Document, doc};
use courses_domain::AggregateKind;
use courses_domain::catalogue::CourseId;
use courses_port::IdempotencyScope;
use jiff::Timestamp;

use super::{Query, QueryName};
use crate::convert::{id_list, to_date};
use crate::document::{lesson_range, scope_id};
use crate::schema::{EVENTS, IDEMPOTENCY, LESSONS, collection_of};

/// The answer of a scope that is not expired at `now`.
pub(crate) fn answer_by_scope(scope: &IdempotencyScope, now: Timestamp) -> Query {
    let filter = doc! { "_id": scope_id(scope), "expires_at": { "$gt": to_date(now) } };
    Query::find(QueryName::AnswerByScope, IDEMPOTENCY, filter).limited(1)
}

/// The ids of answers that are expired at `now`.
pub(crate) fn expired_answers(now: Timestamp, limit: u32) -> Query {
    let filter = doc! { "expires_at": { "$lte": to_date(now) } };
    Query::find(QueryName::ExpiredAnswers, IDEMPOTENCY, filter)
        .only(doc! { "_id": 1 })
        .sorted(doc! { "expires_at": 1 })
        .limited(limit)
}

/// The revisions of aggregates that are not deleted.
pub(crate) fn revisions(kind: AggregateKind, ids: &[uuid::Uuid]) -> Query {
    let filter = doc! { "_id": { "$in": id_list(ids) }, "deleted": { "$ne": true } };
    let fields = doc! { "revision": 1 };
    Query::find(QueryName::Revisions, collection_of(kind), filter).only(fields)
}

/// The aggregate, if the event waits in its outbox.
pub(crate) fn event_in_outbox(
    kind: AggregateKind,
    aggregate: bson::Uuid,
    event: bson::Uuid,
) -> Query {
    let filter = doc! { "_id": aggregate, "outbox.id": event };
    Query::find(QueryName::EventInOutbox, collection_of(kind), filter)
        .only(doc! { "_id": 1 })
        .limited(1)
}

/// The event, if it stands in the log.
pub(crate) fn event_in_log(event: bson::Uuid) -> Query {
    Query::find(QueryName::EventInLog, EVENTS, doc! { "_id": event })
        .only(doc! { "_id": 1 })
        .limited(1)
}

/// When each lesson of these courses was written, in both copies.
pub(crate) fn lesson_stamps(courses: &[CourseId]) -> Query {
    let ranges: Vec<Document> =
        courses.iter().map(|course| doc! { "_id": lesson_range(*course) }).collect();
    Query::find(QueryName::LessonStamps, LESSONS, doc! { "$or": ranges })
        .only(doc! { "written": 1 })
}

/// Whole lessons.
pub(crate) fn lessons_by_ids(ids: Vec<Document>) -> Query {
    let ids: Vec<Bson> = ids.into_iter().map(Bson::from).collect();
    Query::find(QueryName::LessonsByIds, LESSONS, doc! { "_id": { "$in": ids } })
}
