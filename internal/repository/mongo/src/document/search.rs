//! What a course is found by.

use std::collections::BTreeSet;

use courses_domain::catalogue::{SearchEntry, SearchField};
use serde::{Serialize, Serializer};

/// `terms` is what the index holds, `stems` by field is what the relevance counts.
#[derive(Debug, Serialize)]
pub(crate) struct SearchDocument<'a> {
    terms: &'a BTreeSet<String>,
    stems: Stems<'a>,
}

#[derive(Debug)]
struct Stems<'a>(&'a SearchEntry);

impl Serialize for Stems<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of_field = |field: SearchField| (field.word(), self.0.stems(field));
        serializer.collect_map(SearchField::ALL.into_iter().map(of_field))
    }
}

impl<'a> From<&'a SearchEntry> for SearchDocument<'a> {
    fn from(entry: &'a SearchEntry) -> Self {
        Self { terms: entry.terms(), stems: Stems(entry) }
    }
}
