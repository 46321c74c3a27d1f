//! Reading a published course.

use courses_domain::catalogue::{SectionInput, Summary, Transition, Visibility};
use courses_domain::shared::ExternalId;
use courses_usecase::catalogue::{CourseName, CreateCourseInput, FoundCourse, ReadCourse};
use courses_usecase::{ReadError, Refusal, Request};

use crate::support::{
    School, admin, anonymous, fresh, hidden, id, lesson, moderator, new_course, other_teacher,
    section, student, teacher, topic,
};

async fn read(
    school: &School,
    request: &Request,
    name: CourseName,
) -> Result<FoundCourse, ReadError> {
    ReadCourse::new(school.ports.clone()).execute(request, name).await
}

fn everybody() -> [Request; 6] {
    [anonymous(), student(), other_teacher(), teacher(), moderator(), admin()]
}

fn not_found(found: &Result<FoundCourse, ReadError>) -> bool {
    matches!(found, Err(ReadError::Refused(Refusal::NotFound)))
}

fn names() -> (ExternalId, CreateCourseInput) {
    let key = ExternalId::parse("uiuc", "CS 101").unwrap();
    let input = CreateCourseInput { external_ids: vec![key.clone()], ..new_course("Rust") };
    (key, input)
}

#[tokio::test]
async fn everybody_reads_a_listed_course_by_each_of_its_names() {
    let school = School::new();
    let (key, input) = names();
    let course = fresh(school.create(&teacher(), input).await);
    school.publish(course.id).await;
    for request in everybody() {
        let names = [
            CourseName::Id(course.id),
            CourseName::Slug(course.slug.clone()),
            CourseName::External(key.clone()),
        ];
        for name in names {
            let found = read(&school, &request, name.clone()).await.unwrap();
            assert!(matches!(found, FoundCourse::Here(it) if it.id == course.id), "{name:?}");
        }
    }
}

#[tokio::test]
async fn a_course_that_was_never_published_is_not_found_by_anybody() {
    let school = School::new();
    let (key, input) = names();
    let course = fresh(school.create(&teacher(), input).await);
    for request in everybody() {
        for name in [
            CourseName::Id(course.id),
            CourseName::Slug(course.slug.clone()),
            CourseName::External(key.clone()),
            CourseName::Id(id(9_999)),
        ] {
            assert!(not_found(&read(&school, &request, name).await), "{request:?}");
        }
    }
}

#[tokio::test]
async fn only_staff_reads_a_course_that_left_the_catalogue() {
    let school = School::new();
    let course = school.published("Rust").await;
    for transition in [Transition::Unpublish, Transition::Archive] {
        fresh(school.move_to(&teacher(), course.id, transition).await);
        for request in [anonymous(), student(), other_teacher()] {
            assert!(not_found(&read(&school, &request, CourseName::Id(course.id)).await));
        }
        for request in [teacher(), moderator(), admin()] {
            assert!(read(&school, &request, CourseName::Id(course.id)).await.is_ok());
        }
    }
}

#[tokio::test]
async fn hidden_parts_are_blank_for_readers_and_there_for_staff() {
    let school = School::new();
    let secret = SectionInput {
        visibility: Visibility::Hidden,
        description: Summary::parse("Secret").ok(),
        ..section("Hidden", vec![topic("T", vec![lesson("x")])])
    };
    let open = section("Open", vec![topic("T", vec![lesson("a"), hidden(lesson("b"))])]);
    let course = school.course_with(vec![open, secret]).await;
    school.publish(course.id).await;
    let lessons = |found: FoundCourse| {
        let FoundCourse::Here(course) = found else { panic!("{found:?}") };
        let descriptions = course.content.sections.iter().filter_map(|it| it.description.as_ref());
        (course.lessons().count(), descriptions.count(), course.content.sections.len())
    };
    for (request, expected) in [(anonymous(), (2, 0, 2)), (moderator(), (3, 1, 2))] {
        let found = read(&school, &request, CourseName::Id(course.id)).await.unwrap();
        assert_eq!(lessons(found), expected);
    }
}
