//! What is suggested to somebody who types.

use bson::{Document, doc};
use courses_domain::catalogue::SuggestionKind;
use courses_port::catalogue::SuggestionRequest;

use super::{Query, QueryName, filter};
use crate::schema::{COURSES, INSTRUCTORS, SUBJECTS};

/// The best suggestions of one kind. Everything that is needed stands in the index, so that a single
/// letter, which much begins with, fetches no document.
pub(crate) fn suggestions(request: &SuggestionRequest) -> Query {
    let typed = &request.typed;
    let begins = |word: &String| doc! { "suggest.words": filter::beginning(word) };
    let words: Vec<Document> = typed.words().iter().map(begins).collect();
    let mut wanted = doc! { "$and": words };
    let collection = match request.kind {
        SuggestionKind::Subject => SUBJECTS,
        SuggestionKind::Instructor => INSTRUCTORS,
        SuggestionKind::Course => {
            wanted.insert("listed", true);
            COURSES
        }
    };
    let place = doc! { "$indexOfBytes": ["$suggest.key", { "$literal": typed.text() }] };
    let stages = vec![
        doc! { "$match": wanted },
        doc! { "$project": {
            "suggest.title": 1,
            "suggest.slug": 1,
            "suggest.key": 1,
            "later": { "$ne": [place, 0] },
        } },
        doc! { "$sort": { "later": 1, "suggest.key": 1, "_id": 1 } },
        doc! { "$limit": i64::from(request.limit) },
    ];
    Query::aggregate(QueryName::Suggestions, collection, stages).on_secondary()
}
