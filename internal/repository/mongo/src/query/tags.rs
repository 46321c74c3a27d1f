//! Tags with their counts.
//!
//! They are counted when somebody asks, from the courses as they are. A count of its own would have
//! to change together with each course, and one document that every publication changes makes them
//! wait for each other.

use bson::{Document, doc};
use courses_port::catalogue::TagQuery;

use super::{Query, QueryName};
use crate::schema::COURSES;

/// One tag more than the limit.
pub(crate) fn tag_list(query: &TagQuery) -> Query {
    let mut range = Document::new();
    range.insert("$gte", query.first());
    if let Some(end) = query.end() {
        range.insert("$lt", end);
    }
    // Both bounds must hold for one and the same tag, or only one of them bounds the index.
    let having = doc! { "listed": true, "tags": { "$elemMatch": range.clone() } };
    let stages = vec![
        doc! { "$match": having },
        doc! { "$project": { "_id": 0, "tag": "$tags" } },
        doc! { "$unwind": "$tag" },
        doc! { "$match": { "tag": range } },
        doc! { "$group": { "_id": "$tag", "count": { "$sum": 1_i64 } } },
        doc! { "$sort": { "_id": 1 } },
        doc! { "$limit": i64::from(query.limit) + 1 },
    ];
    Query::aggregate(QueryName::TagList, COURSES, stages).on_secondary()
}
