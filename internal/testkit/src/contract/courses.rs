//! Courses are kept whole and their keys are unique.

use courses_domain::catalogue::{
    Course, CourseState, Lifecycle, PublishedCourse, Tags, Visibility, lessons_of,
};
use courses_domain::shared::ExternalId;
use courses_port::Conflict;

use super::{Stores, refused};
use crate::build::{Make, Save, changed};

pub(super) async fn find(stores: &Stores, state: &CourseState) -> Option<CourseState> {
    let found = stores.reader.find_course(state.id).await.expect("the store answers");
    found.map(|course| course.state().clone())
}

/// Every field of a course comes back, set or not, in each lifecycle and visibility.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(101);
    let mut states = vec![make.rich_course(), make.course("Plain"), make.draft_course("Draft")];
    for lifecycle in Lifecycle::ALL {
        for visibility in [Visibility::Visible, Visibility::Hidden] {
            let mut state = make.rich_course();
            state.lifecycle = lifecycle;
            state.visibility = visibility;
            states.push(state);
        }
    }
    let mut rich_draft = make.draft_course("Rich draft");
    rich_draft.draft.content = make.rich_content();
    states.push(rich_draft);
    let mut late = make.rich_course();
    late.first_published_at = Some(make.at(-100_000));
    late.version = u64::from(u32::MAX) + 7;
    states.push(late);

    for state in &states {
        stores.put(&make, state.clone()).await;
    }
    for state in states {
        let found = stores.reader.find_course(state.id).await.expect("the store answers");
        assert_eq!(found, Some(Course::restore(state.clone())));
        let published = stores.reader.find_published(state.id).await.expect("the store answers");
        assert_eq!(published, PublishedCourse::of(&state));
    }
}

/// A change can set, replace and clear every field.
pub async fn every_field_can_change(stores: &Stores) {
    let mut make = Make::new(102);
    let plain = make.draft_course("Plain");
    stores.put(&make, plain.clone()).await;

    let rich = make.rich_course();
    let second = CourseState { id: plain.id, revision: 2, ..rich };
    stores.put(&make, second.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(second.clone()));

    let mut third = make.rich_course();
    third.id = plain.id;
    third.revision = 3;
    third.former_slugs.push(second.slug.clone());
    stores.put(&make, third.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(third.clone()));

    let bare = CourseState { id: plain.id, revision: 4, ..make.course("Bare again") };
    stores.put(&make, bare.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(bare.clone()));
    assert_eq!(
        stores.reader.find_published(plain.id).await.expect("the store answers"),
        PublishedCourse::of(&bare),
    );
}

/// Unknown ids, slugs, lessons and external ids are `None`, not errors.
pub async fn what_does_not_exist_is_none(stores: &Stores) {
    let mut make = Make::new(103);
    let reader = &stores.reader;
    let known = make.rich_course();
    stores.put(&make, known).await;
    assert_eq!(reader.find_course(make.id()).await.expect("answers"), None);
    assert_eq!(reader.find_published(make.id()).await.expect("answers"), None);
    assert_eq!(reader.find_published_by_slug(&make.slug()).await.expect("answers"), None);
    assert_eq!(reader.find_published_by_lesson(make.id()).await.expect("answers"), None);
    let unknown = make.external_id("catalogue.uni");
    assert_eq!(reader.find_course_by_external_id(&unknown).await.expect("answers"), None);
    assert_eq!(reader.find_courses_by_external_ids(&[unknown]).await.expect("answers"), []);
    assert_eq!(reader.find_courses_by_external_ids(&[]).await.expect("answers"), []);
}

