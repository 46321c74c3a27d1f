//! The tree of a course inside its content.

use courses_domain::catalogue::{
    Heading, Lesson, LessonKind, LessonTitle, Section, Summary, Topic, Visibility,
};
use serde::{Deserialize, Serialize};

use crate::convert::{to_binary, to_id, to_long, to_number};
use crate::error::{BadField, InField};

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SectionDocument {
    id: bson::Uuid,
    heading: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    visibility: String,
    topics: Vec<TopicDocument>,
}

#[derive(Debug, Serialize, Deserialize)]
struct TopicDocument {
    id: bson::Uuid,
    heading: String,
    visibility: String,
    lessons: Vec<LessonDocument>,
}

#[derive(Debug, Serialize, Deserialize)]
struct LessonDocument {
    id: bson::Uuid,
    title: String,
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duration_minutes: Option<i64>,
    preview: bool,
    visibility: String,
    version: i64,
}

impl From<&Section> for SectionDocument {
    fn from(section: &Section) -> Self {
        Self {
            id: to_binary(section.id),
            heading: section.heading.as_str().to_owned(),
            description: section.description.as_ref().map(|text| text.as_str().to_owned()),
            visibility: section.visibility.word().to_owned(),
            topics: section.topics.iter().map(TopicDocument::from).collect(),
        }
    }
}

impl From<&Topic> for TopicDocument {
    fn from(topic: &Topic) -> Self {
        Self {
            id: to_binary(topic.id),
            heading: topic.heading.as_str().to_owned(),
            visibility: topic.visibility.word().to_owned(),
            lessons: topic.lessons.iter().map(LessonDocument::from).collect(),
        }
    }
}

impl From<&Lesson> for LessonDocument {
    fn from(lesson: &Lesson) -> Self {
        Self {
            id: to_binary(lesson.id),
            title: lesson.title.as_str().to_owned(),
            kind: lesson.kind.word().to_owned(),
            duration_minutes: lesson.duration_minutes.map(i64::from),
            preview: lesson.preview,
            visibility: lesson.visibility.word().to_owned(),
            version: to_long(lesson.version),
        }
    }
}

/// Converts each element of a list and names the place of a bad one.
fn each<D, T>(
    name: &str,
    documents: Vec<D>,
    convert: impl Fn(D) -> Result<T, BadField>,
) -> Result<Vec<T>, BadField> {
    let numbered = documents.into_iter().enumerate();
    let named = |(at, document)| {
        convert(document).map_err(|err: BadField| err.within(format_args!("{name}.{at}")))
    };
    numbered.map(named).collect()
}

/// The tree of a content document.
pub(super) fn to_sections(documents: Vec<SectionDocument>) -> Result<Vec<Section>, BadField> {
    each("sections", documents, |section| {
        Ok(Section {
            id: to_id(section.id),
            heading: Heading::parse(&section.heading).in_field("heading")?,
            description: section
                .description
                .map(|text| Summary::parse(&text))
                .transpose()
                .in_field("description")?,
            visibility: Visibility::parse(&section.visibility).in_field("visibility")?,
            topics: each("topics", section.topics, to_topic)?,
        })
    })
}

fn to_topic(topic: TopicDocument) -> Result<Topic, BadField> {
    Ok(Topic {
        id: to_id(topic.id),
        heading: Heading::parse(&topic.heading).in_field("heading")?,
        visibility: Visibility::parse(&topic.visibility).in_field("visibility")?,
        lessons: each("lessons", topic.lessons, |lesson| to_lesson(&lesson))?,
    })
}

fn to_lesson(lesson: &LessonDocument) -> Result<Lesson, BadField> {
    Ok(Lesson {
        id: to_id(lesson.id),
        title: LessonTitle::parse(&lesson.title).in_field("title")?,
        kind: LessonKind::parse(&lesson.kind).in_field("kind")?,
        duration_minutes: lesson
            .duration_minutes
            .map(|minutes| to_number(minutes, "duration_minutes"))
            .transpose()?,
        preview: lesson.preview,
        visibility: Visibility::parse(&lesson.visibility).in_field("visibility")?,
        version: to_number(lesson.version, "version")?,
    })
}
