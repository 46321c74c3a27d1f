//! Of many who want the same, one wins, and the others are told why.

use std::sync::Arc;

use courses_domain::{Aggregate, AggregateKind};
use courses_port::{ChangeSet, CommitError, Conflict};
use futures::future::join_all;

use super::courses::find;
use super::idempotency::record;
use super::{Stores, refused};
use crate::build::{Make, Save as _, changed};

/// Runs all commits at once, each in a task of its own.
pub(super) async fn all_at_once(
    stores: &Stores,
    sets: Vec<ChangeSet>,
) -> Vec<Result<(), CommitError>> {
    let tasks = sets.into_iter().map(|set| {
        let commit = Arc::clone(&stores.commit);
        tokio::spawn(async move { commit.commit(set).await })
    });
    join_all(tasks).await.into_iter().map(|done| done.expect("no task panics")).collect()
}

pub(super) fn exactly_one_wins(results: Vec<Result<(), CommitError>>, conflict: &Conflict) {
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1, "of all there is one winner, {} lost", lost.len());
    for result in lost {
        assert_eq!(refused(result), *conflict);
    }
}

/// Fifty decide on the same revision of a course.
pub async fn of_many_saves_of_one_course_one_wins(stores: &Stores) {
    let mut make = Make::new(301);
    let first = make.rich_course();
    stores.put(&make, first.clone()).await;
    let sets = (0..50)
        .map(|number| {
            let next = changed(&first, |it| it.version += number);
            ChangeSet::new(make.now()).with(next.save())
        })
        .collect();
    let stale = Conflict::Stale(Aggregate { kind: AggregateKind::Course, id: first.id.into() });
    exactly_one_wins(all_at_once(stores, sets).await, &stale);
    assert_eq!(find(stores, &first).await.map(|it| it.revision), Some(2));
}

/// Twenty new courses want the same slug.
pub async fn of_many_inserts_with_one_slug_one_wins(stores: &Stores) {
    let mut make = Make::new(302);
    let slug = make.slug();
    let sets = (0..20)
        .map(|_| {
            let mut course = make.course("Wanted");
            course.slug = slug.clone();
            ChangeSet::new(make.now()).with(course.save())
        })
        .collect();
    exactly_one_wins(all_at_once(stores, sets).await, &Conflict::SlugTaken);
}

/// A client sends the same request twenty times at once; each would make the same slug.
pub async fn of_many_requests_with_one_key_one_wins(stores: &Stores) {
    let mut make = Make::new(303);
    let answered = record(&mut make, "createCourse", "the-key");
    let slug = make.slug();
    let mut ids = Vec::new();
    let sets = (0..20)
        .map(|_| {
            let mut course = make.course("Wanted");
            course.slug = slug.clone();
            ids.push(course.id);
            ChangeSet::new(make.now()).with(course.save()).remembering(Some(answered.clone()))
        })
        .collect();
    exactly_one_wins(all_at_once(stores, sets).await, &Conflict::IdempotencyKeyTaken);
    let mut found = 0;
    for id in ids {
        found += usize::from(stores.reader.find_course(id).await.expect("answers").is_some());
    }
    assert_eq!(found, 1);
}

/// Sixty sets that have nothing in common all apply.
pub async fn independent_sets_do_not_disturb_each_other(stores: &Stores) {
    let mut make = Make::new(304);
    let courses: Vec<_> = (0..60).map(|number| make.course(&format!("Course {number}"))).collect();
    let sets = courses
        .iter()
        .map(|course| {
            let run = make.rich_run(course.id);
            ChangeSet::new(make.now()).with(course.clone().save()).with(run.save())
        })
        .collect();
    for result in all_at_once(stores, sets).await {
        result.expect("nothing stands against it");
    }
    for course in courses {
        assert_eq!(find(stores, &course).await, Some(course));
    }
}

/// Sets that touch the same two courses in opposite order never apply by half.
pub async fn crossing_sets_apply_whole_or_not_at_all(stores: &Stores) {
    let mut make = Make::new(305);
    let (a, b) = (make.course("A"), make.course("B"));
    stores.put_all(&make, [a.clone().save(), b.clone().save()]).await;
    let sets = (0..16)
        .map(|number| {
            let (a, b) = (
                changed(&a, |it| it.version = 100 + number),
                changed(&b, |it| it.version = 100 + number),
            );
            let (one, two) = if number % 2 == 0 { (a, b) } else { (b, a) };
            ChangeSet::new(make.now()).with(one.save()).with(two.save())
        })
        .collect();
    let (won, lost): (Vec<_>, Vec<_>) =
        all_at_once(stores, sets).await.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 15));
    for result in lost {
        assert!(matches!(refused(result), Conflict::Stale(_)));
    }
    let (a, b) = (find(stores, &a).await, find(stores, &b).await);
    assert_eq!(a.map(|it| it.version), b.map(|it| it.version));
}
