//! How text is searched: the same stems on every store.
//!
//! A store's own text index would stem differently from the next store's, so stems are computed
//! here, in English and Russian by the script of each word, and a store only has to match words
//! exactly. Relevance is a sum of whole numbers that depends on the document and the query
//! alone, so that walking through pages stays exact while other documents come and go.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

/// A field of a course that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SearchField {
    /// The title.
    Title,
    /// The tags.
    Tags,
    /// Code and title of the subject.
    Subject,
    /// The names of the instructors.
    Instructors,
    /// The short text.
    Summary,
    /// The beginning of the long text.
    Description,
}

impl SearchField {
    /// Every field.
    pub const ALL: [Self; 6] = [
        Self::Title,
        Self::Tags,
        Self::Subject,
        Self::Instructors,
        Self::Summary,
        Self::Description,
    ];

    /// What a word of the query found in this field adds to the relevance.
    #[must_use]
    pub const fn weight(self) -> u32 {
        match self {
            Self::Title => 16,
            Self::Tags | Self::Subject => 8,
            Self::Instructors => 4,
            Self::Summary => 2,
            Self::Description => 1,
        }
    }

    /// Whether an unfinished word is completed to the words of this field as they are written,
    /// and not only to their stems. Each word costs an entry of an index.
    #[must_use]
    pub const fn is_completed(self) -> bool {
        match self {
            Self::Title | Self::Tags | Self::Subject | Self::Instructors => true,
            Self::Summary | Self::Description => false,
        }
    }

    /// The name of the field.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Tags => "tags",
            Self::Subject => "subject",
            Self::Instructors => "instructors",
            Self::Summary => "summary",
            Self::Description => "description",
        }
    }
}

/// The texts a course is found by.
#[derive(Debug, Clone, Copy, Default)]
pub struct SearchSource<'a> {
    /// The title.
    pub title: &'a str,
    /// The tags.
    pub tags: &'a [&'a str],
    /// Code and title of the subject.
    pub subject: &'a [&'a str],
    /// The names of the instructors.
    pub instructors: &'a [&'a str],
    /// The short text.
    pub summary: &'a str,
    /// The long text.
    pub description: &'a str,
}

/// What a store keeps so that a course is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchEntry {
    terms: BTreeSet<String>,
    stems: [BTreeSet<String>; 6],
}

impl SearchEntry {
    /// How many characters of the long text are searched.
    pub const DESCRIPTION_CHARS: usize = 300;

    /// Builds the entry of a course.
    #[must_use]
    pub fn build(source: &SearchSource<'_>) -> Self {
        let excerpt = source.description.char_indices().nth(Self::DESCRIPTION_CHARS);
        let excerpt = excerpt.map_or(source.description, |(end, _)| &source.description[..end]);
        let stems = Stems::new();
        let mut entry = Self::default();
        let mut add = |field, text: &str| entry.add(&stems, field, text);
        add(SearchField::Title, source.title);
        source.tags.iter().for_each(|text| add(SearchField::Tags, text));
        source.subject.iter().for_each(|text| add(SearchField::Subject, text));
        source.instructors.iter().for_each(|text| add(SearchField::Instructors, text));
        add(SearchField::Summary, source.summary);
        add(SearchField::Description, excerpt);
        entry
    }

    /// Everything the course is found by, sorted, each once: the stems of every field, and the
    /// words as written of the fields that people complete while they type.
    #[must_use]
    pub const fn terms(&self) -> &BTreeSet<String> {
        &self.terms
    }

    /// The stems in one field, sorted, each once.
    #[must_use]
    pub const fn stems(&self, field: SearchField) -> &BTreeSet<String> {
        &self.stems[field as usize]
    }

    fn add(&mut self, stems: &Stems, field: SearchField, text: &str) {
        for word in words(text) {
            let stem = stems.of(&word);
            let of_field = &mut self.stems[field as usize];
            if !of_field.contains(&stem) {
                of_field.insert(stem.clone());
                self.terms.insert(stem);
            }
            if field.is_completed() {
                self.terms.insert(word);
            }
        }
    }
}

/// What somebody looks for. A course matches if every word is found: as a stem, and the last
/// word also as the beginning of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    stems: Vec<String>,
    last: (String, String),
}

