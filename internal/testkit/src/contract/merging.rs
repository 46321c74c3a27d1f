//! What was merged leads on, and whatever names it is found.

use courses_domain::catalogue::{
    CourseState, Instructor, Lifecycle, Merged, Replacement, Subject, SubjectId, SubjectState,
};
use courses_port::Conflict;
use courses_port::catalogue::CatalogueChange;
use futures::future::join;
use uuid::Uuid;

use super::{Stores, refused};
use crate::build::{Make, Save as _, changed, instructor_write, subject_write};

fn merged(from: &SubjectState, into: &SubjectState, settled: bool) -> SubjectState {
    let at = from.updated_at;
    changed(from, |it| it.merged = Some(Merged { into: into.id, at, settled }))
}

async fn naming(stores: &Stores, replacement: Replacement) -> Vec<Uuid> {
    let found = stores.reader.find_courses_naming(replacement, 10).await.expect("answers");
    let mut ids: Vec<Uuid> = found.iter().map(|course| course.state().id.into()).collect();
    ids.sort_unstable();
    ids
}

/// Where a subject and an instructor went comes back, settled or not.
pub async fn where_something_went_comes_back(stores: &Stores) {
    let mut make = Make::new(1_201);
    let (gone, stays) = (make.subject("gone"), make.subject("stays"));
    for state in [&gone, &stays] {
        stores.put(&make, state.clone()).await;
    }
    let gone = merged(&gone, &stays, false);
    stores.put(&make, gone.clone()).await;
    let found = stores.reader.find_subject(gone.id).await.expect("answers");
    assert_eq!(found, Some(Subject::restore(gone.clone())));
    let gone = changed(&gone, |it| {
        it.merged = it.merged.map(|merged| Merged { settled: true, ..merged });
    });
    stores.put(&make, gone.clone()).await;
    let found = stores.reader.find_subject(gone.id).await.expect("answers");
    assert_eq!(found, Some(Subject::restore(gone)));

    let (first, second) = (make.rich_instructor(), make.instructor("Ada"));
    stores.put(&make, second.clone()).await;
    stores.put(&make, first.clone()).await;
    let at = make.at(40);
    let first =
        changed(&first, |it| it.merged = Some(Merged { into: second.id, at, settled: false }));
    stores.put(&make, first.clone()).await;
    let found = stores.reader.find_instructor(first.id).await.expect("answers");
    assert_eq!(found, Some(Instructor::restore(first)));
}

