//! Inputs of requests.

use std::fmt::Debug;
use std::sync::Arc;

use courses_domain::catalogue::{
    AnswerKey, Choice, CourseTitle, DraftEdit, Explanation, Heading, LessonBody, LessonContent,
    LessonInput, LessonKind, LessonTitle, OptionText, Prompt, Question, Quiz, QuizItemId,
    QuizOption, SectionInput, Tags, TopicInput, Visibility,
};
use courses_domain::shared::Slug;
use courses_port::StoredAnswer;
use courses_usecase::Idempotency;
use courses_usecase::catalogue::CreateCourseInput;
use uuid::Uuid;

pub(crate) fn title(text: &str) -> CourseTitle {
    CourseTitle::parse(text).unwrap()
}

pub(crate) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(crate) fn tags(words: &[&str]) -> Tags {
    Tags::parse(words.iter().copied()).unwrap()
}

/// An id of any kind that nothing has.
pub(crate) fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// Any id as a number.
pub(crate) fn number(id: impl Into<Uuid>) -> u128 {
    id.into().as_u128()
}

/// An edit of the title alone.
pub(crate) fn draft(text: &str) -> DraftEdit {
    DraftEdit { title: Some(title(text)), ..DraftEdit::default() }
}

/// A course with a title and nothing else.
pub(crate) fn new_course(title: &str) -> CreateCourseInput {
    CreateCourseInput {
        slug: None,
        external_ids: Vec::new(),
        visibility: Visibility::Visible,
        tags: Tags::default(),
        content: draft(title),
        idempotency: None,
    }
}

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

pub(crate) fn preview(lesson: LessonInput) -> LessonInput {
    LessonInput { preview: true, ..lesson }
}

pub(crate) fn hidden(lesson: LessonInput) -> LessonInput {
    LessonInput { visibility: Visibility::Hidden, ..lesson }
}

pub(crate) fn topic(heading: &str, lessons: Vec<LessonInput>) -> TopicInput {
    let heading = Heading::parse(heading).unwrap();
    TopicInput { id: None, heading, visibility: Visibility::Visible, lessons }
}

pub(crate) fn section(heading: &str, topics: Vec<TopicInput>) -> SectionInput {
    let heading = Heading::parse(heading).unwrap();
    SectionInput { id: None, heading, description: None, visibility: Visibility::Visible, topics }
}

pub(crate) fn body(text: &str) -> LessonContent {
    LessonContent::Text { body: LessonBody::parse(text).unwrap() }
}

/// A quiz of one question, with this explanation of its answer.
pub(crate) fn quiz(explanation: &str) -> LessonContent {
    let id = |raw: &str| QuizItemId::parse(raw).unwrap();
    let option = |raw: &str| QuizOption { id: id(raw), text: OptionText::parse(raw).unwrap() };
    let key =
        AnswerKey { correct: vec![id("b")], explanation: Explanation::parse(explanation).ok() };
    let question = Question {
        id: id("q"),
        prompt: Prompt::parse("Which one?").unwrap(),
        choice: Choice::Single,
        options: vec![option("a"), option("b")],
        points: None,
        key,
    };
    LessonContent::Quiz(Quiz::new(vec![question]).unwrap())
}

/// The wish to get the same answer again; the answer is the output as Rust shows it.
pub(crate) fn key<T: Debug>(key: &str, fingerprint: u8) -> Idempotency<T> {
    Idempotency {
        key: key.to_owned(),
        operation: "operation",
        fingerprint: [fingerprint; 32],
        render: Arc::new(|output| {
            let body = format!("{output:?}").into_bytes();
            Ok(StoredAnswer { status: 201, headers: Vec::new(), body })
        }),
    }
}
