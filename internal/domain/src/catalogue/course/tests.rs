use super::*;
use crate::catalogue::fixtures::{
    at, body, course, ids_after, lesson, lesson_ids, new_course, section, slug, stored, tags,
    title, topic,
};
use crate::catalogue::{DraftEdit, LessonEdit};

fn one_lesson() -> Course {
    course(vec![section("One", vec![topic("A", vec![lesson("a")])])])
}

fn rename(course: &mut Course, to: &str) {
    let edit = DraftEdit { title: Some(title(to)), ..DraftEdit::default() };
    course.edit_draft(edit, at(5), &mut ids_after(1_000)).unwrap();
}

fn published() -> Course {
    let mut course = one_lesson();
    course.publish(at(10)).unwrap();
    stored(course)
}

fn copy(course: &Course) -> &PublishedCopy {
    course.state().published.as_ref().unwrap()
}

fn events(course: Course) -> Vec<(u64, &'static str)> {
    let recorder = course.into_change().recorder;
    let mut new_id = ids_after(0);
    let events = recorder.into_events(at(0), &crate::EventOrigin::default(), || new_id().into());
    events.into_iter().map(|event| (event.sequence, event.data.type_name())).collect()
}

#[test]
fn a_new_course_is_a_draft_of_version_one_with_one_event() {
    let made = Course::create(new_course(Vec::new()), at(3), &mut ids_after(100)).unwrap();
    let state = made.state();
    assert_eq!((state.version, state.draft.version, state.revision), (1, 1, 1));
    assert_eq!((state.lifecycle, &state.published), (Lifecycle::Draft, &None));
    assert_eq!((state.created_at, state.updated_at), (at(3), at(3)));
    assert!(!state.is_listed());
    assert_eq!(made.clone().into_change().read_at, 0);
    assert_eq!(events(made), [(1, "course.created")]);
}

#[test]
fn publishing_copies_the_draft_as_a_whole() {
    let mut course = one_lesson();
    course.publish(at(10)).unwrap();
    let state = course.state().clone();
    let copy = state.published.as_ref().unwrap();
    assert_eq!(copy.content, state.draft.content);
    assert_eq!((copy.revision, copy.draft_version, copy.at), (1, state.draft.version, at(10)));
    assert_eq!((state.version, state.first_published_at), (2, Some(at(10))));
    assert!(state.is_listed());
    assert!(course.clone().into_change().publishes_lessons);
    assert_eq!(events(course), [(2, "course.published")]);
}

#[test]
fn the_published_copy_changes_only_by_publishing() {
    let mut course = published();
    let before = copy(&course).clone();
    rename(&mut course, "Renamed");
    let lesson = lesson_ids(&course.state().draft.content.sections)[0];
    course.remove_lesson(lesson, at(6)).unwrap();
    assert_eq!(*copy(&course), before);
    assert_eq!(course.state().version, 2, "a public tag does not tell of edits");
    assert!(!course.clone().into_change().publishes_lessons);

    course.publish(at(20)).unwrap();
    assert_eq!(copy(&course).content, course.state().draft.content);
    assert_eq!((copy(&course).revision, course.state().first_published_at), (2, Some(at(10))));
}

#[test]
fn publishing_the_same_content_twice_does_nothing() {
    let before = published();
    let mut course = before.clone();
    course.publish(at(20)).unwrap();
    assert_eq!(course, before);

    rename(&mut course, "Renamed");
    rename(&mut course, "Rust");
    let mut course = stored(course);
    let before = course.clone();
    course.publish(at(20)).unwrap();
    assert_eq!(course, before, "what counts is the content, not the edits");
}

#[test]
fn other_content_of_a_lesson_is_something_to_publish() {
    let mut course = published();
    let lesson = lesson_ids(&course.state().draft.content.sections)[0];
    let content = Some(Some(body("text")));
    course.edit_lesson(lesson, LessonEdit::default(), content, None, at(11)).unwrap();
    let mut course = stored(course);
    course.publish(at(20)).unwrap();
    assert!(course.clone().into_change().publishes_lessons);
    assert_eq!(copy(&course).revision, 2);
}

