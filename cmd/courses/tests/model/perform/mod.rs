//! Does one step in one school.

mod courses;
mod lessons;
mod lists;
mod people;
mod revisions;
mod runs;

use jiff::SignedDuration;

use crate::answer::{Answer, Learned};
use crate::chance::Chance;
use crate::known::{lessons, published_lessons};
use crate::school::School;
use crate::sequence::Act;

/// What was asked for, and what was answered.
pub(crate) struct Done {
    pub(crate) act: Act,
    pub(crate) asked: String,
    pub(crate) answer: Answer,
}

/// Does one step. What exactly is decided by `chance` alone, so every school is asked the same.
pub(crate) async fn perform(school: &School, act: Act, mut chance: Chance<'_>) -> Done {
    let chance = &mut chance;
    let act = fitting(act, chance);
    let ports = school.ports.clone();
    let answer = match act {
        Act::CreateCourse => courses::create(ports, chance).await,
        Act::EditDraft => courses::edit_draft(ports, chance).await,
        Act::EditSettings => courses::edit_settings(ports, chance).await,
        Act::MoveCourse => courses::transition(ports, chance).await,
        Act::DeleteCourse => courses::delete(ports, chance).await,
        Act::ReadCourse => courses::read(ports, chance).await,
        Act::ReadDraft => courses::read_draft(ports, chance).await,
        Act::CreateLesson => lessons::create(ports, chance).await,
        Act::EditLesson => lessons::edit(ports, chance).await,
        Act::DeleteLesson => lessons::delete(ports, chance).await,
        Act::ReadLesson => lessons::read(ports, chance).await,
        Act::ReadDraftLesson => lessons::read_draft(ports, chance).await,
        Act::ListLessons => lessons::list(ports, chance).await,
        Act::CreateRun => runs::create(ports, chance).await,
        Act::EditRun => runs::edit(ports, chance).await,
        Act::MoveRun => runs::transition(ports, chance).await,
        Act::ReadRun => runs::read(ports, chance).await,
        Act::ListRuns => runs::list(ports, chance).await,
        Act::CreateSubject => people::create_subject(ports, chance).await,
        Act::EditSubject => people::edit_subject(ports, chance).await,
        Act::CreateInstructor => people::create_instructor(ports, chance).await,
        Act::EditInstructor => people::edit_instructor(ports, chance).await,
        Act::ReadPeople => people::read(ports, chance).await,
        Act::ListPeople => people::list(ports, chance).await,
        Act::ListCourses => lists::courses(ports, chance).await,
        Act::Suggest => lists::suggestions(ports, chance).await,
        Act::RestoreRevision => revisions::restore(ports, chance).await,
        Act::ReadRevisions => revisions::read(ports, chance).await,
        Act::Wait => {
            school.clock.advance(SignedDuration::from_hours(chance.random.pick(&[1, 20, 400])));
            Answer { text: "time passes".to_owned(), refused: false, learned: Learned::Nothing }
        }
    };
    Done { act, asked: format!("{act:?} by {}", chance.who), answer }
}

/// The act, or what makes something to do it with where nothing is, as a rule.
fn fitting(act: Act, chance: &mut Chance<'_>) -> Act {
    let known = chance.known;
    let (needed, missing) = match act {
        Act::EditRun | Act::MoveRun | Act::ReadRun => (Act::CreateRun, known.runs.is_empty()),
        Act::EditSubject => (Act::CreateSubject, known.subjects.is_empty()),
        Act::ReadPeople if known.subjects.is_empty() => (Act::CreateSubject, true),
        Act::ReadPeople | Act::EditInstructor => {
            (Act::CreateInstructor, known.instructors.is_empty())
        }
        Act::EditLesson | Act::DeleteLesson | Act::ReadDraftLesson => {
            (Act::CreateLesson, !known.courses.iter().any(|it| !lessons(it).is_empty()))
        }
        Act::RestoreRevision | Act::ReadRevisions => {
            (Act::MoveCourse, !known.courses.iter().any(|it| it.published.is_some()))
        }
        Act::ReadLesson => {
            (Act::MoveCourse, !known.courses.iter().any(|it| !published_lessons(it).is_empty()))
        }
        _ => (act, false),
    };
    let act = if missing && !chance.random.once_in(12) { needed } else { act };
    let needs_course =
        !matches!(act, Act::Wait | Act::ListPeople | Act::ListCourses | Act::Suggest)
            && !matches!(act, Act::CreateSubject | Act::CreateInstructor | Act::ReadPeople)
            && !matches!(act, Act::EditSubject | Act::EditInstructor);
    let no_course = needs_course && known.courses.is_empty();
    if no_course && !chance.random.once_in(12) { Act::CreateCourse } else { act }
}
