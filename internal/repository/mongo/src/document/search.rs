//! What a course is found by.

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{SearchEntry, SearchField};

/// `terms` is what the index holds, `stems` by field is what the relevance counts.
pub(crate) fn search_document(entry: &SearchEntry) -> Document {
    let list = |words: &std::collections::BTreeSet<String>| {
        Bson::Array(words.iter().map(|word| Bson::from(word.as_str())).collect())
    };
    let stems: Document = SearchField::ALL
        .into_iter()
        .map(|field| (field.word().to_owned(), list(entry.stems(field))))
        .collect();
    doc! { "terms": list(entry.terms()), "stems": stems }
}
