//! The content of lessons, kept apart from the course so that no list ever carries it.

use crate::catalogue::{LessonId, LessonKind, Quiz, QuizSheet};
use crate::shared::{WebUrl, text_value};

text_value! {
    /// The text of a lesson or the transcript of a video.
    LessonBody, 200_000
}
text_value! {
    /// The media type of a file, such as `application/pdf`.
    MediaType, 127
}

/// What is in a lesson, as its author writes it. Learners get [`LearnerContent`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LessonContent {
    /// Something to read, in Markdown.
    Text {
        /// The text.
        body: LessonBody,
    },
    /// Something to watch.
    Video {
        /// Where the video is.
        url: WebUrl,
        /// What is said in it.
        transcript: Option<LessonBody>,
    },
    /// Something to download.
    File {
        /// Where the file is.
        url: WebUrl,
        /// What kind of file it is.
        media_type: Option<MediaType>,
        /// How large it is.
        size_bytes: Option<u64>,
    },
    /// Something elsewhere.
    Link {
        /// Where it is.
        url: WebUrl,
    },
    /// Questions to answer, and the answers.
    Quiz(Quiz),
}

impl LessonContent {
    /// The kind of lesson this content belongs to.
    #[must_use]
    pub const fn kind(&self) -> LessonKind {
        match self {
            Self::Text { .. } => LessonKind::Text,
            Self::Video { .. } => LessonKind::Video,
            Self::File { .. } => LessonKind::File,
            Self::Link { .. } => LessonKind::Link,
            Self::Quiz(_) => LessonKind::Quiz,
        }
    }
}

/// What a learner gets in a lesson: the same, but a quiz without its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LearnerContent {
    /// Something to read, in Markdown.
    Text {
        /// The text.
        body: LessonBody,
    },
    /// Something to watch.
    Video {
        /// Where the video is.
        url: WebUrl,
        /// What is said in it.
        transcript: Option<LessonBody>,
    },
    /// Something to download.
    File {
        /// Where the file is.
        url: WebUrl,
        /// What kind of file it is.
        media_type: Option<MediaType>,
        /// How large it is.
        size_bytes: Option<u64>,
    },
    /// Something elsewhere.
    Link {
        /// Where it is.
        url: WebUrl,
    },
    /// Questions to answer.
    Quiz(QuizSheet),
}

impl From<LessonContent> for LearnerContent {
    fn from(content: LessonContent) -> Self {
        match content {
            LessonContent::Text { body } => Self::Text { body },
            LessonContent::Video { url, transcript } => Self::Video { url, transcript },
            LessonContent::File { url, media_type, size_bytes } => {
                Self::File { url, media_type, size_bytes }
            }
            LessonContent::Link { url } => Self::Link { url },
            LessonContent::Quiz(quiz) => Self::Quiz(quiz.into()),
        }
    }
}

/// Which copy of a course a lesson's content belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LessonCopy {
    /// The one that authors edit.
    Draft,
    /// The one that learners read.
    Published,
}

/// A change of the content of one lesson of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LessonWrite {
    /// Sets the content; `None` for a lesson that has none yet.
    Put(LessonId, Option<LessonContent>),
    /// Sets the content to what the lesson said in the revision of this number.
    Restore(LessonId, u32),
    /// Removes the lesson's record.
    Remove(LessonId),
}
