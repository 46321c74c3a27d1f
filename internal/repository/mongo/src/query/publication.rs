//! Publication requests.

use bson::{Document, doc};
use courses_domain::catalogue::{CourseId, PublicationRequestId};
use courses_port::catalogue::{IdPosition, PublicationRequestQuery};

use super::{Query, QueryName};
use crate::convert::to_binary;
use crate::schema::PUBLICATION_REQUESTS;

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

#[cfg(test)]
pub(super) mod samples {
    //! For the test that explains every query.

    use courses_domain::catalogue::PublicationStatus;
    use courses_testkit::build::Make;

    use super::*;

    /// A sample of each question.
    pub(in crate::query) fn all(make: &mut Make) -> Vec<Query> {
        let mut all =
            vec![publication_request_by_id(make.id()), open_publication_request(make.id())];
        all.extend(lists(make));
        all
    }

    /// Every list, which needs no sorting.
    pub(in crate::query) fn lists(make: &mut Make) -> Vec<Query> {
        let (owner, after) = (make.id(), IdPosition(make.id()));
        let mut all = Vec::new();
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