/// Each external id leads to its course, alone and several at once, each course once.
pub async fn a_course_is_found_by_its_external_ids(stores: &Stores) {
    let mut make = Make::new(104);
    let mut courses: Vec<CourseState> = Vec::new();
    let mut names: Vec<ExternalId> = Vec::new();
    for number in 0..120 {
        let mut state = make.draft_course(&format!("Course {number}"));
        state.external_ids = vec![make.external_id("a"), make.external_id("b")];
        names.extend(state.external_ids.iter().cloned());
        courses.push(state);
    }
    stores.put_all(&make, courses.iter().cloned().map(Save::save)).await;
    let twin = ExternalId::parse("c", names[0].key()).expect("valid");
    assert_eq!(stores.reader.find_course_by_external_id(&twin).await.expect("answers"), None);
    let first = stores.reader.find_course_by_external_id(&names[1]).await.expect("answers");
    assert_eq!(first, Some(Course::restore(courses[0].clone())));

    names.push(twin);
    let found = stores.reader.find_courses_by_external_ids(&names).await.expect("answers");
    let mut found: Vec<CourseState> = found.iter().map(|it| it.state().clone()).collect();
    found.sort_by_key(|state| state.id);
    assert_eq!(found, courses);
}

/// The published copy is found by everything that leads to it, the draft by none of that.
pub async fn a_published_copy_is_found_by_id_slug_former_slug_and_lesson(stores: &Stores) {
    let mut make = Make::new(105);
    let state = make.rich_course();
    let mut draft = make.draft_course("Only a draft");
    draft.draft.content = make.rich_content();
    let bystander = make.course("Another one");
    stores.put(&make, bystander).await;
    stores.put(&make, state.clone()).await;
    stores.put(&make, draft.clone()).await;

    let expected = PublishedCourse::of(&state);
    let reader = &stores.reader;
    for slug in state.former_slugs.iter().chain([&state.slug]) {
        assert_eq!(reader.find_published_by_slug(slug).await.expect("answers"), expected);
    }
    let published = state.published.as_ref().expect("it is published");
    for (.., lesson) in lessons_of(&published.content.sections) {
        let found = reader.find_published_by_lesson(lesson.id).await.expect("answers");
        assert_eq!(found, expected);
    }
    let drafts = [&state.draft.content, &draft.draft.content];
    for (.., lesson) in drafts.into_iter().flat_map(|content| lessons_of(&content.sections)) {
        assert_eq!(reader.find_published_by_lesson(lesson.id).await.expect("answers"), None);
    }
    assert_eq!(reader.find_published_by_slug(&draft.slug).await.expect("answers"), None);
    assert_eq!(reader.find_published(draft.id).await.expect("answers"), None);

    let mut next = changed(&state, |it| it.version += 1);
    let copy = next.published.as_mut().expect("it is published");
    let gone = copy.content.sections.remove(0);
    stores.put(&make, next.clone()).await;
    for (.., lesson) in lessons_of(&[gone]) {
        assert_eq!(reader.find_published_by_lesson(lesson.id).await.expect("answers"), None);
    }
}

/// Readers with rights still find a course that the public does not see.
pub async fn a_course_out_of_the_catalogue_keeps_its_published_copy(stores: &Stores) {
    let mut make = Make::new(106);
    let state = make.rich_course();
    stores.put(&make, state.clone()).await;
    let hidden = changed(&state, |it| it.visibility = Visibility::Hidden);
    stores.put(&make, hidden.clone()).await;
    let archived = changed(&hidden, |it| it.lifecycle = Lifecycle::Archived);
    stores.put(&make, archived.clone()).await;
    let expected = PublishedCourse::of(&archived);
    let reader = &stores.reader;
    assert_eq!(reader.find_published(state.id).await.expect("answers"), expected);
    assert_eq!(reader.find_published_by_slug(&state.slug).await.expect("answers"), expected);
    let former = &state.former_slugs[0];
    assert_eq!(reader.find_published_by_slug(former).await.expect("answers"), expected);
}

