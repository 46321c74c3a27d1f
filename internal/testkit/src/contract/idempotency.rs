//! A repeated request finds the first answer.

use courses_port::{
    ChangeSet, CommitError, Conflict, IdempotencyRecord, IdempotencyScope, IdempotencyWrite,
    StoredAnswer,
};
use jiff::Timestamp;

use super::courses::find;
use super::{Stores, refused};
use crate::build::{Make, Save as _, changed};

/// A record that expires after a day.
pub(super) fn record(make: &mut Make, operation: &str, key: &str) -> IdempotencyWrite {
    let scope =
        IdempotencyScope { actor: make.id(), operation: operation.to_owned(), key: key.to_owned() };
    let mut fingerprint = [0; 32];
    fingerprint[..8].copy_from_slice(&make.random.number().to_be_bytes());
    IdempotencyWrite {
        scope,
        fingerprint,
        answer: StoredAnswer {
            status: 201,
            headers: vec![
                ("etag".to_owned(), "\"1\"".to_owned()),
                ("location".to_owned(), "/v1/courses/ё".to_owned()),
                ("etag".to_owned(), String::new()),
            ],
            body: vec![0, 255, b'{', b'}', 0],
        },
        created_at: make.now(),
        expires_at: make.at(86_400),
    }
}

async fn remember(
    stores: &Stores,
    now: Timestamp,
    record: &IdempotencyWrite,
) -> Result<(), CommitError> {
    stores.commit.commit(ChangeSet::new(now).remembering(Some(record.clone()))).await
}

async fn answer(
    stores: &Stores,
    scope: &IdempotencyScope,
    now: Timestamp,
) -> Option<IdempotencyRecord> {
    stores.idempotency.find_answer(scope, now).await.expect("the store answers")
}

fn found(record: &IdempotencyWrite) -> IdempotencyRecord {
    IdempotencyRecord { fingerprint: record.fingerprint, answer: record.answer.clone() }
}

