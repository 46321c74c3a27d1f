//! Values that several tests of the catalogue begin with.

use jiff::Timestamp;
use uuid::Uuid;

use crate::catalogue::{
    Course, CourseTitle, DraftEdit, Heading, Lesson, LessonBody, LessonContent, LessonInput,
    LessonKind, LessonTitle, NewCourse, Section, SectionInput, Tags, Topic, TopicInput, Visibility,
    lessons_of,
};
use crate::shared::Slug;

/// So many seconds after the first of January 1970.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// Ids that count up after `first`.
pub(crate) fn ids_after(first: u128) -> impl FnMut() -> Uuid {
    let mut last = first;
    move || {
        last += 1;
        Uuid::from_u128(last)
    }
}

pub(crate) fn title(text: &str) -> CourseTitle {
    CourseTitle::parse(text).unwrap()
}

pub(crate) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(crate) fn tags(words: &[&str]) -> Tags {
    Tags::parse(words.iter().copied()).unwrap()
}

pub(crate) fn body(text: &str) -> LessonContent {
    LessonContent::Text { body: LessonBody::parse(text).unwrap() }
}

/// A new lesson of kind `text`.
pub(crate) fn lesson(title: &str) -> LessonInput {
    LessonInput {
        id: None,
        title: LessonTitle::parse(title).unwrap(),
        kind: LessonKind::Text,
        duration_minutes: None,
        preview: false,
        visibility: Visibility::Visible,
    }
}

/// A new topic.
pub(crate) fn topic(heading: &str, lessons: Vec<LessonInput>) -> TopicInput {
    let heading = Heading::parse(heading).unwrap();
    TopicInput { id: None, heading, visibility: Visibility::Visible, lessons }
}

/// A new section.
pub(crate) fn section(heading: &str, topics: Vec<TopicInput>) -> SectionInput {
    let heading = Heading::parse(heading).unwrap();
    SectionInput { id: None, heading, description: None, visibility: Visibility::Visible, topics }
}

/// An edit of the tree alone.
pub(crate) fn tree(sections: Vec<SectionInput>) -> DraftEdit {
    DraftEdit { sections: Some(sections), ..DraftEdit::default() }
}

/// What is needed for a course with this tree; its id is 1, its owner 2.
pub(crate) fn new_course(sections: Vec<SectionInput>) -> NewCourse {
    NewCourse {
        id: Uuid::from_u128(1).into(),
        owner: Uuid::from_u128(2).into(),
        slug: slug("first-slug"),
        external_ids: Vec::new(),
        visibility: Visibility::Visible,
        tags: Tags::default(),
        content: DraftEdit { title: Some(title("Rust")), ..tree(sections) },
    }
}

/// A course that was made with this tree at second 0 and stored.
pub(crate) fn course(sections: Vec<SectionInput>) -> Course {
    stored(Course::create(new_course(sections), at(0), &mut ids_after(100)).unwrap())
}

/// The course as it is read again after it was committed.
pub(crate) fn stored(course: Course) -> Course {
    Course::restore(course.into_change().state)
}

/// What an author sends who changes nothing.
pub(crate) fn sent_back(sections: &[Section]) -> Vec<SectionInput> {
    let lesson = |it: &Lesson| LessonInput {
        id: Some(it.id),
        title: it.title.clone(),
        kind: it.kind,
        duration_minutes: it.duration_minutes,
        preview: it.preview,
        visibility: it.visibility,
    };
    let topic = |it: &Topic| TopicInput {
        id: Some(it.id),
        heading: it.heading.clone(),
        visibility: it.visibility,
        lessons: it.lessons.iter().map(lesson).collect(),
    };
    let section = |it: &Section| SectionInput {
        id: Some(it.id),
        heading: it.heading.clone(),
        description: it.description.clone(),
        visibility: it.visibility,
        topics: it.topics.iter().map(topic).collect(),
    };
    sections.iter().map(section).collect()
}

/// The ids of the lessons of a tree in reading order.
pub(crate) fn lesson_ids(sections: &[Section]) -> Vec<crate::catalogue::LessonId> {
    lessons_of(sections).map(|(.., lesson)| lesson.id).collect()
}
