//! Events get into the log once, in order, without a gap.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use courses_domain::Event;
use courses_domain::catalogue::{Course, CourseState, Run, SettingsEdit, Tags};
use courses_domain::identity::{
    Account, AccountState, ApiKey, ApiKeyState, EndReason, Session, SessionState,
};
use courses_domain::shared::Role;
use courses_port::catalogue::{CatalogueChange, CourseWrite};
use courses_port::{ChangeSet, Fence, LoggedEvent};
use futures::future::join_all;

use super::leases::fence;
use super::{Stores, refused};
use crate::build::{
    Make, Save as _, account_write, api_key_write, course_write, run_write, search_entry,
    session_write,
};

/// A course with some history in the domain, saved step by step; answers its events.
async fn history(stores: &Stores, make: &mut Make, steps: usize) -> Vec<Event> {
    let mut state = make.draft_course("Course");
    let mut events = Vec::new();
    for step in 0..steps {
        let write = next_write(make, state, step);
        state = write.state.clone();
        events.extend(write.events.clone());
        stores.put(make, write).await;
    }
    events
}

/// An account, its session and its API key, each with something that happened; answers the
/// events.
async fn people(stores: &Stores, make: &mut Make) -> Vec<Event> {
    let account = make.account();
    let session = SessionState { revision: 0, ..make.session(account.id) };
    let key = ApiKeyState { revision: 0, ..make.api_key(account.id) };
    let mut account = Account::restore(AccountState { revision: 0, ..account });
    account.set_roles(vec![Role::Teacher, Role::Admin], make.now());
    account.erase(make.now());
    let mut session = Session::restore(session);
    session.end(EndReason::Erased, make.now());
    let mut key = ApiKey::restore(key);
    key.revoke(make.now());
    let account = account_write(account, make);
    let (session, key) = (session_write(session, make), api_key_write(key, make));
    let events = [&account.events, &session.events, &key.events].map(Clone::clone).concat();
    assert!(events.len() > 4, "something happened to each of the three");
    stores.put_all(make, [account.save(), session.save(), key.save()]).await;
    events
}

/// The write of one more step in the life of a course: tags change, each second time it is
/// published, too, so that one change carries two events. A step 0 makes the course.
fn next_write(make: &mut Make, state: CourseState, step: usize) -> CourseWrite {
    let now = make.tick();
    let revision = if step == 0 { 0 } else { state.revision };
    let mut course = Course::restore(CourseState { revision, ..state });
    let tags = Tags::parse([format!("step {step}").as_str()]).expect("valid");
    course.edit_settings(SettingsEdit { tags: Some(tags), ..SettingsEdit::default() }, now);
    if step % 2 == 1 {
        course.unpublish(now).or_else(|_| course.publish(now)).expect("one of both is allowed");
    }
    course_write(course, make)
}

async fn collect_all(stores: &Stores, fence: &Fence) -> u64 {
    let mut appended = 0;
    for _ in 0..1_000 {
        let round = stores.events.collect(fence, 100).await.expect("the store answers");
        appended += round.appended;
        if round.appended == 0 && !round.more {
            return appended;
        }
    }
    panic!("collecting never ends");
}

async fn log(stores: &Stores) -> Vec<LoggedEvent> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let part = stores.events.read(after, 50).await.expect("the store answers");
        let Some(last) = part.last() else { return all };
        after = last.position;
        all.extend(part);
    }
}

/// The log has positions 1, 2, 3 …, each event once, and each aggregate's in order from 1.
fn check_log(log: &[LoggedEvent]) {
    let mut last: BTreeMap<(String, uuid::Uuid), u64> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for (position, event) in (1..).zip(log) {
        assert_eq!(event.position, position, "positions have no gaps");
        assert!(ids.insert(uuid::Uuid::from(event.id)), "each event stands in the log once");
        let sequence = last.entry((event.aggregate_kind.clone(), event.aggregate_id)).or_default();
        *sequence += 1;
        assert_eq!(event.sequence, *sequence, "sequences are in order");
    }
}

