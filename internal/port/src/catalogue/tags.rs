//! The tags of the public catalogue.

/// Which tags of listed courses somebody wants to see, in the order of their code points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagQuery {
    /// What they begin with, as they are written.
    pub prefix: Option<String>,
    /// Where to go on.
    pub after: Option<TagPosition>,
    /// How many items, 1 to 200.
    pub limit: u32,
}

impl TagQuery {
    /// The least text that can be answered.
    #[must_use]
    pub fn first(&self) -> String {
        let prefix = self.prefix.as_deref().unwrap_or_default();
        // No text stands between another one and the same with a zero character behind it.
        let after = self.after.as_ref().map(|after| format!("{}\0", after.0));
        after.filter(|after| after.as_str() > prefix).unwrap_or_else(|| prefix.to_owned())
    }

    /// The least text behind everything that can be answered; `None` if there is no such text.
    #[must_use]
    pub fn end(&self) -> Option<String> {
        let mut end: Vec<char> = self.prefix.as_deref()?.chars().collect();
        while let Some(last) = end.pop() {
            // The range steps over what is no character.
            if let Some(next) = (last..=char::MAX).nth(1) {
                end.push(next);
                return Some(end.into_iter().collect());
            }
        }
        None
    }
}

/// Where a list of tags goes on: the last tag seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagPosition(pub String);

/// A tag and how many listed courses have it, which is never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// The tag.
    pub tag: String,
    /// In how many courses.
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning(prefix: &str) -> TagQuery {
        TagQuery { prefix: Some(prefix.to_owned()), ..TagQuery::default() }
    }

    #[test]
    fn what_begins_with_a_text_stands_between_two_texts() {
        let query = beginning("ru");
        assert_eq!((query.first().as_str(), query.end().as_deref()), ("ru", Some("rv")));
        assert_eq!(beginning("a\u{d7ff}").end().as_deref(), Some("a\u{e000}"));
        assert_eq!(beginning("a\u{10ffff}").end().as_deref(), Some("b"));
        assert_eq!(beginning("\u{10ffff}").end(), None);
        assert_eq!(beginning("").end(), None);
        assert_eq!(TagQuery::default().end(), None);
    }

    #[test]
    fn a_page_begins_right_behind_the_last_one() {
        let after =
            |tag: &str| TagQuery { after: Some(TagPosition(tag.to_owned())), ..beginning("ru") };
        assert_eq!(after("rust").first(), "rust\0");
        assert_eq!(after("algebra").first(), "ru", "a position before the beginning");
    }
}
