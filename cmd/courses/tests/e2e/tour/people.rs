//! Subjects and instructors.

use courses_sdk::prelude::*;
use courses_sdk::{InstructorPatch, SubjectPatch, types};
use futures::TryStreamExt as _;
use serde_json::json;

use crate::support::{Account, Program, TestStore, any_id, body, problem, published};

on_each_store!(
    subjects_are_made_by_the_staff_and_read_by_all,
    instructors_are_made_by_teachers_and_changed_by_the_staff,
    a_course_can_only_name_what_exists,
);

async fn subjects_are_made_by_the_staff_and_read_by_all(store: TestStore) {
    let program = Program::start(&store).await;
    let staff = program.client(&Account::moderator());
    let subject = |code: &str| types::SubjectCreate::builder().code(code).title("Geography");
    let made = staff.create_subject().body(subject("geo")).send().await.unwrap();
    assert_eq!(made.location(), Some(format!("/v1/subjects/{}", *made.id).as_str()));
    let refused = problem(staff.create_subject().body(subject("geo")).send().await);
    assert_eq!((refused.code(), refused.errors[0].pointer.as_str()), ("conflict", "/code"));
    for account in [Account::teacher(), Account::student()] {
        let client = program.client(&account);
        let refused = problem(client.create_subject().body(subject("art")).send().await);
        assert_eq!(refused.code(), "forbidden");
    }

    let title: types::Title = "Earth sciences".parse().unwrap();
    let call = staff.patch_subject().subject_id(made.id.clone()).if_match(&made.version);
    let after = call.body(SubjectPatch::new().title(title)).send().await.unwrap().into_inner();
    assert_eq!((after.title.as_str(), after.code.as_str()), ("Earth sciences", "geo"));
    let read = program.anonymous().get_subject().subject_id(made.id.clone()).send().await.unwrap();
    assert_eq!(read.into_inner(), after);

    for number in 0..6 {
        staff.create_subject().body(subject(&format!("s{number}"))).send().await.unwrap();
    }
    let reader = program.anonymous();
    let all: Vec<types::Subject> =
        reader.list_subjects().limit(3).items().try_collect().await.unwrap();
    let codes: Vec<&str> = all.iter().map(|subject| subject.code.as_str()).collect();
    assert_eq!(codes, ["s5", "s4", "s3", "s2", "s1", "s0", "geo"], "the newest first");
}

async fn instructors_are_made_by_teachers_and_changed_by_the_staff(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = program.client(&Account::teacher());
    let create = json!({
        "name": "Ада Хенсон", "bio": "Teaches.",
        "external_ids": [{ "source": "uni", "key": "Henson, A" }]
    });
    let create: types::InstructorCreate = body(create);
    let made = teacher.create_instructor().body(create.clone()).send().await.unwrap();
    let refused = problem(teacher.create_instructor().body(create).send().await);
    assert_eq!(refused.code(), "conflict");
    assert_eq!(refused.errors[0].pointer, "/external_ids");

    let patch = || InstructorPatch::new().clear_bio();
    let call = teacher.patch_instructor().instructor_id(made.id.clone()).if_match(&made.version);
    assert_eq!(problem(call.body(patch()).send().await).code(), "forbidden");
    let staff = program.client(&Account::admin());
    let call = staff.patch_instructor().instructor_id(made.id.clone()).if_match(&made.version);
    let after = call.body(patch()).send().await.unwrap().into_inner();
    assert_eq!((after.name.as_str(), &after.bio), ("Ада Хенсон", &None));

    let reader = program.anonymous();
    let read = reader.get_instructor().instructor_id(made.id.clone()).send().await.unwrap();
    assert_eq!(read.into_inner(), after);
    let all: Vec<types::Instructor> =
        reader.list_instructors().items().try_collect().await.unwrap();
    assert_eq!(all, [after]);
}

async fn a_course_can_only_name_what_exists(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = program.client(&Account::teacher());
    let course = json!({
        "title": "Rivers", "subject_id": any_id(), "instructor_ids": [any_id()]
    });
    let create: types::CourseCreate = body(course);
    let refused = problem(teacher.create_course().body(create).send().await);
    assert_eq!(refused.code(), "validation-failed");
    let mut pointers: Vec<&str> = refused.errors.iter().map(|it| it.pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/instructor_ids/0", "/subject_id"]);

    let staff = program.client(&Account::admin());
    let subject = types::SubjectCreate::builder().code("geo").title("Geography");
    let subject = staff.create_subject().body(subject).send().await.unwrap();
    let instructor = types::InstructorCreate::builder().name("Ada");
    let instructor = staff.create_instructor().body(instructor).send().await.unwrap();
    let course = json!({
        "title": "Rivers", "subject_id": subject.id, "instructor_ids": [instructor.id]
    });
    let state = published(&teacher, course).await;
    let read = program.anonymous().get_course().course_id(state.id).send().await.unwrap();
    assert_eq!(read.subject_id, Some(subject.id.clone()));
    assert_eq!(read.instructor_ids, std::slice::from_ref(&instructor.id));
}
