//! What a course teaches, as its author writes it: the same shape in the draft and in the
//! published copy.

use crate::catalogue::merging::replace_one;
use crate::catalogue::{Credits, InstructorId, Replacement, Section, SubjectId};
use crate::shared::{Coded, LanguageTag, TextError, Violations, WebUrl, keep_first, text_value};

text_value! {
    /// A course title.
    CourseTitle, 200
}
text_value! {
    /// A short text for lists.
    Summary, 1_000
}
text_value! {
    /// The long text of a course, in Markdown.
    Description, 50_000
}
text_value! {
    /// What a learner should know before, in words.
    Prerequisites, 2_000
}
text_value! {
    /// A word that authors group courses by.
    Tag, 32
}

/// How much a course expects of its learners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Introductory,
    /// The basics.
    Intermediate,
    /// A lot.
    Advanced,
    /// It suits everybody.
    All,
}

impl Level {
    /// Every level.
    pub const EVERY: [Self; 4] =
        [Self::Introductory, Self::Intermediate, Self::Advanced, Self::All];

    /// The word for this level.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Introductory => "introductory",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
            Self::All => "all",
        }
    }

    /// The level with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|level| level.word() == word)
    }
}

/// The tags of a course: at most [`Tags::MAX`], in the order given, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(Vec<Tag>);

/// Why a list is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("has {actual} entries, at most {max} are allowed")]
pub struct TooMany {
    /// The most allowed.
    pub max: usize,
    /// The number counted.
    pub actual: usize,
}

impl Coded for TooMany {
    fn code(&self) -> &'static str {
        "too-many-items"
    }
}

impl Tags {
    /// The most tags a course can have.
    pub const MAX: usize = 20;

    /// Accepts tags and drops repetitions.
    ///
    /// # Errors
    ///
    /// [`Violations`] at `/tags/<index>` for each refused tag, at `/tags` if there are too many.
    pub fn parse<'a>(raw: impl IntoIterator<Item = &'a str>) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let mut tags: Vec<Tag> = Vec::new();
        for (index, text) in raw.into_iter().enumerate() {
            let parsed: Result<Tag, TextError> = Tag::parse(text);
            if let Some(tag) = violations.check(format!("/tags/{index}"), parsed)
                && !tags.contains(&tag)
            {
                tags.push(tag);
            }
        }
        if tags.len() > Self::MAX {
            let refused = TooMany { max: Self::MAX, actual: tags.len() };
            violations.add("/tags", refused.code(), refused);
        }
        violations.into_result().map(|()| Self(tags))
    }

    /// The tags.
    #[must_use]
    pub fn as_slice(&self) -> &[Tag] {
        &self.0
    }
}

/// What a course teaches. Lessons stand here without their content, which is kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseContent {
    /// What it is called.
    pub title: CourseTitle,
    /// A short text for lists.
    pub summary: Option<Summary>,
    /// The long text.
    pub description: Option<Description>,
    /// The field of study.
    pub subject_id: Option<SubjectId>,
    /// What it expects of learners.
    pub level: Level,
    /// The language it is taught in.
    pub language: LanguageTag,
    /// What it counts for.
    pub credits: Option<Credits>,
    /// What a learner should know before.
    pub prerequisites: Option<Prerequisites>,
    /// Who teaches it, at most [`CourseContent::MAX_INSTRUCTORS`], each once.
    pub instructor_ids: Vec<InstructorId>,
    /// A picture.
    pub image_url: Option<WebUrl>,
    /// The tree of sections, topics and lessons.
    pub sections: Vec<Section>,
}

impl CourseContent {
    /// The most instructors a course can name.
    pub const MAX_INSTRUCTORS: usize = 20;

    /// Content with a title alone.
    #[must_use]
    pub const fn titled(title: CourseTitle, language: LanguageTag) -> Self {
        Self {
            title,
            summary: None,
            description: None,
            subject_id: None,
            level: Level::All,
            language,
            credits: None,
            prerequisites: None,
            instructor_ids: Vec::new(),
            image_url: None,
            sections: Vec::new(),
        }
    }

    /// Whether anything was replaced.
    pub(super) fn replace(&mut self, replacement: Replacement) -> bool {
        match replacement {
            Replacement::Subject { from, to } => {
                let named = self.subject_id == Some(from);
                if named {
                    self.subject_id = Some(to);
                }
                named
            }
            Replacement::Instructor { from, to } => replace_one(&mut self.instructor_ids, from, to),
        }
    }

    /// Drops repeated instructors and refuses too many.
    pub(crate) fn check_instructors(&mut self) -> Result<(), Violations> {
        keep_first(&mut self.instructor_ids);
        let actual = self.instructor_ids.len();
        if actual > Self::MAX_INSTRUCTORS {
            let refused = TooMany { max: Self::MAX_INSTRUCTORS, actual };
            return Err(Violations::one("/instructor_ids", refused.code(), refused));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(tags: &Tags) -> Vec<&str> {
        tags.as_slice().iter().map(Tag::as_str).collect()
    }

    #[test]
    fn a_tag_stands_once_in_the_order_given() {
        let tags = Tags::parse(["rust", " algebra ", "rust", "Rust"]).unwrap();
        assert_eq!(texts(&tags), ["rust", "algebra", "Rust"]);
    }

    #[test]
    fn each_refused_tag_is_named_by_its_place() {
        let long = "x".repeat(33);
        let refused = Tags::parse(["good", "", &long]).unwrap_err().into_vec();
        let found: Vec<_> = refused.iter().map(|it| (it.pointer.as_str(), it.code)).collect();
        assert_eq!(found, [("/tags/1", "too-short"), ("/tags/2", "too-long")]);
    }

    #[test]
    fn repetitions_do_not_count_against_the_most() {
        let many: Vec<String> = (0..=Tags::MAX).map(|number| number.to_string()).collect();
        let most = || many.iter().take(Tags::MAX).map(String::as_str);
        assert!(Tags::parse(most().chain(most())).is_ok());
        let refused = Tags::parse(many.iter().map(String::as_str)).unwrap_err().into_vec();
        assert_eq!((refused[0].pointer.as_str(), refused[0].code), ("/tags", "too-many-items"));
    }

    #[test]
    fn a_level_is_known_by_its_word() {
        for level in Level::EVERY {
            assert_eq!(Level::parse(level.word()), Some(level));
        }
        assert_eq!(Level::parse("hard"), None);
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_unchanged(raw in prop::collection::vec("[ a-cA-C]{0,3}", 0..25)) {
            if let Ok(tags) = Tags::parse(raw.iter().map(String::as_str)) {
                prop_assert_eq!(Tags::parse(texts(&tags)), Ok(tags.clone()));
            }
        }

        #[test]
        fn a_title_is_parsed_once_and_for_all(raw in "\\PC{0,210}") {
            if let Ok(title) = CourseTitle::parse(&raw) {
                prop_assert_eq!(CourseTitle::parse(title.as_str()), Ok(title));
            }
        }
    }
}
