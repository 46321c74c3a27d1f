//! The content of a course as JSON: the same shape for the draft and the published copy.

use std::borrow::Cow;
use std::error::Error;

use courses_domain::catalogue::{
    CourseContent, CourseTitle, Credits, Description, Heading, Lesson, LessonKind, LessonTitle,
    Level, Prerequisites, Section, Summary, Topic, Visibility,
};
use courses_domain::shared::{LanguageTag, WebUrl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::value::UnknownWord;

type Text<'a> = Cow<'a, str>;
type Bad = Box<dyn Error + Send + Sync>;

/// [`CourseContent`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ContentRow<'a> {
    title: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Uuid>,
    level: Text<'a>,
    language: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prerequisites: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    instructors: Vec<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sections: Vec<SectionRow<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SectionRow<'a> {
    id: Uuid,
    heading: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text<'a>>,
    visibility: Text<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    topics: Vec<TopicRow<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct TopicRow<'a> {
    id: Uuid,
    heading: Text<'a>,
    visibility: Text<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lessons: Vec<LessonRow<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct LessonRow<'a> {
    id: Uuid,
    title: Text<'a>,
    kind: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_minutes: Option<u32>,
    preview: bool,
    visibility: Text<'a>,
    version: u64,
}

impl<'a> From<&'a CourseContent> for ContentRow<'a> {
    fn from(content: &'a CourseContent) -> Self {
        Self {
            title: content.title.as_str().into(),
            summary: content.summary.as_ref().map(|it| it.as_str().into()),
            description: content.description.as_ref().map(|it| it.as_str().into()),
            subject: content.subject_id.map(Uuid::from),
            level: content.level.word().into(),
            language: content.language.as_str().into(),
            credits: content.credits.map(|it| (it.min(), it.max())),
            prerequisites: content.prerequisites.as_ref().map(|it| it.as_str().into()),
            instructors: content.instructor_ids.iter().copied().map(Uuid::from).collect(),
            image_url: content.image_url.as_ref().map(|it| it.as_str().into()),
            sections: content.sections.iter().map(SectionRow::from).collect(),
        }
    }
}

impl<'a> From<&'a Section> for SectionRow<'a> {
    fn from(section: &'a Section) -> Self {
        Self {
            id: section.id.into(),
            heading: section.heading.as_str().into(),
            description: section.description.as_ref().map(|it| it.as_str().into()),
            visibility: section.visibility.word().into(),
            topics: section.topics.iter().map(TopicRow::from).collect(),
        }
    }
}

impl<'a> From<&'a Topic> for TopicRow<'a> {
    fn from(topic: &'a Topic) -> Self {
        Self {
            id: topic.id.into(),
            heading: topic.heading.as_str().into(),
            visibility: topic.visibility.word().into(),
            lessons: topic.lessons.iter().map(LessonRow::from).collect(),
        }
    }
}

impl<'a> From<&'a Lesson> for LessonRow<'a> {
    fn from(lesson: &'a Lesson) -> Self {
        Self {
            id: lesson.id.into(),
            title: lesson.title.as_str().into(),
            kind: lesson.kind.word().into(),
            duration_minutes: lesson.duration_minutes,
            preview: lesson.preview,
            visibility: lesson.visibility.word().into(),
            version: lesson.version,
        }
    }
}

impl TryFrom<ContentRow<'_>> for CourseContent {
    type Error = Bad;

    fn try_from(row: ContentRow<'_>) -> Result<Self, Bad> {
        Ok(Self {
            title: CourseTitle::parse(&row.title)?,
            summary: row.summary.map(|it| Summary::parse(&it)).transpose()?,
            description: row.description.map(|it| Description::parse(&it)).transpose()?,
            subject_id: row.subject.map(Into::into),
            level: Level::parse(&row.level).ok_or(UnknownWord)?,
            language: LanguageTag::parse(&row.language)?,
            credits: row.credits.map(|(min, max)| Credits::new(min, max)).transpose()?,
            prerequisites: row.prerequisites.map(|it| Prerequisites::parse(&it)).transpose()?,
            instructor_ids: row.instructors.into_iter().map(Into::into).collect(),
            image_url: row.image_url.map(|it| WebUrl::parse(&it)).transpose()?,
            sections: row.sections.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<SectionRow<'_>> for Section {
    type Error = Bad;

    fn try_from(row: SectionRow<'_>) -> Result<Self, Bad> {
        Ok(Self {
            id: row.id.into(),
            heading: Heading::parse(&row.heading)?,
            description: row.description.map(|it| Summary::parse(&it)).transpose()?,
            visibility: Visibility::parse(&row.visibility).ok_or(UnknownWord)?,
            topics: row.topics.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<TopicRow<'_>> for Topic {
    type Error = Bad;

    fn try_from(row: TopicRow<'_>) -> Result<Self, Bad> {
        Ok(Self {
            id: row.id.into(),
            heading: Heading::parse(&row.heading)?,
            visibility: Visibility::parse(&row.visibility).ok_or(UnknownWord)?,
            lessons: row.lessons.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<LessonRow<'_>> for Lesson {
    type Error = Bad;

    fn try_from(row: LessonRow<'_>) -> Result<Self, Bad> {
        Ok(Self {
            id: row.id.into(),
            title: LessonTitle::parse(&row.title)?,
            kind: LessonKind::parse(&row.kind).ok_or(UnknownWord)?,
            duration_minutes: row.duration_minutes,
            preview: row.preview,
            visibility: Visibility::parse(&row.visibility).ok_or(UnknownWord)?,
            version: row.version,
        })
    }
}

#[cfg(test)]
mod tests {
    use courses_testkit::build::Make;

    use super::*;
    use crate::row::json;

    #[test]
    fn content_becomes_json_and_back() {
        let mut make = Make::new(1);
        let title = CourseTitle::parse("Plain").unwrap();
        let plain = CourseContent::titled(title, LanguageTag::english());
        for content in [make.rich_content(), plain] {
            let text = json(&ContentRow::from(&content));
            let row: ContentRow<'_> = serde_json::from_str(&text).unwrap();
            assert_eq!(CourseContent::try_from(row).unwrap(), content);
        }
    }
}
