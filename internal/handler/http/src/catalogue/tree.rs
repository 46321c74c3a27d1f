//! The tree of a course: sections, topics, lessons without content.

use courses_domain::catalogue::{
    Heading, Lesson, LessonInput, LessonTitle, Section, SectionInput, Summary, Topic, TopicInput,
};
use courses_domain::shared::Violations;

use crate::fields::{each, optional};
use crate::generated::models;
use crate::number::{signed, small, unsigned};

/// A tree as its author writes it.
pub(super) fn sections(
    violations: &mut Violations,
    raw: Vec<models::SectionInput>,
) -> Vec<SectionInput> {
    each(violations, "/sections", raw, section)
}

fn section(
    violations: &mut Violations,
    at: &str,
    raw: models::SectionInput,
) -> Option<SectionInput> {
    let heading = violations.check(format!("{at}/heading"), Heading::parse(&raw.heading));
    let description = format!("{at}/description");
    let description = optional(violations, &description, raw.description, Summary::parse);
    let topics = each(violations, &format!("{at}/topics"), &raw.topics, topic);
    Some(SectionInput {
        id: raw.id.map(Into::into),
        heading: heading?,
        description,
        visibility: raw.visibility.into(),
        topics,
    })
}

fn topic(violations: &mut Violations, at: &str, raw: &models::TopicInput) -> Option<TopicInput> {
    let heading = violations.check(format!("{at}/heading"), Heading::parse(&raw.heading));
    let lessons = each(violations, &format!("{at}/lessons"), &raw.lessons, lesson);
    Some(TopicInput {
        id: raw.id.map(Into::into),
        heading: heading?,
        visibility: raw.visibility.into(),
        lessons,
    })
}

fn lesson(violations: &mut Violations, at: &str, raw: &models::LessonInput) -> Option<LessonInput> {
    let title = violations.check(format!("{at}/title"), LessonTitle::parse(&raw.title));
    Some(LessonInput {
        id: raw.id.map(Into::into),
        title: title?,
        kind: raw.kind.into(),
        duration_minutes: raw.duration_minutes.map(unsigned),
        preview: raw.preview,
        visibility: raw.visibility.into(),
    })
}

/// A tree as the contract says it.
pub(super) fn shown(sections: &[Section]) -> Vec<models::Section> {
    sections.iter().map(models::Section::from).collect()
}

impl From<&Section> for models::Section {
    fn from(section: &Section) -> Self {
        Self {
            id: section.id.into(),
            heading: section.heading.to_string(),
            description: section.description.as_ref().map(ToString::to_string),
            visibility: section.visibility.into(),
            topics: section.topics.iter().map(models::Topic::from).collect(),
        }
    }
}

impl From<&Topic> for models::Topic {
    fn from(topic: &Topic) -> Self {
        Self {
            id: topic.id.into(),
            heading: topic.heading.to_string(),
            visibility: topic.visibility.into(),
            lessons: topic.lessons.iter().map(models::LessonOutline::from).collect(),
        }
    }
}

impl From<&Lesson> for models::LessonOutline {
    fn from(lesson: &Lesson) -> Self {
        Self {
            id: lesson.id.into(),
            title: lesson.title.to_string(),
            kind: lesson.kind.into(),
            duration_minutes: lesson.duration_minutes.map(small),
            preview: lesson.preview,
            visibility: lesson.visibility.into(),
            version: signed(lesson.version),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_wrong_in_a_tree_is_named_at_its_place() {
        let raw = json!([
            { "heading": " ", "topics": [{ "heading": "Good", "lessons": [{ "title": "\t" }] }] },
            { "heading": "Good", "description": " ", "topics": [
                { "heading": "Good" },
                { "heading": "\n" },
            ] },
        ]);
        let mut violations = Violations::new();
        sections(&mut violations, serde_json::from_value(raw).unwrap());
        let pointers: Vec<_> = violations.as_slice().iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/sections/0/heading",
                "/sections/0/topics/0/lessons/0/title",
                "/sections/1/description",
                "/sections/1/topics/1/heading",
            ]
        );
    }

    #[test]
    fn what_is_not_said_has_its_default() {
        let raw = json!([{ "heading": "H", "topics": [{ "heading": "T", "lessons": [{ "title": "L" }] }] }]);
        let mut violations = Violations::new();
        let tree = sections(&mut violations, serde_json::from_value(raw).unwrap());
        assert!(violations.is_empty());
        let lesson = &tree[0].topics[0].lessons[0];
        assert_eq!(lesson.kind.word(), "text");
        assert_eq!(lesson.visibility.word(), "visible");
        assert!(!lesson.preview && lesson.id.is_none());
    }
}