fn check_same(event: &Event, logged: &LoggedEvent) {
    assert_eq!(logged.id, event.id);
    assert_eq!(logged.type_name, event.data.type_name());
    assert_eq!(logged.aggregate_kind, event.aggregate.kind.word());
    assert_eq!(logged.aggregate_id, event.aggregate.id);
    assert_eq!(logged.sequence, event.sequence);
    assert_eq!(logged.time, event.time);
    assert_eq!(logged.actor, event.origin.actor.map(uuid::Uuid::from));
    assert_eq!(logged.correlation_id, event.origin.correlation_id);
    assert_eq!(logged.causation_id, event.origin.causation_id.map(uuid::Uuid::from));
    assert_eq!(logged.traceparent, event.origin.traceparent);
    assert_eq!(logged.data, courses_event::data_json(event));
}

/// An empty log is empty, and collecting from nothing is nothing.
pub async fn an_empty_log_has_nothing(stores: &Stores) {
    let mut make = Make::new(1401);
    assert_eq!(log(stores).await, []);
    assert_eq!(stores.events.waiting().await.expect("answers"), (0, None));
    let fence = fence(stores, &mut make, "collector").await;
    let round = stores.events.collect(&fence, 10).await.expect("answers");
    assert_eq!((round.appended, round.more), (0, false));
}

/// Every field of an event comes back, with and without an origin; the order is that of the
/// aggregate.
pub async fn events_come_back_in_order(stores: &Stores) {
    let mut make = Make::new(1402);
    let mut events = history(stores, &mut make, 6).await;
    events.extend(people(stores, &mut make).await);
    let course = make.id();
    let run = make.rich_run(course);
    let mut run =
        Run::restore(courses_domain::catalogue::RunState { revision: 0, next_sequence: 1, ..run });
    run.close(make.now()).expect("an open run can close");
    let mut write = run_write(run, &mut make);
    for event in &mut write.events {
        event.origin = courses_domain::EventOrigin::default();
    }
    events.extend(write.events.clone());
    stores.put(&make, write).await;

    assert_eq!(log(stores).await, [], "nothing is in the log before it is collected");
    let fence = fence(stores, &mut make, "collector").await;
    assert_eq!(collect_all(stores, &fence).await, events.len() as u64);
    let log = log(stores).await;
    check_log(&log);
    assert_eq!(log.len(), events.len());
    for event in &events {
        let logged = log.iter().find(|logged| logged.id == event.id);
        check_same(event, logged.expect("the event is in the log"));
    }
}

/// Collecting again and again, in small steps, gives each event the next position.
pub async fn positions_have_no_gaps(stores: &Stores) {
    let mut make = Make::new(1403);
    let fence = fence(stores, &mut make, "collector").await;
    let mut total = 0;
    for round in 0..6 {
        for _ in 0..3 {
            total += history(stores, &mut make, 1 + round).await.len();
        }
        stores.events.collect(&fence, 2).await.expect("answers");
    }
    collect_all(stores, &fence).await;
    let log = log(stores).await;
    check_log(&log);
    assert_eq!(log.len(), total);
}

/// A second round finds nothing, and a writer that read before the first round brings nothing
/// back.
pub async fn collecting_again_appends_nothing(stores: &Stores) {
    let mut make = Make::new(1404);
    let fence = fence(stores, &mut make, "collector").await;
    let draft = make.draft_course("Course");
    let first = next_write(&mut make, draft, 0);
    let state = first.state.clone();
    stores.put(&make, first).await;
    let late = next_write(&mut make, state, 1);
    assert_eq!(collect_all(stores, &fence).await, 1);
    assert_eq!(collect_all(stores, &fence).await, 0);
    let more = late.events.len() as u64;
    stores.put(&make, late).await;
    assert_eq!(collect_all(stores, &fence).await, more);
    assert_eq!(collect_all(stores, &fence).await, 0);
    let log = log(stores).await;
    check_log(&log);
    assert_eq!(log.len() as u64, 1 + more);
}

