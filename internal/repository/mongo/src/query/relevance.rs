//! The public list by relevance: the sum that `SearchQuery::score` defines, computed by the
//! server.

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{SearchField, SearchQuery};
use courses_port::catalogue::{CourseQuery, SortKey};

use super::{Query, QueryName, courses, filter};
use crate::convert::to_binary;
use crate::schema::COURSES;

pub(super) fn course_list(query: &CourseQuery, search: &SearchQuery, limit: i64) -> Query {
    let mut fields = courses::summary();
    fields.insert("score", score(search));
    let mut stages = vec![doc! { "$match": filter::listed(query) }, doc! { "$project": fields }];
    if let Some(after) = &query.after
        && let SortKey::Score(score) = after.key
    {
        let score = i64::from(score);
        let later = doc! { "score": score, "_id": { "$gt": to_binary(after.id) } };
        let rest = vec![doc! { "score": { "$lt": score } }, later];
        stages.push(doc! { "$match": { "$or": rest } });
    }
    stages.push(doc! { "$sort": { "score": -1, "_id": 1 } });
    stages.push(doc! { "$limit": limit });
    Query::aggregate(QueryName::CourseListByRelevance, COURSES, stages).on_secondary()
}

/// For each field its weight times the stems that are found in it.
fn score(search: &SearchQuery) -> Document {
    let stems: Vec<Bson> = search.scored_stems().into_iter().map(Bson::from).collect();
    let parts: Vec<Document> = SearchField::ALL
        .into_iter()
        .map(|field| {
            let path = format!("$search.stems.{}", field.word());
            let present = doc! { "$ifNull": [path, Bson::Array(Vec::new())] };
            let found = doc! { "$setIntersection": [present, { "$literal": stems.clone() }] };
            doc! { "$multiply": [i64::from(field.weight()), { "$size": found }] }
        })
        .collect();
    doc! { "$add": parts }
}