#[test]
fn coming_back_with_the_same_content_is_the_same_publication() {
    let mut course = published();
    course.unpublish(at(11)).unwrap();
    assert!(!course.state().is_listed());
    let mut course = stored(course);
    course.publish(at(12)).unwrap();
    assert_eq!((copy(&course).revision, copy(&course).at), (1, at(12)));
    assert_eq!(course.state().first_published_at, Some(at(10)));
    assert!(course.state().is_listed());
}

#[test]
fn an_archived_course_is_fetched_back_before_it_is_published() {
    let mut course = published();
    course.archive(at(11)).unwrap();
    let refused = course.publish(at(12)).unwrap_err();
    assert_eq!((refused.from, refused.requested), (Lifecycle::Archived, Transition::Publish));
    assert_eq!(refused.to_string(), "a course that is archived cannot publish");
    course.bring_back(at(13)).unwrap();
    assert_eq!(course.state().lifecycle, Lifecycle::Unpublished);
    course.publish(at(14)).unwrap();
    assert_eq!(
        events(course),
        [(3, "course.archived"), (4, "course.restored"), (5, "course.published")]
    );
}

#[test]
fn only_what_was_never_published_can_be_deleted() {
    let mut never = one_lesson();
    never.archive(at(1)).unwrap();
    never.bring_back(at(2)).unwrap();
    let mut never = stored(never);
    never.delete(at(3)).unwrap();
    assert!(never.state().deleted && !never.state().is_listed());
    let lesson = lesson_ids(&never.state().draft.content.sections)[0];
    assert_eq!(never.clone().into_change().lessons, [LessonWrite::Remove(lesson)]);
    assert_eq!(events(never), [(4, "course.deleted")]);

    let mut unpublished = published();
    unpublished.unpublish(at(11)).unwrap();
    let mut archived = unpublished.clone();
    archived.archive(at(12)).unwrap();
    for mut course in [published(), stored(unpublished), stored(archived)] {
        let before = course.clone();
        assert_eq!(course.delete(at(13)), Err(EverPublished));
        assert_eq!(course, before);
    }
}

#[test]
fn settings_are_public_and_raise_both_versions() {
    let mut course = published();
    let edit = SettingsEdit {
        visibility: Some(Visibility::Hidden),
        tags: Some(tags(&["rust"])),
        ..SettingsEdit::default()
    };
    course.edit_settings(edit.clone(), at(11));
    assert_eq!((course.state().version, course.state().draft.version), (3, 3));
    assert_eq!(course.state().draft.updated_at, at(0), "nobody edited the draft");
    assert!(!course.state().is_listed(), "it is hidden");

    let mut course = stored(course);
    let before = course.clone();
    for same in [edit, SettingsEdit::default()] {
        course.edit_settings(same, at(12));
        assert_eq!(course, before);
    }
}

#[test]
fn a_former_slug_goes_on_leading_to_the_course() {
    let mut course = one_lesson();
    let mut rename = |to: &str| {
        let edit = SettingsEdit { slug: Some(slug(to)), ..SettingsEdit::default() };
        course.edit_settings(edit, at(5));
        (course.state().slug.clone(), course.state().former_slugs.clone())
    };
    assert_eq!(rename("second-slug"), (slug("second-slug"), vec![slug("first-slug")]));
    let (_, former) = rename("third-slug");
    assert_eq!(former, [slug("first-slug"), slug("second-slug")]);
    let (present, former) = rename("first-slug");
    assert_eq!(present, slug("first-slug"));
    assert_eq!(former, [slug("second-slug"), slug("third-slug")], "a slug stands once");
    for number in 0..60 {
        rename(&format!("slug-{number}"));
    }
    let (present, former) = rename("last-slug");
    assert_eq!((former.len(), former.last()), (Course::MAX_FORMER_SLUGS, Some(&slug("slug-59"))));
    assert_eq!(present, slug("last-slug"));
}

#[test]
fn names_in_outside_sources_stand_once() {
    let mut course = one_lesson();
    let name = |key: &str| ExternalId::parse("uiuc", key).unwrap();
    let twice = Some(vec![name("1"), name("2"), name("1")]);
    course.edit_settings(SettingsEdit { external_ids: twice, ..SettingsEdit::default() }, at(5));
    assert_eq!(course.state().external_ids, [name("1"), name("2")]);
}
