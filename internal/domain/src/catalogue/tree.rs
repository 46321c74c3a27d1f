//! The tree of a course: sections hold topics, topics hold lessons.

use crate::catalogue::{LessonId, SectionId, TopicId};
use crate::shared::text_value;

text_value! {
    /// The heading of a section or topic.
    Heading, 200
}
text_value! {
    /// The title of a lesson.
    LessonTitle, 200
}

/// Whether readers without special rights see what is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Visibility {
    /// Everybody sees it.
    #[default]
    Visible,
    /// Only staff sees it.
    Hidden,
}

impl Visibility {
    /// The word for this visibility.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Hidden => "hidden",
        }
    }

    /// The visibility with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Visible, Self::Hidden].into_iter().find(|one| one.word() == word)
    }
}

/// What a lesson is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LessonKind {
    /// Something to read.
    Text,
    /// Something to watch.
    Video,
    /// Something to download.
    File,
    /// Something elsewhere.
    Link,
    /// Questions to answer.
    Quiz,
}

impl LessonKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Text, Self::Video, Self::File, Self::Link, Self::Quiz];

    /// The word for this kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Video => "video",
            Self::File => "file",
            Self::Link => "link",
            Self::Quiz => "quiz",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A part of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// Its heading.
    pub heading: Heading,
    /// What it is about.
    pub description: Option<crate::catalogue::Summary>,
    /// Who sees what is below.
    pub visibility: Visibility,
    /// Its topics, at most [`Section::MAX_TOPICS`].
    pub topics: Vec<Topic>,
}

impl Section {
    /// The most sections of a course.
    pub const MAX_SECTIONS: usize = 100;
    /// The most topics of a section.
    pub const MAX_TOPICS: usize = 100;
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Its heading.
    pub heading: Heading,
    /// Who sees what is below.
    pub visibility: Visibility,
    /// Its lessons, at most [`Topic::MAX_LESSONS`].
    pub lessons: Vec<Lesson>,
}

impl Topic {
    /// The most lessons of a topic.
    pub const MAX_LESSONS: usize = 200;
    /// The most lessons of a course.
    pub const MAX_LESSONS_OF_COURSE: usize = 1_000;
}

/// A lesson without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its id.
    pub id: LessonId,
    /// Its title.
    pub title: LessonTitle,
    /// What it is made of.
    pub kind: LessonKind,
    /// How long it takes, in minutes.
    pub duration_minutes: Option<u32>,
    /// Whether readers without access see its content.
    pub preview: bool,
    /// Who sees it.
    pub visibility: Visibility,
    /// The version of the draft in which it last changed.
    pub version: u64,
}

impl Lesson {
    /// The longest lesson, in minutes.
    pub const MAX_DURATION_MINUTES: u32 = 10_000;
}

/// All lessons of a tree with the section and topic they stand in, in reading order.
pub fn lessons_of(sections: &[Section]) -> impl Iterator<Item = (&Section, &Topic, &Lesson)> {
    sections.iter().flat_map(|section| {
        section
            .topics
            .iter()
            .flat_map(move |topic| topic.lessons.iter().map(move |lesson| (section, topic, lesson)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for kind in LessonKind::ALL {
            assert_eq!(LessonKind::parse(kind.word()), Some(kind));
        }
        for visibility in [Visibility::Visible, Visibility::Hidden] {
            assert_eq!(Visibility::parse(visibility.word()), Some(visibility));
        }
        assert_eq!((LessonKind::parse("exam"), Visibility::parse("secret")), (None, None));
        assert_eq!(Visibility::default(), Visibility::Visible);
    }
}
