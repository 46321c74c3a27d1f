//! Making a course.

use courses_domain::catalogue::{DraftEdit, Lifecycle, SettingsEdit};
use courses_domain::shared::{AccountId, ExternalId};
use courses_usecase::catalogue::{CreateCourseInput, EditCourse, EditCourseInput};
use courses_usecase::{Refusal, Taken, WriteError};

use crate::support::{
    School, admin, anonymous, draft, fresh, id, invalid, lesson, moderator, new_course, section,
    slug, student, teacher, topic,
};

#[tokio::test]
async fn the_owner_is_whoever_makes_the_course() {
    let school = School::new();
    for request in [teacher(), moderator(), admin()] {
        let made = fresh(school.create(&request, new_course("Rust")).await);
        let account: AccountId = request.actor.unwrap().account();
        assert_eq!(made.owner, account);
        assert_eq!(made.lifecycle, Lifecycle::Draft);
        assert_eq!(school.state(made.id).await, made, "the answer is what was stored");
    }
}

#[tokio::test]
async fn students_and_strangers_make_no_course() {
    let school = School::new();
    let refused = school.create(&student(), new_course("Rust")).await;
    assert!(matches!(refused, Err(WriteError::Refused(Refusal::Forbidden))));
    let refused = school.create(&anonymous(), new_course("Rust")).await;
    assert!(matches!(refused, Err(WriteError::Refused(Refusal::Unauthenticated))));
    assert_eq!(school.gate.passed(), 0);
}

#[tokio::test]
async fn a_slug_is_made_from_the_title_and_another_one_when_it_is_taken() {
    let school = School::new();
    let mut slugs = Vec::new();
    for _ in 0..3 {
        slugs.push(school.course("Intro to Rust").await.slug.to_string());
    }
    assert_eq!(slugs[0], "intro-to-rust");
    assert!(slugs[1].starts_with("intro-to-rust-"), "{}", slugs[1]);
    assert!(slugs[2].starts_with("intro-to-rust-"), "{}", slugs[2]);
    assert_ne!(slugs[1], slugs[2]);

    let russian = school.course("Основы алгебры").await.slug.to_string();
    let again = school.course("Основы алгебры").await.slug.to_string();
    assert!(russian.starts_with("course-") && again.starts_with("course-"));
    assert_ne!(russian, again);
}

#[tokio::test]
async fn a_slug_that_was_given_and_is_taken_is_refused() {
    let school = School::new();
    let first = school.course("Rust").await;
    let named = |text: &str| CreateCourseInput { slug: Some(slug(text)), ..new_course("Other") };
    let refused = school.create(&teacher(), named("rust")).await;
    assert!(matches!(refused, Err(WriteError::Taken(Taken::Slug))), "{refused:?}");

    let edit = SettingsEdit { slug: Some(slug("renamed")), ..SettingsEdit::default() };
    let input = EditCourseInput { course: first.id, if_match: Some(Vec::new()), edit };
    EditCourse::new(school.ports.clone()).execute(&teacher(), input).await.unwrap();
    let refused = school.create(&teacher(), named("rust")).await;
    assert!(matches!(refused, Err(WriteError::Taken(Taken::Slug))), "a former slug counts, too");
    fresh(school.create(&teacher(), named("free-slug")).await);
}

#[tokio::test]
async fn a_name_in_an_outside_source_belongs_to_one_course() {
    let school = School::new();
    let named = || CreateCourseInput {
        external_ids: vec![ExternalId::parse("uiuc", "CS 101").unwrap()],
        ..new_course("Rust")
    };
    fresh(school.create(&teacher(), named()).await);
    let refused = school.create(&teacher(), named()).await;
    assert!(matches!(refused, Err(WriteError::Taken(Taken::ExternalId))));
}

#[tokio::test]
async fn a_title_is_required_with_and_without_a_slug() {
    let school = School::new();
    for slug in [None, Some(slug("given"))] {
        let untitled = CreateCourseInput { slug, content: DraftEdit::default(), ..new_course("x") };
        let found = invalid(school.create(&teacher(), untitled).await);
        assert_eq!(found, [("/title".to_owned(), "required")]);
    }
}

#[tokio::test]
async fn every_unknown_reference_is_named() {
    let school = School::new();
    let ada = school.instructor("Ada").await;
    let content = DraftEdit {
        subject_id: Some(Some(id(7))),
        instructor_ids: Some(vec![id(8), ada, id(9)]),
        ..draft("Rust")
    };
    let input = CreateCourseInput { content, ..new_course("Rust") };
    let found = invalid(school.create(&teacher(), input).await);
    let unknown = |at: &str| (at.to_owned(), "unknown-id");
    assert_eq!(
        found,
        [unknown("/subject_id"), unknown("/instructor_ids/0"), unknown("/instructor_ids/2")]
    );
}

#[tokio::test]
async fn a_whole_tree_is_made_with_ids_at_every_level() {
    let school = School::new();
    let tree = vec![section("One", vec![topic("A", vec![lesson("a"), lesson("b")])])];
    let course = school.course_with(tree).await;
    let ids = school.lessons(course.id).await;
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn what_happened_tells_who_asked_and_by_which_request() {
    let school = School::new();
    let course = school.course("Rust").await;
    let events = school.events().await;
    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert_eq!((event.type_name.as_str(), event.sequence), ("course.created", 1));
    assert_eq!(event.actor, Some(course.owner.into()));
    assert_eq!(event.correlation_id.as_deref(), Some("request-of-teacher"));
}
