//! Subjects and instructors.

use std::fmt::Debug;

use courses_domain::catalogue::{
    Biography, InstructorEdit, InstructorId, PersonName, SubjectCode, SubjectEdit, SubjectId,
    SubjectTitle,
};
use courses_port::Page;
use courses_port::catalogue::IdPosition;
use courses_usecase::catalogue::{
    CreateInstructor, CreateInstructorInput, CreateSubject, CreateSubjectInput, EditInstructor,
    EditInstructorInput, EditSubject, EditSubjectInput, ListInstructors, ListSubjects,
    ReadInstructor, ReadSubject,
};
use courses_usecase::{Ports, ReadError};

use crate::answer::Answer;
use crate::chance::Chance;

pub(super) async fn create_subject(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let input = CreateSubjectInput {
        code: code(chance),
        title: SubjectTitle::parse(chance.random.pick(&TITLES)).unwrap(),
        idempotency: chance.idempotency(),
    };
    Answer::replying(CreateSubject::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn edit_subject(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let (subject, seen) = subject(chance);
    let title = chance.random.maybe(&TITLES).map(|title| SubjectTitle::parse(title).unwrap());
    let if_match = chance.if_match(seen);
    let input = EditSubjectInput { subject, if_match, edit: SubjectEdit { title } };
    Answer::showing(EditSubject::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn create_instructor(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let input = CreateInstructorInput {
        name: name(chance),
        bio: chance.random.maybe(&TITLES).map(|text| Biography::parse(text).unwrap()),
        external_ids: chance.external_ids(),
        idempotency: chance.idempotency(),
    };
    Answer::replying(CreateInstructor::new(ports).execute(&chance.maker(), input).await)
}

pub(super) async fn edit_instructor(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let (instructor, seen) = instructor(chance);
    let half = |chance: &mut Chance<'_>| chance.random.once_in(2);
    let edit = InstructorEdit {
        name: half(chance).then(|| name(chance)),
        bio: half(chance)
            .then(|| chance.random.maybe(&TITLES).map(|text| Biography::parse(text).unwrap())),
        external_ids: half(chance).then(|| chance.external_ids()),
    };
    let input = EditInstructorInput { instructor, if_match: chance.if_match(seen), edit };
    Answer::showing(EditInstructor::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn read(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    if chance.random.once_in(2) {
        Answer::showing(ReadSubject::new(ports).execute(subject(chance).0).await)
    } else {
        Answer::showing(ReadInstructor::new(ports).execute(instructor(chance).0).await)
    }
}

/// As many as this sequence knows: beyond those come the ones of other sequences.
pub(super) async fn list(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let after = Some(IdPosition(chance.space.last_id()));
    if chance.random.once_in(2) {
        let limit = u32::try_from(chance.known.subjects.len()).unwrap();
        items(ListSubjects::new(ports).execute(after, limit).await)
    } else {
        let limit = u32::try_from(chance.known.instructors.len()).unwrap();
        items(ListInstructors::new(ports).execute(after, limit).await)
    }
}

fn items<T: Debug>(page: Result<Page<T, IdPosition>, ReadError>) -> Answer {
    Answer::of(&page.map(|page| page.items))
}

const TITLES: [&str; 3] = ["Mathematics", "Математика", "Nothing in particular"];

/// One of eight codes.
pub(super) fn code(chance: &mut Chance<'_>) -> SubjectCode {
    SubjectCode::parse(&format!("{}-{}", chance.space.word(), chance.random.below(8))).unwrap()
}

fn name(chance: &mut Chance<'_>) -> PersonName {
    PersonName::parse(chance.random.pick(&["Ada Lovelace", "Софья Ковалевская"])).unwrap()
}

fn subject(chance: &mut Chance<'_>) -> (SubjectId, Option<u64>) {
    let subject = chance.one_of(&chance.known.subjects);
    (subject.map_or_else(|| chance.nothing(), |it| it.id), subject.map(|it| it.version))
}

fn instructor(chance: &mut Chance<'_>) -> (InstructorId, Option<u64>) {
    let instructor = chance.one_of(&chance.known.instructors);
    (instructor.map_or_else(|| chance.nothing(), |it| it.id), instructor.map(|it| it.version))
}