/// Every field of an answer comes back, also when it is large or empty.
pub async fn an_answer_comes_back(stores: &Stores) {
    let mut make = Make::new(901);
    let full = record(&mut make, "createCourse", "ключ \"1\"");
    let mut empty = record(&mut make, "deleteCourse", "k");
    empty.answer = StoredAnswer { status: 204, headers: Vec::new(), body: Vec::new() };
    let mut large = record(&mut make, "createCourse", "large");
    large.answer.body = (0..600_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    for one in [&full, &empty, &large] {
        remember(stores, make.now(), one).await.expect("the key is new");
    }
    for one in [full, empty, large] {
        assert_eq!(answer(stores, &one.scope, make.now()).await, Some(found(&one)));
    }
}

/// The same key means something else for another actor or operation.
pub async fn a_scope_is_actor_operation_and_key(stores: &Stores) {
    let mut make = Make::new(902);
    let one = record(&mut make, "createCourse", "key");
    let mut other_actor = record(&mut make, "createCourse", "key");
    let mut other_operation = record(&mut make, "createRun", "key");
    other_operation.scope.actor = one.scope.actor;
    let mut other_key = record(&mut make, "createCourse", "Key");
    other_key.scope.actor = one.scope.actor;
    remember(stores, make.now(), &one).await.expect("the key is new");
    for other in [&mut other_actor, &mut other_operation, &mut other_key] {
        assert_eq!(answer(stores, &other.scope, make.now()).await, None);
        other.answer.body = other.scope.operation.clone().into_bytes();
        remember(stores, make.now(), other).await.expect("the key is new");
    }
    for record in [one, other_actor, other_operation, other_key] {
        assert_eq!(answer(stores, &record.scope, make.now()).await, Some(found(&record)));
    }
}

/// A set whose key was used applies nothing and leaves the first answer.
pub async fn a_used_key_refuses_the_whole_set(stores: &Stores) {
    let mut make = Make::new(903);
    let first = record(&mut make, "createCourse", "key");
    let course = make.rich_course();
    let set = ChangeSet::new(make.now()).with(course.clone().save());
    stores.commit.commit(set.remembering(Some(first.clone()))).await.expect("the key is new");

    let other = make.rich_course();
    let edited = changed(&course, |it| it.version += 1);
    let second = IdempotencyWrite { fingerprint: [9; 32], ..first.clone() };
    let set = ChangeSet::new(make.now()).with(other.clone().save()).with(edited.save());
    let conflict = refused(stores.commit.commit(set.remembering(Some(second))).await);
    assert_eq!(conflict, Conflict::IdempotencyKeyTaken);
    assert_eq!(find(stores, &other).await, None);
    assert_eq!(find(stores, &course).await, Some(course));
    assert_eq!(answer(stores, &first.scope, make.now()).await, Some(found(&first)));
}

/// A repetition meets its own first try as a stale course or a taken slug too; what matters is
/// that it was answered.
pub async fn a_used_key_is_told_before_any_other_conflict(stores: &Stores) {
    let mut make = Make::new(904);
    let first = record(&mut make, "createCourse", "key");
    let course = make.course("Course");
    let set = ChangeSet::new(make.now()).with(course.clone().save());
    let set = set.remembering(Some(first));
    stores.commit.commit(set.clone()).await.expect("the key is new");
    assert_eq!(refused(stores.commit.commit(set.clone()).await), Conflict::IdempotencyKeyTaken);
    let mut twin = make.course("Twin");
    twin.slug = course.slug;
    let set = ChangeSet { changes: vec![twin.save().into()], ..set };
    assert_eq!(refused(stores.commit.commit(set).await), Conflict::IdempotencyKeyTaken);
}

/// A set that was refused leaves its key free.
pub async fn a_refused_set_keeps_no_record(stores: &Stores) {
    let mut make = Make::new(905);
    let course = make.course("Course");
    stores.put(&make, course.clone()).await;
    let one = record(&mut make, "createCourse", "key");
    let mut twin = make.course("Twin");
    twin.slug = course.slug;
    let set = ChangeSet::new(make.now()).with(twin.clone().save()).remembering(Some(one.clone()));
    assert_eq!(refused(stores.commit.commit(set).await), Conflict::SlugTaken);
    assert_eq!(answer(stores, &one.scope, make.now()).await, None);
    twin.slug = make.slug();
    let set = ChangeSet::new(make.now()).with(twin.save()).remembering(Some(one.clone()));
    stores.commit.commit(set).await.expect("the key is still free");
    assert_eq!(answer(stores, &one.scope, make.now()).await, Some(found(&one)));
}

/// From its deadline on a record is not found and does not stand in the way.
pub async fn an_expired_record_counts_as_absent_and_is_replaced(stores: &Stores) {
    let mut make = Make::new(906);
    let first = record(&mut make, "createCourse", "key");
    remember(stores, make.now(), &first).await.expect("the key is new");
    assert_eq!(answer(stores, &first.scope, make.at(86_399)).await, Some(found(&first)));
    assert_eq!(answer(stores, &first.scope, make.at(86_400)).await, None);

    let second = IdempotencyWrite {
        fingerprint: [2; 32],
        answer: StoredAnswer { status: 200, headers: Vec::new(), body: b"second".to_vec() },
        created_at: make.at(86_400),
        expires_at: make.at(200_000),
        ..first.clone()
    };
    let early = refused(remember(stores, make.at(86_399), &second).await);
    assert_eq!(early, Conflict::IdempotencyKeyTaken);
    remember(stores, make.at(86_400), &second).await.expect("the first expired");
    assert_eq!(answer(stores, &first.scope, make.at(86_400)).await, Some(found(&second)));
    let third = refused(remember(stores, make.at(86_401), &first).await);
    assert_eq!(third, Conflict::IdempotencyKeyTaken);
}

/// Purging removes expired records, at most as many as asked for, and no others.
pub async fn only_expired_records_are_purged(stores: &Stores) {
    let mut make = Make::new(907);
    let mut live = Vec::new();
    for number in 0..10 {
        let mut one = record(&mut make, "createCourse", &number.to_string());
        if number < 7 {
            one.expires_at = make.at(number);
        } else {
            live.push(one.clone());
        }
        remember(stores, make.at(-10), &one).await.expect("the key is new");
    }
    let purge = |limit| stores.idempotency.purge_expired(make.at(6), limit);
    assert_eq!(purge(3).await.expect("answers"), 3);
    assert_eq!(purge(100).await.expect("answers"), 4);
    assert_eq!(purge(100).await.expect("answers"), 0);
    for one in live {
        assert_eq!(answer(stores, &one.scope, make.now()).await, Some(found(&one)));
    }
}
