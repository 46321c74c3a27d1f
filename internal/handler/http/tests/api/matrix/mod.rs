//! Who sees what: every field of every answer for learners × who asks × what is hidden.
//!
//! The fields are read from the contract. Each needs a row in [`rows`], so a new one does not get
//! out before somebody has said who may see it. A field that may be seen is filled here, and one
//! that may not is null, false or empty: both are asserted.

mod fields;
mod rows;
mod world;

use std::collections::BTreeSet;

use courses_domain::catalogue::{LessonKind, Visibility};
use serde_json::Value;

use crate::ask::Ask;
use crate::contract::Contract;
use crate::school::{ADMIN, MODERATOR, OTHER_TEACHER, Person, STUDENT, TEACHER};
use fields::{Field, answers_for_learners, fields_of};
use rows::{ROWS, row};
use world::{ENROLLED, World};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Anonymous,
    Student,
    Enrolled,
    OtherTeacher,
    Owner,
    Moderator,
    Admin,
}

impl Reader {
    const ALL: [Self; 7] = [
        Self::Anonymous,
        Self::Student,
        Self::Enrolled,
        Self::OtherTeacher,
        Self::Owner,
        Self::Moderator,
        Self::Admin,
    ];

    const fn is_staff(self) -> bool {
        matches!(self, Self::Owner | Self::Moderator | Self::Admin)
    }

    const fn person(self) -> Option<Person> {
        match self {
            Self::Anonymous => None,
            Self::Student => Some(STUDENT),
            Self::Enrolled => Some(ENROLLED),
            Self::OtherTeacher => Some(OTHER_TEACHER),
            Self::Owner => Some(TEACHER),
            Self::Moderator => Some(MODERATOR),
            Self::Admin => Some(ADMIN),
        }
    }
}

/// What is visible.
#[expect(clippy::struct_excessive_bools, reason = "each is a level of its own")]
#[derive(Debug, Clone, Copy)]
struct Case {
    course: bool,
    section: bool,
    topic: bool,
    lesson: bool,
    preview: bool,
}

impl Case {
    fn all() -> impl Iterator<Item = Self> {
        (0..32_u8).map(|bits| {
            let is = |bit: u8| bits & (1 << bit) == 0;
            Self { course: is(0), section: is(1), topic: is(2), lesson: is(3), preview: is(4) }
        })
    }
}

fn visibility(visible: bool) -> Visibility {
    if visible { Visibility::Visible } else { Visibility::Hidden }
}

/// What somebody must be, or what must be visible, for a field to be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// To all who get the answer.
    Always,
    /// To all if the course is visible: such lists show the catalogue, to staff too.
    Listed,
    /// If the section is visible.
    Section,
    /// If section and topic are.
    Topic,
    /// If section, topic and lesson are.
    Lesson,
    /// If all that is visible and the lesson is a preview.
    Preview,
    /// If the lesson is visible and open to the reader.
    Content,
    /// If the lesson is there and not open.
    Locked,
    /// As the field that it is a part of.
    AsAround,
    /// Says nothing about what is hidden.
    Aside,
}

impl Shown {
    /// Whether the field is filled; `None` if it does not matter.
    fn expected(self, case: Case, reader: Reader) -> Option<bool> {
        let staff = reader.is_staff();
        let section = staff || case.section;
        let topic = staff || (section && case.topic);
        let lesson = staff || (topic && case.lesson);
        let content = staff || (lesson && (case.preview || reader == Reader::Enrolled));
        Some(match self {
            Self::Always => true,
            Self::Listed => case.course,
            Self::Section => section,
            Self::Topic => topic,
            Self::Lesson => lesson,
            Self::Preview => lesson && case.preview,
            Self::Content => content,
            Self::Locked => topic && !content,
            Self::Aside | Self::AsAround => return None,
        })
    }
}

/// Whether the reader gets the answer at all.
fn is_answered(operation: &str, case: Case, reader: Reader) -> bool {
    let course = reader.is_staff() || case.course;
    match operation {
        "getCourse" | "getCourseBySlug" | "getCourseByKey" | "listCourseLessons" | "listRuns"
        | "getRun" | "getRunAvailability" => course,
        "getLesson" => course && (reader.is_staff() || (case.section && case.topic)),
        "listCourses" | "listTags" | "suggest" | "listSubjects" | "getSubject"
        | "listInstructors" | "getInstructor" => true,
        other => panic!("who gets an answer from {other}?"),
    }
}

#[tokio::test]
async fn every_field_is_filled_for_whom_it_is_meant_and_for_nobody_else() {
    let contract = Contract::read().await;
    let answers = answers_for_learners(&contract);
    let mut wrong = BTreeSet::new();
    let mut asked = 0;
    for case in Case::all() {
        let world = World::new(case).await;
        for reader in Reader::ALL {
            for (operation, path) in &answers.paths {
                let fields = &answers.fields[operation];
                for (target, kind) in world.targets(operation, path) {
                    let ask = world.school.get(&target);
                    let ask = reader.person().into_iter().fold(ask, Ask::by);
                    let answer = ask.send().await;
                    asked += 1;
                    let found = is_answered(operation, case, reader);
                    let (status, wanted) = (answer.status.as_u16(), if found { 200 } else { 404 });
                    if status != wanted {
                        wrong.insert(format!("{operation} {reader:?} {case:?}: {status}"));
                    } else if found {
                        let body = answer.json();
                        let kept = fields.iter().filter(|field| field.is_of(kind));
                        wrong.extend(kept.filter_map(|field| {
                            let expected = row(field).expected(case, reader)?;
                            let is = field.is_filled_in(&body);
                            (is != expected).then(|| {
                                format!("{operation} {field} {reader:?} {case:?}: filled={is}")
                            })
                        }));
                    }
                }
            }
        }
    }
    assert!(asked > 32 * 7 * answers.paths.len(), "{asked}");
    assert!(wrong.is_empty(), "{} are wrong: {wrong:#?}", wrong.len());
}

#[tokio::test]
async fn every_row_is_about_a_field_of_the_contract() {
    let contract = Contract::read().await;
    let answers = answers_for_learners(&contract);
    let fields = answers.fields.values().flatten();
    let fields: BTreeSet<(&str, &str)> =
        fields.map(|field| (field.schema.as_str(), field.name.as_str())).collect();
    for (schema, names, _) in ROWS {
        for name in *names {
            assert!(fields.contains(&(*schema, *name)), "{schema}.{name} is in no such answer");
        }
    }
}

#[tokio::test]
async fn no_answer_for_learners_has_room_for_an_answer_key() {
    let contract = Contract::read().await;
    let mut found = 0;
    for (operation, fields) in fields_of(&contract, |_| true) {
        let key: Vec<&Field> = fields
            .iter()
            .filter(|it| ["correct", "explanation"].contains(&it.name.as_str()))
            .collect();
        let staff = contract.roles(&operation).iter().all(|role| *role != "student");
        assert!(key.is_empty() || staff, "{operation} tells learners {key:?}");
        found += key.len();
    }
    assert!(found > 0, "the drafts have one");
}

#[tokio::test]
async fn a_lesson_of_every_kind_is_asked_for() {
    let all = Case { course: true, section: true, topic: true, lesson: true, preview: true };
    let world = World::new(all).await;
    let kinds: Vec<LessonKind> = world.lessons.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, LessonKind::ALL);
    for (kind, id) in &world.lessons {
        let view: Value = world.school.get(&format!("/v1/lessons/{id}")).gets(200).await.json();
        assert_eq!(view["content"]["kind"], kind.word());
    }
}