/// Ids and codes lead on; lists show what remains.
pub async fn what_was_merged_is_found_but_not_listed(stores: &Stores) {
    let mut make = Make::new(1_202);
    let subjects = ["a", "b", "c"].map(|code| make.subject(code));
    for state in &subjects {
        stores.put(&make, state.clone()).await;
    }
    let gone = merged(&subjects[1], &subjects[2], true);
    stores.put(&make, gone.clone()).await;
    let mut after = None;
    let mut listed: Vec<SubjectId> = Vec::new();
    loop {
        let page = stores.reader.list_subjects(after, 1).await.expect("answers");
        listed.extend(page.items.iter().map(|it| it.state().id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(listed, [subjects[2].id, subjects[0].id]);
    let found = stores.reader.find_subjects(&[gone.id]).await.expect("answers");
    assert_eq!(found, [Subject::restore(gone.clone())]);
    let found = stores
        .reader
        .find_subjects_by_codes(std::slice::from_ref(&gone.code))
        .await
        .expect("answers");
    assert_eq!(found, [Subject::restore(gone)]);
}

/// A merge is found until it is settled.
pub async fn unsettled_merges_are_found(stores: &Stores) {
    let mut make = Make::new(1_203);
    let (gone, stays) = (make.subject("gone"), make.subject("stays"));
    for state in [&gone, &stays] {
        stores.put(&make, state.clone()).await;
    }
    let unsettled = async || stores.reader.find_unsettled_subjects(10).await.expect("answers");
    assert_eq!(unsettled().await, []);
    let gone = merged(&gone, &stays, false);
    stores.put(&make, gone.clone()).await;
    assert_eq!(unsettled().await, [Subject::restore(gone.clone())]);
    let mut subject = Subject::restore(gone);
    subject.settle();
    let write = subject_write(subject, &mut make);
    stores.put(&make, write).await;
    assert_eq!(unsettled().await, []);
    assert_eq!(stores.reader.find_unsettled_instructors(10).await.expect("answers"), []);
}

/// Both copies count, in every state of a course's life but the last.
pub async fn courses_are_found_by_what_either_copy_names(stores: &Stores) {
    let mut make = Make::new(1_204);
    let (subject, instructor) = (make.id(), make.id());
    let by_subject = Replacement::Subject { from: subject, to: make.id() };
    let by_instructor = Replacement::Instructor { from: instructor, to: make.id() };
    assert!(naming(stores, by_subject).await.is_empty());
    let mut drafted = make.course("Drafted");
    drafted.draft.content.subject_id = Some(subject);
    let mut published = make.course("Published");
    let copy = published.published.as_mut().expect("a published course");
    copy.content.subject_id = Some(subject);
    copy.content.instructor_ids = vec![make.id(), instructor];
    published.lifecycle = Lifecycle::Archived;
    let other = make.rich_course();
    for state in [&drafted, &published, &other] {
        stores.put(&make, state.clone()).await;
    }
    let id = |state: &CourseState| Uuid::from(state.id);
    let mut both = vec![id(&drafted), id(&published)];
    both.sort_unstable();
    assert_eq!(naming(stores, by_subject).await, both);
    assert_eq!(naming(stores, by_instructor).await, [id(&published)]);
    let limited = stores.reader.find_courses_naming(by_subject, 1).await.expect("answers");
    assert_eq!(limited.len(), 1);

    let drafted = changed(&drafted, |it| it.draft.content.subject_id = None);
    stores.put(&make, drafted.clone()).await;
    assert_eq!(naming(stores, by_subject).await, [id(&published)]);
    let drafted = changed(&drafted, |it| it.draft.content.instructor_ids = vec![instructor]);
    stores.put(&make, drafted.clone()).await;
    assert_eq!(naming(stores, by_instructor).await, both);
    let deleted = changed(&drafted, |it| (it.deleted, it.published) = (true, None));
    stores.put(&make, deleted).await;
    assert_eq!(naming(stores, by_instructor).await, [id(&published)]);
}

/// A run is found by whom it names, as long as it does.
pub async fn runs_are_found_by_whom_they_name(stores: &Stores) {
    let mut make = Make::new(1_205);
    let (course, instructor) = (make.course("A course"), make.id());
    stores.put(&make, course.clone()).await;
    let mut run = make.run(course.id, "one");
    run.details.instructor_ids = vec![make.id(), instructor];
    stores.put(&make, run.clone()).await;
    let other = make.run(course.id, "two");
    stores.put(&make, other).await;
    let found = async || {
        let runs = stores.reader.find_runs_naming(instructor, 10).await.expect("answers");
        runs.iter().map(|run| run.state().id).collect::<Vec<_>>()
    };
    assert_eq!(found().await, [run.id]);
    let without = changed(&run, |it| it.details.instructor_ids.truncate(1));
    stores.put(&make, without.clone()).await;
    assert_eq!(found().await, []);
    let again = changed(&without, |it| it.details.instructor_ids = vec![instructor]);
    stores.put(&make, again.clone()).await;
    assert_eq!(found().await, [run.id]);
    stores.put(&make, changed(&again, |it| it.deleted = true)).await;
    assert_eq!(found().await, []);
}

/// The one that goes gives up its names and the other one takes them, in one set.
pub async fn a_name_in_an_outside_source_goes_along(stores: &Stores) {
    let mut make = Make::new(1_206);
    let (gone, stays) = (make.rich_instructor(), make.instructor("Ada"));
    for state in [&gone, &stays] {
        stores.put(&make, state.clone()).await;
    }
    let names = gone.external_ids.clone();
    let (mut gone, mut stays) = (Instructor::restore(gone), Instructor::restore(stays));
    gone.merge(&mut stays, make.now()).expect("both are there");
    let id = stays.state().id;
    let changes: Vec<CatalogueChange> =
        [gone, stays].map(|it| instructor_write(it, &mut make).save()).into();
    stores.put_all(&make, changes).await;
    let found = stores.reader.find_instructors_by_external_ids(&names).await.expect("answers");
    assert_eq!(found.iter().map(|it| it.state().id).collect::<Vec<_>>(), [id]);
}

/// One into the other and the other into the one, at the same moment: no circle.
pub async fn of_two_merges_that_cross_one_wins(stores: &Stores) {
    let mut make = Make::new(1_207);
    let (one, two) = (make.subject("one"), make.subject("two"));
    for state in [&one, &two] {
        stores.put(&make, state.clone()).await;
    }
    let mut merge = |from: &SubjectState, into: &SubjectState| -> Vec<CatalogueChange> {
        let (mut from, mut into) = (Subject::restore(from.clone()), Subject::restore(into.clone()));
        from.merge(&mut into, make.now()).expect("both are there");
        [from, into].map(|it| subject_write(it, &mut make).save()).into()
    };
    let (there, back) = (merge(&one, &two), merge(&two, &one));
    let (there, back) = join(stores.save_all(&make, there), stores.save_all(&make, back)).await;
    let (won, lost) = if there.is_ok() { (there, back) } else { (back, there) };
    won.expect("one of them wins");
    assert!(matches!(refused(lost), Conflict::Stale(_)));
    assert_eq!(stores.reader.find_unsettled_subjects(10).await.expect("answers").len(), 1);
}
