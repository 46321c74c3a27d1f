//! What a text may become while somebody types it: the same on every store.
//!
//! Unlike a search this knows no stems, no summary and no relevance: the words of a name are
//! completed as they are written. Whoever types `alg` wants to see `Algebra`, and to see the same
//! again with the next letter.

use std::collections::BTreeSet;

use crate::catalogue::search::words;
use crate::catalogue::{CourseState, InstructorState, SearchQuery, SubjectState};

/// What can be suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A subject.
    Subject,
    /// A course of the public catalogue.
    Course,
    /// An instructor.
    Instructor,
}

impl SuggestionKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Subject, Self::Course, Self::Instructor];

    /// The name of the kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Course => "course",
            Self::Instructor => "instructor",
        }
    }
}

/// What a store keeps so that a thing is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionEntry {
    title: String,
    slug: Option<String>,
    key: String,
    words: BTreeSet<String>,
}

impl SuggestionEntry {
    /// The entry of a thing with this title or name, which other names lead to as well. `None` if
    /// there is no word in any of them.
    #[must_use]
    pub fn build(title: &str, slug: Option<&str>, others: &[&str]) -> Option<Self> {
        let of_title: Vec<String> = words(title).collect();
        let key = of_title.join(" ");
        let of_others = others.iter().flat_map(|other| words(other));
        let words: BTreeSet<String> = of_title.into_iter().chain(of_others).collect();
        let (title, slug) = (title.to_owned(), slug.map(str::to_owned));
        (!words.is_empty()).then_some(Self { title, slug, key, words })
    }

    /// The entry of a course; `None` if it is not listed.
    #[must_use]
    pub fn of_course(state: &CourseState) -> Option<Self> {
        let copy = state.published.as_ref().filter(|_| state.is_listed())?;
        Self::build(copy.content.title.as_str(), Some(state.slug.as_str()), &[])
    }

    /// The entry of a subject; `None` if it went into another one.
    #[must_use]
    pub fn of_subject(state: &SubjectState) -> Option<Self> {
        let standing = state.merged.is_none();
        standing.then(|| Self::build(state.title.as_str(), None, &[state.code.as_str()]))?
    }

    /// The entry of an instructor; `None` if the profile went into another one.
    #[must_use]
    pub fn of_instructor(state: &InstructorState) -> Option<Self> {
        state.merged.is_none().then(|| Self::build(state.name.as_str(), None, &[]))?
    }

    /// The title or name, as it is written.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The slug, which only courses have.
    #[must_use]
    pub fn slug(&self) -> Option<&str> {
        self.slug.as_deref()
    }

    /// The words of the title in their order, with a space between them: what suggestions are
    /// ordered by.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The words that lead here, sorted, each once; never none.
    #[must_use]
    pub const fn words(&self) -> &BTreeSet<String> {
        &self.words
    }
}

/// What somebody has typed so far. A thing is suggested if every word is the beginning of one of its
/// words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionQuery {
    words: Vec<String>,
    text: String,
}

impl SuggestionQuery {
    /// Reads what was typed; `None` if there is no word in it. Of a long text the first
    /// [`SearchQuery::MAX_WORDS`] words count.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<String> = words(text).take(SearchQuery::MAX_WORDS).collect();
        let text = words.join(" ");
        (!words.is_empty()).then_some(Self { words, text })
    }

    /// The words, in the order in which they were typed; never none.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The longest word: where a store does well to begin, because the fewest words begin with it.
    #[must_use]
    pub fn longest(&self) -> &str {
        self.words.iter().max_by_key(|word| word.len()).map_or("", String::as_str)
    }

    /// The words with a space between them. Things whose key begins with it come first.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a thing with this entry is suggested. The meaning that every store follows.
    #[must_use]
    pub fn matches(&self, entry: &SuggestionEntry) -> bool {
        self.words.iter().all(|typed| {
            let next = entry.words.range(typed.clone()..).next();
            next.is_some_and(|word| word.starts_with(typed.as_str()))
        })
    }

    /// What suggestions of one kind are ordered by, least first, and after this by id: titles that
    /// begin with what was typed, then all others. The meaning that every store follows.
    #[must_use]
    pub fn order<'a>(&self, entry: &'a SuggestionEntry) -> (bool, &'a str) {
        (!entry.key.starts_with(&self.text), &entry.key)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(title: &str, others: &[&str]) -> SuggestionEntry {
        SuggestionEntry::build(title, None, others).unwrap()
    }

    fn suggests(typed: &str, entry: &SuggestionEntry) -> bool {
        SuggestionQuery::parse(typed).unwrap().matches(entry)
    }

    #[test]
    fn every_word_typed_is_the_beginning_of_a_word() {
        let algebra = entry("Linear Algebra", &[]);
        for typed in ["alg", "linear alg", "lin alg", "alg linear", "LINEAR-ALGEBRA!", "a"] {
            assert!(suggests(typed, &algebra), "{typed}");
        }
        for typed in ["lgebra", "algebras", "linear calc", "linearalgebra"] {
            assert!(!suggests(typed, &algebra), "{typed}");
        }
    }

    #[test]
    fn nothing_is_stemmed() {
        assert!(!suggests("programs", &entry("Programming", &[])));
        assert!(suggests("programm", &entry("Programming", &[])));
    }

    #[test]
    fn case_and_the_dots_of_yo_do_not_matter() {
        let tree = entry("Ёлки и ПАЛКИ", &[]);
        for typed in ["елк", "ЁЛ", "палки"] {
            assert!(suggests(typed, &tree), "{typed}");
        }
    }

    #[test]
    fn another_name_leads_there_and_does_not_order() {
        let subject = entry("Computer Science", &["cs-101"]);
        for typed in ["cs", "101", "cs comp"] {
            assert!(suggests(typed, &subject), "{typed}");
        }
        assert_eq!(subject.key(), "computer science");
        assert!(SuggestionQuery::parse("cs").unwrap().order(&subject).0);
    }

    #[test]
    fn titles_that_begin_with_what_was_typed_come_first() {
        let query = SuggestionQuery::parse("Linear  al").unwrap();
        assert_eq!((query.text(), query.longest()), ("linear al", "linear"));
        let mut all =
            ["Algebra, linear", "Numerical linear algebra", "Linear algebra", "Linear-Al"]
                .map(|title| entry(title, &[]));
        all.sort_by(|a, b| query.order(a).cmp(&query.order(b)));
        let titles = all.each_ref().map(SuggestionEntry::title);
        let expected =
            ["Linear-Al", "Linear algebra", "Algebra, linear", "Numerical linear algebra"];
        assert_eq!(titles, expected);
    }

    #[test]
    fn without_a_word_there_is_neither_query_nor_entry() {
        assert_eq!(SuggestionQuery::parse(" !? "), None);
        assert_eq!(SuggestionEntry::build("?!", None, &["--"]), None);
    }

    #[test]
    fn a_long_text_is_cut_after_twelve_words() {
        let long = "word ".repeat(40);
        assert_eq!(SuggestionQuery::parse(&long).unwrap().words().len(), SearchQuery::MAX_WORDS);
    }

    proptest! {
        #[test]
        fn every_title_is_suggested_by_its_own_beginnings(
            title in "[a-zа-яё]{1,8}( [a-zа-яё]{1,8}){0,5}", cut in 1..20_usize,
        ) {
            let typed: String = title.chars().take(cut).collect();
            let entry = entry(&title, &[]);
            prop_assert!(suggests(&typed, &entry));
            let query = SuggestionQuery::parse(&typed).unwrap();
            prop_assert!(!query.order(&entry).0);
        }
    }
}