/// One round takes as many aggregates as asked for, with all their events.
pub async fn a_limit_counts_aggregates_and_tells_of_more(stores: &Stores) {
    let mut make = Make::new(1405);
    let fence = fence(stores, &mut make, "collector").await;
    let mut total = 0;
    for _ in 0..5 {
        total += history(stores, &mut make, 4).await.len() as u64;
    }
    let first = stores.events.collect(&fence, 2).await.expect("answers");
    assert!(first.more);
    assert_eq!(first.appended, total / 5 * 2);
    let second = stores.events.collect(&fence, 100).await.expect("answers");
    assert_eq!(second.appended, total / 5 * 3);
    assert!(!second.more);
}

/// Reading goes on after a position, at most as far as asked for.
pub async fn a_log_is_read_in_parts(stores: &Stores) {
    let mut make = Make::new(1406);
    let fence = fence(stores, &mut make, "collector").await;
    history(stores, &mut make, 9).await;
    collect_all(stores, &fence).await;
    let all = log(stores).await;
    let total = all.len();
    assert!(total > 5);
    let part = stores.events.read(2, 3).await.expect("answers");
    assert_eq!(part, all[2..5]);
    assert_eq!(stores.events.read(total as u64, 10).await.expect("answers"), []);
    assert_eq!(stores.events.read(1_000_000, 10).await.expect("answers"), []);
    assert_eq!(stores.events.read(0, 1_000).await.expect("answers").len(), total);
}

/// Who lost the lease, or never had it, moves nothing.
pub async fn an_old_fence_does_nothing(stores: &Stores) {
    let mut make = Make::new(1407);
    let events = history(stores, &mut make, 3).await.len() as u64;
    let (one, two) = (make.id(), make.id());
    let acquire = |holder, from: i64, to: i64| {
        stores.leases.acquire("collector", holder, make.at(from), make.at(to))
    };
    let old = acquire(one, 0, 30).await.expect("answers").expect("free").fence;
    let new = acquire(two, 40, 70).await.expect("answers").expect("expired").fence;
    let never = Fence { name: "another".to_owned(), token: new.token };
    for fence in [&old, &never, &Fence { token: new.token + 1, ..new.clone() }] {
        let round = stores.events.collect(fence, 10).await.expect("answers");
        assert_eq!(round.appended, 0, "{fence:?}");
        assert_eq!(log(stores).await, []);
    }
    assert_eq!(collect_all(stores, &new).await, events);
}

/// What did not happen is not told.
pub async fn events_of_a_refused_set_never_appear(stores: &Stores) {
    let mut make = Make::new(1408);
    let fence = fence(stores, &mut make, "collector").await;
    let taken = make.course("Taken");
    stores.put(&make, taken.clone()).await;
    let bystander = make.draft_course("Bystander");
    let bystander = next_write(&mut make, bystander, 0);
    let draft = CourseState { slug: taken.slug, ..make.draft_course("Refused") };
    let refusal = next_write(&mut make, draft, 0);
    refused(stores.save_all(&make, [bystander.save(), refusal.save()]).await);
    assert_eq!(stores.events.waiting().await.expect("answers"), (0, None));
    assert_eq!(collect_all(stores, &fence).await, 0);
    assert_eq!(log(stores).await, []);
}

/// The backlog is counted by aggregates, its age by its oldest event.
pub async fn waiting_counts_aggregates_and_tells_the_oldest(stores: &Stores) {
    let mut make = Make::new(1409);
    let fence = fence(stores, &mut make, "collector").await;
    let first = history(stores, &mut make, 3).await;
    let oldest = first.iter().map(|event| event.time).min();
    history(stores, &mut make, 2).await;
    let quiet = make.course("Without events");
    stores.put(&make, quiet).await;
    assert_eq!(stores.events.waiting().await.expect("answers"), (2, oldest));
    collect_all(stores, &fence).await;
    assert_eq!(stores.events.waiting().await.expect("answers"), (0, None));
}

