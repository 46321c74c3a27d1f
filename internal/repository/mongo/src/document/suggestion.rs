//! What is suggested to somebody who types: a part of the documents of courses, subjects and
//! instructors, and the projection that it is read by.

use std::collections::BTreeSet;

use courses_domain::catalogue::{SuggestionEntry, SuggestionKind};
use courses_port::catalogue::Suggestion;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Record;
use crate::convert::to_id;
use crate::error::BadField;

/// The field `suggest`, which is null in what is not suggested. It says title and slug once more,
/// because an index can hold them only beside `words`, and whoever types waits for the index alone.
#[derive(Debug, Serialize)]
pub(crate) struct SuggestionDocument {
    words: BTreeSet<String>,
    key: String,
    title: String,
    slug: Option<String>,
}

impl From<SuggestionEntry> for SuggestionDocument {
    fn from(entry: SuggestionEntry) -> Self {
        Self {
            words: entry.words().clone(),
            key: entry.key().to_owned(),
            title: entry.title().to_owned(),
            slug: entry.slug().map(str::to_owned),
        }
    }
}

/// The projection of a document that is suggested.
#[derive(Debug, Deserialize)]
pub(crate) struct SuggestedDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    suggest: ShownDocument,
}

#[derive(Debug, Deserialize)]
struct ShownDocument {
    title: String,
    #[serde(default)]
    slug: Option<String>,
}

/// A suggestion that does not know yet of which kind it is: that is the collection it lies in.
pub(crate) struct Suggested {
    id: Uuid,
    title: String,
    slug: Option<String>,
}

impl Suggested {
    /// The suggestion.
    pub(crate) fn of(self, kind: SuggestionKind) -> Suggestion {
        Suggestion { kind, id: self.id, title: self.title, slug: self.slug }
    }
}

impl Record for SuggestedDocument {
    type Entity = Suggested;

    fn into_entity(self) -> Result<Suggested, BadField> {
        let ShownDocument { title, slug } = self.suggest;
        Ok(Suggested { id: to_id(self.id), title, slug })
    }
}

#[cfg(test)]
mod tests {
    use bson::{RawDocumentBuf, doc};
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn an_entry_becomes_a_suggestion() {
        let state = Make::new(1).course("Linear algebra");
        let entry = SuggestionEntry::of_course(&state).unwrap();
        let suggest = encode(&SuggestionDocument::from(entry));
        assert_eq!(suggest.get_array("words").unwrap().len(), 2);
        assert_eq!(suggest.get_str("key").unwrap(), "linear algebra");

        let id = crate::convert::to_binary(state.id);
        let raw = RawDocumentBuf::try_from(&doc! { "_id": id, "suggest": suggest }).unwrap();
        let found = decode::<SuggestedDocument>("courses", &raw).unwrap();

        let expected = Suggestion {
            kind: SuggestionKind::Course,
            id: state.id.into(),
            title: "Linear algebra".to_owned(),
            slug: Some(state.slug.to_string()),
        };
        assert_eq!(found.of(SuggestionKind::Course), expected);
    }
}
