//! Lessons.

use courses_domain::catalogue::{CourseId, LessonEdit, Lifecycle};
use courses_port::catalogue::IdPosition;
use courses_usecase::Ports;
use courses_usecase::catalogue::{
    CreateDraftLesson, CreateDraftLessonInput, DeleteDraftLesson, DeleteDraftLessonInput,
    EditDraftLesson, EditDraftLessonInput, ListDraftLessons, ListLessons, ListLessonsInput,
    ReadDraft, ReadDraftLesson, ReadLesson,
};

use crate::answer::Answer;
use crate::chance::Chance;
use crate::known::{published_lessons, topics};
use crate::school::admin;

pub(super) async fn create(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course =
        chance.course_where(|it| it.lifecycle != Lifecycle::Archived && !topics(it).is_empty());
    let id = chance.id_of(course);
    let input = CreateDraftLessonInput {
        course: id,
        topic: chance.topic_of(course),
        position: chance.random.maybe(&[0, 1, 9]),
        lesson: chance.lesson(),
        content: chance.random.once_in(2).then(|| chance.lesson_content()),
        idempotency: chance.idempotency(),
    };
    let made = CreateDraftLesson::new(ports.clone()).execute(&chance.request(), input).await;
    with_draft(ports, Answer::of(&made), id).await
}

pub(super) async fn edit(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.taught_course();
    let (id, (lesson, seen)) = (chance.id_of(course), chance.lesson_of(course));
    let half = |chance: &mut Chance<'_>| chance.random.once_in(2);
    let input = EditDraftLessonInput {
        course: id,
        lesson,
        if_match: chance.if_match(seen),
        edit: LessonEdit {
            topic: chance.random.once_in(4).then(|| chance.topic_of(course)),
            position: chance.random.maybe(&[0, 1, 9]),
            title: half(chance).then(|| chance.lesson_title()),
            kind: chance.random.once_in(4).then(|| chance.lesson_kind()),
            duration_minutes: half(chance).then(|| chance.random.maybe(&[0, 45])),
            preview: half(chance).then(|| chance.random.once_in(2)),
            visibility: half(chance).then(|| chance.visibility()),
        },
        content: half(chance).then(|| half(chance).then(|| chance.lesson_content())),
    };
    let edited = EditDraftLesson::new(ports.clone()).execute(&chance.request(), input).await;
    with_draft(ports, Answer::of(&edited), id).await
}

pub(super) async fn delete(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.taught_course();
    let (id, (lesson, seen)) = (chance.id_of(course), chance.lesson_of(course));
    let input = DeleteDraftLessonInput { course: id, lesson, if_match: chance.if_match(seen) };
    let deleted = DeleteDraftLesson::new(ports.clone()).execute(&chance.request(), input).await;
    with_draft(ports, Answer::of(&deleted), id).await
}

/// The answer of a change of a lesson, and the draft after it.
async fn with_draft(ports: Ports, changed: Answer, course: CourseId) -> Answer {
    let draft = Answer::showing(ReadDraft::new(ports).execute(&admin(), course).await);
    let text = format!("{}, and then {}", changed.text, draft.text);
    Answer { text, refused: changed.refused, learned: draft.learned }
}

pub(super) async fn read(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.course_where(|it| !published_lessons(it).is_empty());
    let published = course.map(published_lessons).unwrap_or_default();
    let lesson = match published.as_slice() {
        [] => chance.lesson_of(course).0,
        _ if chance.random.once_in(12) => chance.lesson_of(course).0,
        published => chance.random.pick(published),
    };
    Answer::of(&ReadLesson::new(ports).execute(&chance.request(), lesson).await)
}

pub(super) async fn read_draft(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.taught_course();
    let (lesson, _) = chance.lesson_of(course);
    let course = chance.id_of(course);
    Answer::of(&ReadDraftLesson::new(ports).execute(&chance.request(), course, lesson).await)
}

pub(super) async fn list(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let of_public = chance.random.once_in(2);
    let course = chance.course_where(|it| it.is_listed() || !of_public);
    let after = chance.random.once_in(3).then(|| IdPosition(chance.lesson_of(course).0.into()));
    let (course, limit) = (chance.id_of(course), chance.random.pick(&[1, 2, 50]));
    let input = ListLessonsInput { course, after, limit };
    if of_public {
        Answer::of(&ListLessons::new(ports).execute(&chance.request(), input).await)
    } else {
        Answer::of(&ListDraftLessons::new(ports).execute(&chance.request(), input).await)
    }
}
