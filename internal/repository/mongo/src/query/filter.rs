//! The filters of the public list.

use bson::raw::CString;
use bson::{Bson, Document, Regex, doc};
use courses_domain::catalogue::{Level, SearchQuery, Tag};
use courses_domain::shared::LanguageTag;
use courses_port::catalogue::CourseQuery;

use super::availability;
use crate::convert::to_binary;

/// Listed courses that meet every filter of `query`, wherever they stand in the order.
pub(super) fn listed(query: &CourseQuery) -> Document {
    let mut filter = doc! { "listed": true };
    if let Some(subject) = query.subject {
        filter.insert("published.content.subject_id", to_binary(subject));
    }
    if let Some(instructor) = query.instructor {
        filter.insert("published.content.instructor_ids", to_binary(instructor));
    }
    any(&mut filter, "published.content.level", query.levels.iter().map(|it| Level::word(*it)));
    let languages = query.languages.iter().map(LanguageTag::as_str);
    any(&mut filter, "published.content.language", languages);
    any(&mut filter, "tags", query.tags.iter().map(Tag::as_str));
    if let Some(least) = query.credits_min {
        filter.insert("published.content.credits.max", doc! { "$gte": i64::from(least) });
    }
    if let Some(most) = query.credits_max {
        filter.insert("published.content.credits.min", doc! { "$lte": i64::from(most) });
    }
    if !query.offer.is_empty() {
        let offer = availability::offer(&query.offer, query.now);
        filter.insert("offers", doc! { "$elemMatch": offer });
    }
    if let Some(search) = &query.search {
        filter.insert("$and", words(search));
    }
    filter
}

fn any<'a>(filter: &mut Document, field: &str, words: impl Iterator<Item = &'a str>) {
    let words: Vec<Bson> = words.map(Bson::from).collect();
    if !words.is_empty() {
        filter.insert(field, doc! { "$in": words });
    }
}

/// Every stem, and the last word as a stem or as the beginning of a term.
fn words(search: &SearchQuery) -> Vec<Document> {
    let last = doc! { "search.terms": { "$in": [search.last_stem(), beginning(search.prefix())] } };
    let stems = search.required_stems().iter();
    stems.map(|stem| doc! { "search.terms": stem }).chain([last]).collect()
}

/// A word is letters and digits only, so it needs no escaping, and an anchored one without
/// options enters the index at the word.
pub(super) fn beginning(word: &str) -> Bson {
    let text = |text: String| CString::try_from(text).expect("a word holds no zero byte");
    Bson::RegularExpression(Regex {
        pattern: text(format!("^{word}")),
        options: text(String::new()),
    })
}
