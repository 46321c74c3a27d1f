//! Deleting a course.

use courses_domain::catalogue::{CourseId, Mode, RunDetails, RunId, RunKey, Transition};
use courses_port::catalogue::CatalogueReader as _;
use courses_usecase::catalogue::{CreateRun, CreateRunInput, DeleteCourse, DeleteCourseInput};
use courses_usecase::{Precondition, Refusal, Request, WriteError};

use crate::support::{
    School, anonymous, fresh, lesson, moderator, other_teacher, section, student, teacher, topic,
};

async fn delete(
    school: &School,
    request: &Request,
    course: CourseId,
    if_match: Option<Vec<u64>>,
) -> Result<(), WriteError> {
    let input = DeleteCourseInput { course, if_match };
    DeleteCourse::new(school.ports.clone()).execute(request, input).await
}

async fn add_run(school: &School, course: CourseId, key: &str) -> RunId {
    let key = RunKey::parse(key).unwrap();
    let details = RunDetails::blank(Mode::Online);
    let input = CreateRunInput { course, key, details, idempotency: None };
    fresh(CreateRun::new(school.ports.clone()).execute(&teacher(), input).await).id
}

#[tokio::test]
async fn a_course_goes_away_with_its_runs_in_one_commit() {
    let school = School::new();
    let tree = vec![section("One", vec![topic("A", vec![lesson("a")])])];
    let course = school.course_with(tree).await;
    let runs = [add_run(&school, course.id, "1").await, add_run(&school, course.id, "2").await];
    let owner = teacher();
    let deleting = delete(&school, &owner, course.id, Some(vec![1]));
    let (done, commits) = school.commits(deleting).await;
    done.unwrap();
    assert_eq!(commits, 1);
    assert_eq!(school.store.find_course(course.id).await.unwrap(), None);
    for run in runs {
        assert_eq!(school.store.find_run(run).await.unwrap(), None);
    }
    let types: Vec<String> = school.events().await.into_iter().map(|it| it.type_name).collect();
    for (name, count) in [("course.deleted", 1), ("run.deleted", 2)] {
        assert_eq!(types.iter().filter(|it| *it == name).count(), count, "{name}");
    }
    let again = delete(&school, &teacher(), course.id, Some(Vec::new())).await;
    assert!(matches!(again, Err(WriteError::Refused(Refusal::NotFound))));
    let slug = course.slug;
    assert_eq!(school.course("Rust").await.slug, slug, "its slug is free again");
}

#[tokio::test]
async fn what_was_ever_published_stays() {
    let school = School::new();
    let course = school.published("Rust").await;
    for transition in [None, Some(Transition::Unpublish), Some(Transition::Archive)] {
        if let Some(transition) = transition {
            fresh(school.move_to(&teacher(), course.id, transition).await);
        }
        let refused = delete(&school, &teacher(), course.id, Some(Vec::new())).await;
        assert!(matches!(refused, Err(WriteError::EverPublished(_))));
    }
}

#[tokio::test]
async fn a_deletion_names_the_version_it_is_based_on() {
    let school = School::new();
    let course = school.course("Rust").await;
    let missing = delete(&school, &teacher(), course.id, None).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let old = delete(&school, &teacher(), course.id, Some(vec![2])).await;
    let expected = Precondition::Mismatch { current: 1 };
    assert!(matches!(old, Err(WriteError::Precondition(it)) if it == expected));
}

#[tokio::test]
async fn only_owner_and_admin_delete() {
    let school = School::new();
    let draft = school.course("Draft").await;
    let listed = school.published("Listed").await;
    for (request, course, expected) in [
        (student(), draft.id, Refusal::NotFound),
        (other_teacher(), draft.id, Refusal::NotFound),
        (moderator(), draft.id, Refusal::Forbidden),
        (other_teacher(), listed.id, Refusal::Forbidden),
        (anonymous(), listed.id, Refusal::Unauthenticated),
    ] {
        let refused = delete(&school, &request, course, Some(Vec::new())).await;
        let Err(WriteError::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal, expected, "{request:?}");
    }
}

#[tokio::test]
async fn a_course_with_hundreds_of_runs_stays() {
    let school = School::new();
    let course = school.course("Rust").await;
    for number in 0..200 {
        add_run(&school, course.id, &number.to_string()).await;
    }
    let last = add_run(&school, course.id, "one too many").await;
    let refused = delete(&school, &teacher(), course.id, Some(Vec::new())).await;
    assert!(matches!(refused, Err(WriteError::TooManyRuns)));
    assert!(school.store.find_run(last).await.unwrap().is_some());
}
