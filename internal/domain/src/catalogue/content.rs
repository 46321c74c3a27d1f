//! What a course teaches, as its author writes it: the same shape in the draft and in the
//! published copy.

use crate::catalogue::{Credits, InstructorId, Section, SubjectId, TopicId, tree::Topic};
use crate::shared::{Coded, LanguageTag, TextError, Violations, WebUrl, text_value};

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

    /// The topic with this id.
    #[must_use]
    pub fn topic(&self, id: TopicId) -> Option<&Topic> {
        self.sections.iter().flat_map(|section| &section.topics).find(|topic| topic.id == id)
    }

    /// Drops repeated instructors and refuses too many.
    pub(crate) fn check_instructors(&mut self) -> Result<(), Violations> {
        let mut seen = Vec::with_capacity(self.instructor_ids.len());
        self.instructor_ids.retain(|id| {
            let new = !seen.contains(id);
            seen.push(*id);
            new
        });
        let actual = self.instructor_ids.len();
        if actual > Self::MAX_INSTRUCTORS {
            let refused = TooMany { max: Self::MAX_INSTRUCTORS, actual };
            return Err(Violations::one("/instructor_ids", refused.code(), refused));
        }
        Ok(())
    }
}