/// Present and former slugs are taken; a slug that is dropped altogether is free.
pub async fn a_slug_belongs_to_one_course(stores: &Stores) {
    let mut make = Make::new(107);
    let owner = make.rich_course();
    stores.put(&make, owner.clone()).await;
    for taken in owner.former_slugs.iter().chain([&owner.slug]) {
        let mut other = make.draft_course("Other");
        other.slug = taken.clone();
        assert_eq!(refused(stores.save(&make, other.clone()).await), Conflict::SlugTaken);
        assert_eq!(find(stores, &other).await, None);

        let mut other = make.draft_course("Other");
        other.former_slugs = vec![taken.clone()];
        assert_eq!(refused(stores.save(&make, other).await), Conflict::SlugTaken);
    }

    let bystander = make.draft_course("Bystander");
    stores.put(&make, bystander.clone()).await;
    let thief = changed(&bystander, |it| it.slug = owner.slug.clone());
    assert_eq!(refused(stores.save(&make, thief).await), Conflict::SlugTaken);
    assert_eq!(find(stores, &bystander).await, Some(bystander.clone()));

    let renamed = changed(&owner, |it| {
        it.former_slugs = vec![it.slug.clone()];
        it.slug = owner.former_slugs[0].clone();
    });
    stores.put(&make, renamed.clone()).await;
    let heir = changed(&bystander, |it| it.slug = owner.former_slugs[1].clone());
    stores.put(&make, heir.clone()).await;
    assert_eq!(find(stores, &owner).await, Some(renamed));
    assert_eq!(find(stores, &bystander).await, Some(heir));
}

/// An external id is unique among courses, and may be an instructor's too.
pub async fn an_external_id_belongs_to_one_course(stores: &Stores) {
    let mut make = Make::new(108);
    let owner = make.rich_course();
    stores.put(&make, owner.clone()).await;
    let mut other = make.draft_course("Other");
    other.external_ids = vec![make.external_id("edx"), owner.external_ids[1].clone()];
    assert_eq!(refused(stores.save(&make, other.clone()).await), Conflict::ExternalIdTaken);
    assert_eq!(find(stores, &other).await, None);

    let mut teacher = make.instructor("Someone");
    teacher.external_ids = owner.external_ids.clone();
    stores.put(&make, teacher).await;

    let poorer = changed(&owner, |it| drop(it.external_ids.pop()));
    stores.put(&make, poorer.clone()).await;
    stores.put(&make, other.clone()).await;
    let found = stores.reader.find_course_by_external_id(&owner.external_ids[1]).await;
    assert_eq!(found.expect("answers"), Some(Course::restore(other)));
    let found = stores.reader.find_course_by_external_id(&owner.external_ids[0]).await;
    assert_eq!(found.expect("answers"), Some(Course::restore(poorer)));
}

/// A tombstone is invisible to every question and keeps no key; its id stays used.
pub async fn a_deleted_course_is_invisible_and_its_keys_are_free(stores: &Stores) {
    let mut make = Make::new(109);
    let mut state = make.rich_course();
    state.tags = Tags::parse(["gone"]).expect("valid");
    stores.put(&make, state.clone()).await;
    let tombstone = changed(&state, |it| it.deleted = true);
    stores.put(&make, tombstone.clone()).await;

    let reader = &stores.reader;
    assert_eq!(reader.find_course(state.id).await.expect("answers"), None);
    assert_eq!(reader.find_published(state.id).await.expect("answers"), None);
    for slug in state.former_slugs.iter().chain([&state.slug]) {
        assert_eq!(reader.find_published_by_slug(slug).await.expect("answers"), None);
    }
    let names = &state.external_ids;
    assert_eq!(reader.find_course_by_external_id(&names[0]).await.expect("answers"), None);
    assert_eq!(reader.find_courses_by_external_ids(names).await.expect("answers"), []);
    let published = state.published.as_ref().expect("it is published");
    for (.., lesson) in lessons_of(&published.content.sections) {
        assert_eq!(reader.find_published_by_lesson(lesson.id).await.expect("answers"), None);
    }
    let query = courses_port::catalogue::CourseQuery::newest(200, make.now());
    assert_eq!(reader.list_courses(&query).await.expect("answers").items, []);

    let mut heir = make.course("Heir");
    heir.slug = state.slug.clone();
    heir.former_slugs = state.former_slugs.clone();
    heir.external_ids = state.external_ids.clone();
    stores.put_all(&make, [heir.clone().save()]).await;
    let found = reader.find_published_by_slug(&state.slug).await.expect("answers");
    assert_eq!(found, PublishedCourse::of(&heir));
}