/// The last events of a deleted aggregate reach the log; then nothing is left of it, and even
/// its id is free.
pub async fn a_deleted_aggregate_is_purged_after_its_events(stores: &Stores) {
    let mut make = Make::new(1410);
    let fence = fence(stores, &mut make, "collector").await;
    let first = make.draft_course("Deleted");
    let write = next_write(&mut make, first.clone(), 0);
    let saved = write.state.clone();
    stores.put(&make, write).await;
    let mut course = Course::restore(saved);
    course.delete(make.tick()).expect("it was never published");
    let tombstone = course_write(course, &mut make);
    let mut run = make.rich_run(first.id);
    run.next_sequence = 1;
    stores.put(&make, run.clone()).await;
    let mut deleted = Run::restore(run.clone());
    deleted.delete(make.now());
    let deleted = run_write(deleted, &mut make);
    stores.put_all(&make, [tombstone.save(), deleted.save()]).await;

    let id_is_used = CourseState { slug: make.slug(), ..first.clone() };
    refused(stores.save(&make, id_is_used).await);
    collect_all(stores, &fence).await;
    let log = log(stores).await;
    check_log(&log);
    let types: Vec<&str> = log.iter().map(|event| event.type_name.as_str()).collect();
    assert_eq!(types.len(), 3);
    assert!(types.contains(&"course.deleted") && types.contains(&"run.deleted"));

    collect_all(stores, &fence).await;
    stores.put(&make, first).await;
    stores.put(&make, run).await;
}

/// Several rounds at once, as after a take-over, append each event once.
pub async fn collectors_at_once_append_each_event_once(stores: &Stores) {
    let mut make = Make::new(1411);
    let fence = fence(stores, &mut make, "collector").await;
    let mut total = 0;
    for _ in 0..12 {
        total += history(stores, &mut make, 4).await.len();
    }
    let tasks = (0..4).map(|_| {
        let (events, fence) = (Arc::clone(&stores.events), fence.clone());
        tokio::spawn(async move { events.collect(&fence, 100).await })
    });
    for done in join_all(tasks).await {
        // Two that meet may fail; the next round repairs it.
        drop(done.expect("no task panics"));
    }
    collect_all(stores, &fence).await;
    let log = log(stores).await;
    check_log(&log);
    assert_eq!(log.len(), total);
}

/// Eight writers and a collector work at the same time.
pub async fn writers_and_a_collector_at_once_lose_nothing(stores: &Stores) {
    let mut make = Make::new(1412);
    let fence = fence(stores, &mut make, "collector").await;
    let mut expected = 0;
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let mut state = make.draft_course("Course");
            let mut sets = Vec::new();
            for step in 0..8 {
                let write = next_write(&mut make, state, step);
                expected += write.events.len();
                state = write.state.clone();
                let change: CatalogueChange = write.save();
                sets.push(ChangeSet::new(make.now()).with(change));
            }
            let commit = Arc::clone(&stores.commit);
            tokio::spawn(async move {
                for set in sets {
                    commit.commit(set).await.expect("nobody else writes this course");
                }
            })
        })
        .collect();
    let writing = join_all(writers);
    tokio::pin!(writing);
    loop {
        tokio::select! {
            done = &mut writing => {
                for task in done {
                    task.expect("no writer fails");
                }
                break;
            }
            round = stores.events.collect(&fence, 3) => {
                round.expect("the store answers");
            }
        }
    }
    collect_all(stores, &fence).await;
    let log = log(stores).await;
    check_log(&log);
    assert_eq!(log.len(), expected);
}

/// A commit is noticed, or the wait ends by itself soon.
pub async fn a_commit_wakes_the_collector(stores: &Stores) {
    let mut make = Make::new(1413);
    let draft = make.draft_course("Course");
    let write = next_write(&mut make, draft, 0);
    let waiting = Arc::clone(&stores.events);
    let woken = tokio::spawn(async move { waiting.changed().await });
    assert_eq!(search_entry(&write.state), None);
    stores.put(&make, write).await;
    let waited = tokio::time::timeout(Duration::from_secs(30), woken).await;
    waited.expect("the wait ends").expect("no task panics");
}
