//! A change set applies whole or not at all.

use courses_domain::catalogue::{CourseTitle, RunKey};
use courses_domain::{Aggregate, AggregateKind};
use courses_port::{ChangeSet, Conflict};

use super::courses::find;
use super::{Stores, refused};
use crate::build::{Make, Save as _, changed};

/// A write that was decided on an old revision is refused, and nothing of it stays.
pub async fn a_stale_course_is_refused(stores: &Stores) {
    let mut make = Make::new(201);
    let first = make.rich_course();
    stores.put(&make, first.clone()).await;
    let second = changed(&first, |it| it.version += 1);
    stores.put(&make, second.clone()).await;

    let late = changed(&first, |it| {
        it.slug = make.slug();
        it.draft.content.title = CourseTitle::parse("Lost").expect("valid");
    });
    let stale = Conflict::Stale(Aggregate { kind: AggregateKind::Course, id: first.id.into() });
    assert_eq!(refused(stores.save(&make, late.clone()).await), stale);
    assert_eq!(find(stores, &first).await, Some(second.clone()));
    let found = stores.reader.find_published_by_slug(&late.slug).await.expect("answers");
    assert_eq!(found, None);

    // Stale is told before a slug that is taken: the reader has to read again anyway.
    let other = make.draft_course("Other");
    stores.put(&make, other.clone()).await;
    let late = changed(&first, |it| it.slug = other.slug.clone());
    assert_eq!(refused(stores.save(&make, late).await), stale);

    let early = changed(&changed(&second, |_| ()), |_| ());
    assert_eq!(refused(stores.save(&make, early).await), stale);
    assert_eq!(find(stores, &first).await, Some(second));
}

/// A second insert of the same id is stale, whatever the kind, and whatever else is taken.
pub async fn an_aggregate_is_inserted_once(stores: &Stores) {
    let mut make = Make::new(202);
    let course = make.rich_course();
    let run = make.rich_run(course.id);
    let subject = make.subject("math");
    let instructor = make.rich_instructor();
    let changes = [
        (course.clone().save(), AggregateKind::Course, course.id.into()),
        (run.clone().save(), AggregateKind::Run, run.id.into()),
        (subject.clone().save(), AggregateKind::Subject, subject.id.into()),
        (instructor.clone().save(), AggregateKind::Instructor, instructor.id.into()),
    ];
    for (change, kind, id) in changes {
        stores.put_all(&make, [change.clone()]).await;
        let again = refused(stores.save_all(&make, [change]).await);
        assert_eq!(again, Conflict::Stale(Aggregate { kind, id }));
    }
    let other = courses_domain::catalogue::CourseState { id: course.id, ..make.course("Other") };
    let stale = Conflict::Stale(Aggregate { kind: AggregateKind::Course, id: course.id.into() });
    assert_eq!(refused(stores.save(&make, other).await), stale);
    assert_eq!(find(stores, &course).await, Some(course));
}

/// A change of something that does not exist is stale.
pub async fn what_was_never_saved_cannot_be_changed(stores: &Stores) {
    let mut make = Make::new(203);
    let course = changed(&make.course("Never saved"), |_| ());
    let run = changed(&make.rich_run(course.id), |_| ());
    let subject = changed(&make.subject("math"), |_| ());
    let instructor = changed(&make.rich_instructor(), |_| ());
    let changes = [
        (course.clone().save(), AggregateKind::Course, course.id.into()),
        (run.clone().save(), AggregateKind::Run, run.id.into()),
        (subject.clone().save(), AggregateKind::Subject, subject.id.into()),
        (instructor.clone().save(), AggregateKind::Instructor, instructor.id.into()),
    ];
    for (change, kind, id) in changes {
        let conflict = refused(stores.save_all(&make, [change]).await);
        assert_eq!(conflict, Conflict::Stale(Aggregate { kind, id }));
    }
    assert_eq!(find(stores, &course).await, None);
}