impl SearchQuery {
    /// The most words that are looked at.
    pub const MAX_WORDS: usize = 12;

    /// Reads a query; `None` if it has no word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let stemmer = Stems::new();
        let mut words: Vec<String> = words(text).take(Self::MAX_WORDS).collect();
        let last = words.pop()?;
        let mut stems: Vec<String> = Vec::new();
        for word in words {
            let stem = stemmer.of(&word);
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        let stem = stemmer.of(&last);
        Some(Self { stems, last: (stem, last) })
    }

    /// The stems that must be among the terms, without that of the last word.
    #[must_use]
    pub fn required_stems(&self) -> &[String] {
        &self.stems
    }

    /// The stem of the last word; it or [`Self::prefix`] must be found.
    #[must_use]
    pub fn last_stem(&self) -> &str {
        &self.last.0
    }

    /// The last word as written: any term may begin with it.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.last.1
    }

    /// All stems, each once: what the relevance counts.
    #[must_use]
    pub fn scored_stems(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.stems.iter().map(String::as_str).collect();
        if !all.contains(&self.last_stem()) {
            all.push(self.last_stem());
        }
        all
    }

    /// Whether a course with this entry is found. The meaning that every store follows.
    #[must_use]
    pub fn matches(&self, entry: &SearchEntry) -> bool {
        let prefix = self.prefix();
        self.stems.iter().all(|stem| entry.terms.contains(stem))
            && (entry.terms.contains(self.last_stem())
                || entry
                    .terms
                    .range(prefix.to_owned()..)
                    .next()
                    .is_some_and(|term| term.starts_with(prefix)))
    }

    /// How relevant a course with this entry is. The meaning that every store follows.
    #[must_use]
    pub fn score(&self, entry: &SearchEntry) -> u32 {
        let stems = self.scored_stems();
        SearchField::ALL
            .into_iter()
            .map(|field| {
                let found = stems.iter().filter(|stem| entry.stems(field).contains(**stem));
                field.weight() * u32::try_from(found.count()).unwrap_or(u32::MAX)
            })
            .sum()
    }
}

struct Stems {
    english: Stemmer,
    russian: Stemmer,
}

thread_local! {
    /// Stems of words that were met lately: the same few thousand words make up most of a
    /// catalogue, and finding a stem costs ten times as much as looking it up.
    static KNOWN: RefCell<HashMap<String, String>> = RefCell::default();
}

/// The most words that a thread remembers: some hundreds of kilobytes.
const MOST_KNOWN: usize = 4_096;

impl Stems {
    fn new() -> Self {
        Self {
            english: Stemmer::create(Algorithm::English),
            russian: Stemmer::create(Algorithm::Russian),
        }
    }

    fn of(&self, word: &str) -> String {
        KNOWN.with_borrow_mut(|known| {
            if let Some(stem) = known.get(word) {
                return stem.clone();
            }
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
            let stem = self.find(word);
            known.insert(word.to_owned(), stem.clone());
            stem
        })
    }

    fn find(&self, word: &str) -> String {
        let cyrillic = word.chars().any(|c| ('\u{0400}'..='\u{04ff}').contains(&c));
        let stemmer = if cyrillic { &self.russian } else { &self.english };
        stemmer.stem(word).into_owned()
    }
}

