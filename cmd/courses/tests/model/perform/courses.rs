//! Courses and their drafts.

use courses_domain::catalogue::{
    Credits, Description, DraftEdit, Level, SettingsEdit, Summary, Transition,
};
use courses_domain::shared::{ExternalId, LanguageTag};
use courses_usecase::Ports;
use courses_usecase::catalogue::{
    CourseName, CreateCourse, CreateCourseInput, DeleteCourse, DeleteCourseInput, EditCourse,
    EditCourseInput, EditDraft, EditDraftInput, MoveCourse, MoveCourseInput, ReadCourse, ReadDraft,
};

use crate::answer::{Answer, Learned};
use crate::chance::Chance;

pub(super) async fn create(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let mut content = edit(chance, &[]);
    content.title = Some(chance.title());
    if !chance.random.once_in(3) {
        content.sections = Some(chance.tree(&[]));
    }
    let input = CreateCourseInput {
        slug: chance.random.once_in(4).then(|| chance.slug()),
        external_ids: chance.external_ids(),
        visibility: chance.visibility(),
        tags: chance.tags(),
        content,
        idempotency: chance.idempotency(),
    };
    Answer::replying(CreateCourse::new(ports).execute(&chance.maker(), input).await)
}

pub(super) async fn edit_draft(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.open_course();
    let sections = course.map(|it| it.draft.content.sections.as_slice()).unwrap_or_default();
    let input = EditDraftInput {
        course: chance.id_of(course),
        if_match: chance.if_match(course.map(|it| it.draft.version)),
        edit: edit(chance, sections),
    };
    Answer::showing(EditDraft::new(ports).execute(&chance.request(), input).await)
}

/// Every field is set now and then, and cleared.
fn edit(chance: &mut Chance<'_>, sections: &[courses_domain::catalogue::Section]) -> DraftEdit {
    let mut edit = DraftEdit::default();
    for _ in 0..=chance.random.below(3) {
        let clear = chance.random.once_in(4);
        match chance.random.below(9) {
            0 => edit.title = Some(chance.title()),
            1 => edit.summary = Some((!clear).then(|| Summary::parse("Кратко о курсе").unwrap())),
            2 => {
                let words = ["linear algebra", "основы программирования"];
                let text = Description::parse(chance.random.pick(&words)).unwrap();
                edit.description = Some((!clear).then_some(text));
            }
            3 if chance.known.subjects.is_empty() => {}
            3 => edit.subject_id = Some((!clear).then(|| chance.subject_id())),
            4 => edit.level = Some(chance.random.pick(&[Level::All, Level::Advanced])),
            5 => {
                let language = LanguageTag::parse(chance.random.pick(&["en", "ru"])).unwrap();
                edit.language = Some(language);
            }
            6 => edit.credits = Some((!clear).then(|| Credits::new(100, 300).unwrap())),
            7 => edit.instructor_ids = Some(chance.instructor_ids()),
            _ => edit.sections = Some(chance.tree(sections)),
        }
    }
    edit
}

pub(super) async fn edit_settings(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.open_course();
    let random = |chance: &mut Chance<'_>| chance.random.once_in(2);
    let input = EditCourseInput {
        course: chance.id_of(course),
        if_match: chance.if_match(course.map(|it| it.version)),
        edit: SettingsEdit {
            slug: random(chance).then(|| chance.slug()),
            visibility: random(chance).then(|| chance.visibility()),
            tags: random(chance).then(|| chance.tags()),
            external_ids: random(chance).then(|| chance.external_ids()),
        },
    };
    Answer::showing(EditCourse::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn transition(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.course();
    let mut all: Vec<_> = Transition::ALL.into_iter().chain([Transition::Publish; 5]).collect();
    if let Some(course) = course
        && !chance.random.once_in(12)
    {
        all.retain(|it| course.lifecycle.after(*it).is_ok());
    }
    let input = MoveCourseInput {
        course: chance.id_of(course),
        transition: chance.random.pick(&all),
        idempotency: chance.idempotency(),
    };
    Answer::replying(MoveCourse::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn delete(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.course_where(|it| it.first_published_at.is_none());
    let (course, seen) = (chance.id_of(course), course.map(|it| it.version));
    let input = DeleteCourseInput { course, if_match: chance.if_match(seen) };
    let result = DeleteCourse::new(ports).execute(&chance.request(), input).await;
    let learned = if result.is_ok() { Learned::Gone(course) } else { Learned::Nothing };
    Answer { learned, ..Answer::of(&result) }
}

pub(super) async fn read(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.course();
    let id = chance.id_of(course);
    let name = match chance.random.below(4) {
        0 => CourseName::Slug(course.map_or_else(|| chance.slug(), |it| it.slug.clone())),
        1 if chance.random.once_in(5) => CourseName::Slug(chance.slug()),
        2 if chance.random.once_in(5) || course.is_some_and(|it| !it.external_ids.is_empty()) => {
            let any = ExternalId::parse("uni", &format!("{}/1", chance.space.word())).unwrap();
            let own = course.and_then(|it| it.external_ids.first().cloned());
            CourseName::External(own.unwrap_or(any))
        }
        _ => CourseName::Id(id),
    };
    Answer::of(&ReadCourse::new(ports).execute(&chance.request(), name).await)
}

pub(super) async fn read_draft(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = chance.course();
    let id = chance.id_of(course);
    Answer::showing(ReadDraft::new(ports).execute(&chance.request(), id).await)
}
