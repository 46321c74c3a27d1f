//! Changing the settings of a course.

use courses_domain::catalogue::{CourseId, CourseState, SearchQuery, SettingsEdit, Visibility};
use courses_port::Clock as _;
use courses_port::catalogue::{CatalogueReader as _, CourseQuery};
use courses_usecase::catalogue::{
    CourseName, EditCourse, EditCourseInput, FoundCourse, ReadCourse,
};
use courses_usecase::{Precondition, Refusal, Request, Taken, WriteError};

use crate::support::{
    School, admin, anonymous, id, moderator, other_teacher, slug, student, tags, teacher,
};

async fn edit(
    school: &School,
    request: &Request,
    course: CourseId,
    if_match: Option<Vec<u64>>,
    edit: SettingsEdit,
) -> Result<CourseState, WriteError> {
    let input = EditCourseInput { course, if_match, edit };
    EditCourse::new(school.ports.clone()).execute(request, input).await
}

fn tagged(word: &str) -> SettingsEdit {
    SettingsEdit { tags: Some(tags(&[word])), ..SettingsEdit::default() }
}

async fn found(school: &School, text: &str) -> usize {
    let search = SearchQuery::parse(text);
    let query = CourseQuery { search, ..CourseQuery::newest(50, school.clock.now()) };
    school.store.list_courses(&query).await.unwrap().items.len()
}

#[tokio::test]
async fn a_change_names_the_version_it_is_based_on() {
    let school = School::new();
    let course = school.course("Rust").await;
    let missing = edit(&school, &teacher(), course.id, None, tagged("a")).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let old = edit(&school, &teacher(), course.id, Some(vec![7, 8]), tagged("a")).await;
    let expected = Precondition::Mismatch { current: 1 };
    assert!(matches!(old, Err(WriteError::Precondition(it)) if it == expected));
    assert_eq!(school.state(course.id).await, course);

    let done = edit(&school, &teacher(), course.id, Some(vec![7, 1]), tagged("a")).await.unwrap();
    assert_eq!(done.version, 2);
    let any = edit(&school, &teacher(), course.id, Some(Vec::new()), tagged("b")).await.unwrap();
    assert_eq!(any.version, 3);
}

#[tokio::test]
async fn strangers_learn_of_a_course_only_if_it_is_listed() {
    let school = School::new();
    let draft = school.course("Draft").await;
    let listed = school.published("Listed").await;
    let cases = [
        (student(), draft.id, Refusal::NotFound),
        (other_teacher(), draft.id, Refusal::NotFound),
        (anonymous(), draft.id, Refusal::NotFound),
        (moderator(), draft.id, Refusal::Forbidden),
        (student(), listed.id, Refusal::Forbidden),
        (other_teacher(), listed.id, Refusal::Forbidden),
        (moderator(), listed.id, Refusal::Forbidden),
        (anonymous(), listed.id, Refusal::Unauthenticated),
        (teacher(), id(9_999), Refusal::NotFound),
        (admin(), id(9_999), Refusal::NotFound),
    ];
    for (request, course, expected) in cases {
        // The refusal comes before anything about versions.
        let refused = edit(&school, &request, course, None, tagged("a")).await;
        let Err(WriteError::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal, expected, "{request:?}");
    }
    edit(&school, &admin(), draft.id, Some(Vec::new()), tagged("a")).await.unwrap();
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_not_written() {
    let school = School::new();
    let course = school.course("Rust").await;
    let owner = teacher();
    let edit = edit(&school, &owner, course.id, Some(vec![1]), SettingsEdit::default());
    let (state, commits) = school.commits(edit).await;
    assert_eq!((state.unwrap(), commits), (course, 0));
}

#[tokio::test]
async fn a_course_is_found_by_its_new_tags_at_once() {
    let school = School::new();
    let course = school.published("Rust").await;
    assert_eq!((found(&school, "rust").await, found(&school, "systems").await), (1, 0));
    edit(&school, &teacher(), course.id, Some(Vec::new()), tagged("systems")).await.unwrap();
    assert_eq!((found(&school, "rust").await, found(&school, "systems").await), (1, 1));
    edit(&school, &teacher(), course.id, Some(Vec::new()), tagged("memory")).await.unwrap();
    assert_eq!((found(&school, "memory").await, found(&school, "systems").await), (1, 0));
}

#[tokio::test]
async fn a_hidden_course_leaves_the_catalogue() {
    let school = School::new();
    let course = school.published("Rust").await;
    let hide = SettingsEdit { visibility: Some(Visibility::Hidden), ..SettingsEdit::default() };
    edit(&school, &teacher(), course.id, Some(Vec::new()), hide).await.unwrap();
    assert_eq!(found(&school, "rust").await, 0);
    let read = ReadCourse::new(school.ports.clone());
    assert!(read.execute(&student(), CourseName::Id(course.id)).await.is_err());
    assert!(read.execute(&moderator(), CourseName::Id(course.id)).await.is_ok());
}

#[tokio::test]
async fn the_old_slug_leads_to_the_new_one() {
    let school = School::new();
    let course = school.published("Rust").await;
    let new_slug = slug("rust-for-all");
    let rename = SettingsEdit { slug: Some(new_slug.clone()), ..SettingsEdit::default() };
    edit(&school, &teacher(), course.id, Some(Vec::new()), rename).await.unwrap();
    let read = ReadCourse::new(school.ports.clone());
    let by_slug = |text: &str| CourseName::Slug(slug(text));
    let old = read.execute(&anonymous(), by_slug("rust")).await.unwrap();
    assert_eq!(old, FoundCourse::Moved(new_slug));
    let new = read.execute(&anonymous(), by_slug("rust-for-all")).await.unwrap();
    assert!(matches!(new, FoundCourse::Here(it) if it.id == course.id));
}

#[tokio::test]
async fn a_slug_of_another_course_is_taken() {
    let school = School::new();
    school.course("Taken").await;
    let course = school.course("Rust").await;
    let rename = SettingsEdit { slug: Some(slug("taken")), ..SettingsEdit::default() };
    let refused = edit(&school, &teacher(), course.id, Some(Vec::new()), rename).await;
    assert!(matches!(refused, Err(WriteError::Taken(Taken::Slug))));
    assert_eq!(school.state(course.id).await, course);
}