/// The words of a text: letters and digits, lower case, at most 40 characters each.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| {
        word.chars()
            .flat_map(char::to_lowercase)
            .map(|c| if c == 'ё' { 'е' } else { c })
            .filter(|c| c.is_alphanumeric())
            .take(40)
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(title: &str, summary: &str) -> SearchEntry {
        SearchEntry::build(&SearchSource { title, summary, ..SearchSource::default() })
    }

    fn finds(query: &str, entry: &SearchEntry) -> bool {
        SearchQuery::parse(query).unwrap().matches(entry)
    }

    #[test]
    fn other_forms_of_a_word_are_found_in_english_and_russian() {
        assert!(finds("programs", &entry("Programming in Rust", "")));
        assert!(finds("основами алгебры", &entry("Основы алгебры", "")));
        assert!(!finds("chemistry", &entry("Programming in Rust", "")));
    }

    #[test]
    fn every_word_must_be_found_and_the_last_may_be_unfinished() {
        let course = entry("Linear algebra", "vectors");
        assert!(finds("linear alg", &course));
        assert!(!finds("alg linear", &course));
        assert!(!finds("linear chemistry", &course));
    }

    #[test]
    fn a_word_in_the_title_counts_more_than_one_in_the_summary() {
        let query = SearchQuery::parse("algebra").unwrap();
        let by_title = query.score(&entry("Algebra", ""));
        assert!(by_title > query.score(&entry("Numbers", "algebra")));
    }

    #[test]
    fn a_query_without_words_is_no_query() {
        assert_eq!(SearchQuery::parse(" !? "), None);
    }

    #[test]
    fn case_and_the_dots_of_yo_do_not_matter() {
        let course = entry("Ёлки и RUST", "");
        for query in ["елки", "ЁЛКИ", "rust", "Rust елка"] {
            assert!(finds(query, &course), "{query}");
        }
    }

    #[test]
    fn a_course_is_found_by_every_field_with_its_weight() {
        let course = SearchEntry::build(&SearchSource {
            title: "alpha",
            tags: &["beta"],
            subject: &["gamma", "delta"],
            instructors: &["epsilon zeta"],
            summary: "eta",
            description: "theta",
        });
        let score = |text| {
            let query = SearchQuery::parse(text).unwrap();
            assert!(query.matches(&course), "{text}");
            query.score(&course)
        };
        for (text, weight) in [
            ("alpha", 16),
            ("beta", 8),
            ("gamma", 8),
            ("delta", 8),
            ("zeta", 4),
            ("eta", 2),
            ("theta", 1),
            ("theta alpha", 17),
            ("alpha alpha", 16),
            ("alp", 0),
        ] {
            assert_eq!(score(text), weight, "{text}");
        }
        let words: Vec<&str> = SearchField::ALL.into_iter().map(SearchField::word).collect();
        assert_eq!(words, ["title", "tags", "subject", "instructors", "summary", "description"]);
    }

    #[test]
    fn only_the_beginning_of_the_long_text_is_searched() {
        let padding = "x ".repeat(SearchEntry::DESCRIPTION_CHARS / 2);
        let described = |text: &str| {
            SearchEntry::build(&SearchSource { description: text, ..SearchSource::default() })
        };
        assert!(finds("needle", &described(&format!("needle {padding}"))));
        assert!(!finds("needle", &described(&format!("{padding} needle"))));
    }

    #[test]
    fn a_long_query_is_cut_after_twelve_words() {
        let long: Vec<String> = (0..20).map(|number| format!("word{number}")).collect();
        let query = SearchQuery::parse(&long.join(" ")).unwrap();
        assert_eq!(query.required_stems().len() + 1, SearchQuery::MAX_WORDS);
        assert_eq!(query.prefix(), "word11");
    }

    proptest! {
        #[test]
        fn any_text_can_be_searched_and_searched_for(text in ".{0,60}", query in ".{0,20}") {
            let course = entry(&text, &text);
            prop_assert!(course.terms().iter().all(|term| !term.is_empty()));
            prop_assert!(course.stems(SearchField::Title).iter().all(|it| course.terms().contains(it)));
            if let Some(query) = SearchQuery::parse(&query) {
                let most: u32 = SearchField::ALL.into_iter().map(SearchField::weight).sum();
                let stems = query.scored_stems();
                prop_assert!(query.score(&course) <= most * u32::try_from(stems.len()).unwrap());
                if query.score(&course) > 0 {
                    let found = stems.iter().any(|stem| course.terms().contains(*stem));
                    prop_assert!(found);
                }
            }
        }

        #[test]
        fn a_word_of_a_text_finds_it_alone_in_any_case(text in "\\PC{1,40}") {
            for word in words(&text).take(SearchQuery::MAX_WORDS) {
                prop_assert!(finds(&word, &entry(&text, "")), "{}", word);
            }
        }

        #[test]
        fn the_beginning_of_any_word_finds_it(word in "[a-zа-я]{3,12}", cut in 1..12_usize) {
            let start: String = word.chars().take(cut).collect();
            prop_assert!(finds(&start, &entry(&word, "")));
        }

        #[test]
        fn every_course_is_found_by_its_own_title(title in "[a-zа-я]{1,8}( [a-zа-я]{1,8}){0,5}") {
            prop_assert!(finds(&title, &entry(&title, "")));
        }
    }
}
