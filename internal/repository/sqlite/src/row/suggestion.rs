//! What is suggested to somebody who types.

use courses_domain::catalogue::{SuggestionEntry, SuggestionKind};
use courses_port::catalogue::Suggestion;
use rusqlite::Row;

use super::{Columns, json};
use crate::error::Failure;

/// The words that lead to a thing, as JSON.
pub(crate) fn suggestion_words(entry: &SuggestionEntry) -> String {
    json(entry.words())
}

/// A suggestion of a kind that the question named.
pub(crate) fn read_suggestion(kind: SuggestionKind, row: &Row<'_>) -> Result<Suggestion, Failure> {
    let it = Columns::of("suggestions", row)?;
    Ok(Suggestion { kind, id: it.id("id")?, title: it.get("title")?, slug: it.get("slug")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_each_stands_once() {
        let entry = SuggestionEntry::build("Linear algebra, linear", None, &["la-1"]).unwrap();
        assert_eq!(suggestion_words(&entry), r#"["1","algebra","la","linear"]"#);
    }
}