/// What was deleted stays deleted: a change that was decided on it, before or after, is stale.
pub async fn what_was_deleted_cannot_be_changed(stores: &Stores) {
    let mut make = Make::new(208);
    let course = make.course("Course");
    let run = make.rich_run(course.id);
    stores.put_all(&make, [course.clone().save(), run.clone().save()]).await;
    let gone_course = changed(&course, |it| it.deleted = true);
    let gone_run = changed(&run, |it| it.deleted = true);
    stores.put_all(&make, [gone_course.clone().save(), gone_run.clone().save()]).await;
    for revived in [course.clone(), gone_course] {
        let revived = changed(&revived, |it| it.deleted = false);
        assert!(matches!(refused(stores.save(&make, revived).await), Conflict::Stale(_)));
    }
    for revived in [run.clone(), gone_run] {
        let revived = changed(&revived, |it| it.deleted = false);
        assert!(matches!(refused(stores.save(&make, revived).await), Conflict::Stale(_)));
    }
    assert_eq!(find(stores, &course).await, None);
    assert_eq!(stores.reader.find_run(run.id).await.expect("answers"), None);
}

/// Whichever change of a set is refused, none of the others stays.
pub async fn a_set_applies_whole_or_not_at_all(stores: &Stores) {
    let mut make = Make::new(204);
    let old = make.course("Old");
    let old_subject = make.subject("taken");
    stores.put_all(&make, [old.clone().save(), old_subject.clone().save()]).await;
    stores.put(&make, changed(&old, |it| it.version += 1)).await;

    let stale = changed(&old, |it| it.version += 5).save();
    let taken = make.subject("taken").save();
    let refusals = [
        (stale, Conflict::Stale(Aggregate { kind: AggregateKind::Course, id: old.id.into() })),
        (taken, Conflict::SubjectCodeTaken),
    ];
    for (refusal, conflict) in refusals {
        for place in 0..4 {
            let course = make.rich_course();
            let run = make.rich_run(course.id);
            let instructor = make.rich_instructor();
            let mut changes =
                vec![course.clone().save(), run.clone().save(), instructor.clone().save()];
            changes.insert(place, refusal.clone());
            assert_eq!(refused(stores.save_all(&make, changes).await), conflict);
            let reader = &stores.reader;
            assert_eq!(reader.find_course(course.id).await.expect("answers"), None);
            assert_eq!(reader.find_run(run.id).await.expect("answers"), None);
            assert_eq!(reader.find_instructor(instructor.id).await.expect("answers"), None);
            let found = reader.find_published_by_slug(&course.slug).await.expect("answers");
            assert_eq!(found, None);
        }
    }
}

/// A key that one change gives up can be taken by a later one of the same set.
pub async fn changes_of_a_set_apply_in_order(stores: &Stores) {
    let mut make = Make::new(205);
    let giver = make.rich_course();
    stores.put(&make, giver.clone()).await;
    let poorer = changed(&giver, |it| it.external_ids.clear());
    let mut taker = make.course("Taker");
    taker.external_ids = giver.external_ids.clone();
    stores.put_all(&make, [poorer.clone().save(), taker.clone().save()]).await;
    assert_eq!(find(stores, &giver).await, Some(poorer));
    assert_eq!(find(stores, &taker).await, Some(taker));
}

/// Committing nothing succeeds.
pub async fn an_empty_set_is_nothing(stores: &Stores) {
    let make = Make::new(206);
    stores.commit.commit(ChangeSet::new(make.now())).await.expect("nothing can go wrong");
}

/// A set as large as one step of an import applies as a whole.
pub async fn a_large_set_applies(stores: &Stores) {
    let mut make = Make::new(207);
    let mut changes = Vec::new();
    let mut last = None;
    for number in 0..200 {
        let course = make.course(&format!("Course {number}"));
        let mut run = make.rich_run(course.id);
        run.key = RunKey::parse(&number.to_string()).expect("valid");
        last = Some((course.clone(), run.clone()));
        changes.extend([course.save(), run.save()]);
    }
    stores.put_all(&make, changes).await;
    let (course, run) = last.expect("some were made");
    let found = stores.reader.find_run_by_key(course.id, &run.key).await.expect("answers");
    assert_eq!(found.map(|it| it.state().clone()), Some(run));
    assert_eq!(find(stores, &course).await, Some(course));
}
