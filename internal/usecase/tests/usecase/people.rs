//! Subjects and instructors.

use courses_domain::catalogue::{
    Biography, InstructorEdit, PersonName, SubjectCode, SubjectEdit, SubjectId, SubjectState,
    SubjectTitle,
};
use courses_domain::shared::ExternalId;
use courses_usecase::catalogue::{
    CreateInstructor, CreateInstructorInput, CreateSubject, CreateSubjectInput, EditInstructor,
    EditInstructorInput, EditSubject, EditSubjectInput, Found, ListInstructors, ListSubjects,
    ReadInstructor, ReadSubject,
};
use courses_usecase::{Precondition, ReadError, Refusal, Request, Taken, WriteError};

use crate::support::{
    School, admin, anonymous, fresh, id, key, moderator, replayed, student, teacher,
};

fn new_subject(code: &str) -> CreateSubjectInput {
    let (code, title) = (SubjectCode::parse(code).unwrap(), SubjectTitle::parse("Title").unwrap());
    CreateSubjectInput { code, title, idempotency: None }
}

fn new_instructor(external: Option<&str>) -> CreateInstructorInput {
    CreateInstructorInput {
        name: PersonName::parse("Ada").unwrap(),
        bio: Biography::parse("Wrote the first program.").ok(),
        external_ids: external
            .map(|key| ExternalId::parse("staff", key).unwrap())
            .into_iter()
            .collect(),
        idempotency: None,
    }
}

async fn retitle(
    school: &School,
    request: &Request,
    subject: SubjectId,
    if_match: Option<Vec<u64>>,
) -> Result<SubjectState, WriteError> {
    let edit = SubjectEdit { title: SubjectTitle::parse("Renamed").ok() };
    let input = EditSubjectInput { subject, if_match, edit };
    EditSubject::new(school.ports.clone()).execute(request, input).await
}

fn refusal<T: std::fmt::Debug>(result: Result<T, WriteError>) -> Refusal {
    match result {
        Err(WriteError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn moderators_and_admins_keep_subjects() {
    let school = School::new();
    let create = CreateSubject::new(school.ports.clone());
    for (request, expected) in [
        (anonymous(), Refusal::Unauthenticated),
        (student(), Refusal::Forbidden),
        (teacher(), Refusal::Forbidden),
    ] {
        assert_eq!(refusal(create.execute(&request, new_subject("math")).await), expected);
        assert_eq!(refusal(retitle(&school, &request, id(9), None).await), expected);
    }
    fresh(create.execute(&moderator(), new_subject("math")).await);
    fresh(create.execute(&admin(), new_subject("cs")).await);
    let taken = create.execute(&admin(), new_subject("math")).await;
    assert!(matches!(taken, Err(WriteError::Taken(Taken::SubjectCode))));
}

#[tokio::test]
async fn a_subject_is_changed_based_on_its_version() {
    let school = School::new();
    let math = school.subject("math", "Mathematics").await;
    let missing = retitle(&school, &admin(), math, None).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let done = retitle(&school, &moderator(), math, Some(vec![1])).await.unwrap();
    assert_eq!((done.version, done.title.as_str()), (2, "Renamed"));
    let old = retitle(&school, &moderator(), math, Some(vec![1])).await;
    assert!(matches!(old, Err(WriteError::Precondition(Precondition::Mismatch { current: 2 }))));
    let (again, commits) = school.commits(retitle(&school, &admin(), math, Some(vec![2]))).await;
    assert_eq!((again.unwrap(), commits), (done.clone(), 0));
    assert_eq!(
        refusal(retitle(&school, &admin(), id(9), Some(Vec::new())).await),
        Refusal::NotFound
    );
    let read = ReadSubject::new(school.ports.clone());
    assert_eq!(read.execute(math).await.unwrap(), Found::Here(done));
    assert!(matches!(read.execute(id(9)).await, Err(ReadError::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn teachers_add_instructors_and_moderators_change_them() {
    let school = School::new();
    let create = CreateInstructor::new(school.ports.clone());
    assert_eq!(refusal(create.execute(&student(), new_instructor(None)).await), Refusal::Forbidden);
    let ada = fresh(create.execute(&teacher(), new_instructor(Some("1"))).await);
    let taken = create.execute(&teacher(), new_instructor(Some("1"))).await;
    assert!(matches!(taken, Err(WriteError::Taken(Taken::ExternalId))));

    let edit = EditInstructor::new(school.ports.clone());
    let clear = |if_match| EditInstructorInput {
        instructor: ada.id,
        if_match,
        edit: InstructorEdit { bio: Some(None), ..InstructorEdit::default() },
    };
    assert_eq!(refusal(edit.execute(&teacher(), clear(None)).await), Refusal::Forbidden);
    let missing = edit.execute(&moderator(), clear(None)).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let done = edit.execute(&moderator(), clear(Some(vec![1]))).await.unwrap();
    assert_eq!((done.version, &done.bio), (2, &None));
    let old = edit.execute(&moderator(), clear(Some(vec![1]))).await;
    assert!(matches!(old, Err(WriteError::Precondition(Precondition::Mismatch { current: 2 }))));
    let (again, commits) = school.commits(edit.execute(&admin(), clear(Some(Vec::new())))).await;
    assert_eq!((again.unwrap(), commits), (done.clone(), 0));
    let unknown = EditInstructorInput { instructor: id(9), ..clear(Some(Vec::new())) };
    assert_eq!(refusal(edit.execute(&admin(), unknown).await), Refusal::NotFound);

    let read = ReadInstructor::new(school.ports.clone());
    assert_eq!(read.execute(ada.id).await.unwrap(), Found::Here(done));
    assert!(matches!(read.execute(id(9)).await, Err(ReadError::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn pages_walk_through_all_newest_first() {
    let school = School::new();
    let (mut subjects, mut instructors) = (Vec::new(), Vec::new());
    for number in 0..5 {
        subjects.insert(0, school.subject(&format!("s{number}"), "Subject").await);
        instructors.insert(0, school.instructor("Somebody").await);
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = ListSubjects::new(school.ports.clone()).execute(after, 2).await.unwrap();
        seen.extend(page.items.iter().map(|it| it.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, subjects);
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = ListInstructors::new(school.ports.clone()).execute(after, 2).await.unwrap();
        seen.extend(page.items.iter().map(|it| it.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, instructors);
}

#[tokio::test]
async fn a_repeated_request_adds_nobody_twice() {
    let school = School::new();
    let create = CreateInstructor::new(school.ports.clone());
    let input = || CreateInstructorInput { idempotency: Some(key("k", 1)), ..new_instructor(None) };
    fresh(create.execute(&teacher(), input()).await);
    replayed(create.execute(&teacher(), input()).await);
    let subject = CreateSubject::new(school.ports.clone());
    let input = || CreateSubjectInput { idempotency: Some(key("s", 1)), ..new_subject("math") };
    fresh(subject.execute(&admin(), input()).await);
    replayed(subject.execute(&admin(), input()).await);
    let all = ListInstructors::new(school.ports.clone()).execute(None, 9).await.unwrap();
    assert_eq!(all.items.len(), 1);
}
