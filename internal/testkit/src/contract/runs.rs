//! Runs are kept whole, and their keys are unique in their course.

use courses_domain::catalogue::{Mode, Run, RunKey, RunState, RunStatus};
use courses_port::Conflict;
use courses_port::catalogue::IdPosition;

use super::{Stores, refused};
use crate::build::{Make, Save, changed};

async fn find(stores: &Stores, state: &RunState) -> Option<RunState> {
    let found = stores.reader.find_run(state.id).await.expect("the store answers");
    found.map(|run| run.state().clone())
}

/// Every field of a run comes back, set or not, in each status and mode.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(501);
    let mut states = Vec::new();
    for status in RunStatus::ALL {
        for mode in Mode::ALL {
            let course = make.id();
            let mut rich = make.rich_run(course);
            rich.status = status;
            rich.details.mode = mode;
            states.push(rich);
            states.push(make.run(course, "plain"));
        }
    }
    states.extend((0..60).map(|_| {
        let course = make.id();
        make.random_run(course)
    }));
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    for state in states {
        let found = stores.reader.find_run(state.id).await.expect("answers");
        assert_eq!(found, Some(Run::restore(state.clone())));
        let found = stores.reader.find_run_by_key(state.course_id, &state.key).await;
        assert_eq!(found.expect("answers"), Some(Run::restore(state)));
    }
    let (unknown, course) = (make.id(), make.id());
    assert_eq!(stores.reader.find_run(unknown).await.expect("answers"), None);
    let key = RunKey::parse("plain").expect("valid");
    assert_eq!(stores.reader.find_run_by_key(course, &key).await.expect("answers"), None);
}

/// A change can set, replace and clear every field; a stale one is refused.
pub async fn every_field_can_change(stores: &Stores) {
    let mut make = Make::new(502);
    let course = make.id();
    let first = make.run(course, "весна");
    stores.put(&make, first.clone()).await;
    let rich = make.rich_run(course);
    let second = changed(&first, |it| {
        it.details = rich.details.clone();
        it.status = rich.status;
        it.version = 77;
        it.next_sequence = 78;
        it.updated_at = make.at(60);
    });
    stores.put(&make, second.clone()).await;
    assert_eq!(find(stores, &first).await, Some(second.clone()));
    let late = changed(&first, |it| it.status = RunStatus::Cancelled);
    assert!(matches!(refused(stores.save(&make, late).await), Conflict::Stale(_)));
    let third = changed(&second, |it| it.details = first.details.clone());
    stores.put(&make, third.clone()).await;
    assert_eq!(find(stores, &first).await, Some(third));
}

/// A key is taken in its course and free in every other.
pub async fn a_key_belongs_to_one_run_of_a_course(stores: &Stores) {
    let mut make = Make::new(503);
    let (here, there) = (make.id(), make.id());
    let first = make.run(here, "2026/A");
    stores.put(&make, first.clone()).await;
    let second = make.run(here, "2026/A");
    assert_eq!(refused(stores.save(&make, second.clone()).await), Conflict::RunKeyTaken);
    assert_eq!(find(stores, &second).await, None);
    let (elsewhere, other_case) = (make.run(there, "2026/A"), make.run(here, "2026/a"));
    stores.put(&make, elsewhere.clone()).await;
    stores.put(&make, other_case.clone()).await;
    for state in [first, elsewhere, other_case] {
        let found = stores.reader.find_run_by_key(state.course_id, &state.key).await;
        assert_eq!(found.expect("answers"), Some(Run::restore(state)));
    }
}

/// A tombstone is invisible to every question, and its key can be used again.
pub async fn a_deleted_run_is_invisible_and_its_key_is_free(stores: &Stores) {
    let mut make = Make::new(504);
    let course = make.id();
    let first = make.rich_run(course);
    stores.put(&make, first.clone()).await;
    stores.put(&make, changed(&first, |it| it.deleted = true)).await;
    let reader = &stores.reader;
    assert_eq!(find(stores, &first).await, None);
    assert_eq!(reader.find_run_by_key(course, &first.key).await.expect("answers"), None);
    assert_eq!(reader.list_runs(course, None, 10).await.expect("answers").items, []);
    let keys = [first.key.clone()];
    assert_eq!(reader.find_runs_by_keys(&[course], &keys).await.expect("answers"), []);
    let heir = make.rich_run(course);
    stores.put(&make, heir.clone()).await;
    let found = reader.find_run_by_key(course, &first.key).await.expect("answers");
    assert_eq!(found, Some(Run::restore(heir)));
}

/// Pages go from the newest run to the oldest and stay in the course.
pub async fn runs_are_listed_newest_first(stores: &Stores) {
    let mut make = Make::new(505);
    let (course, other) = (make.id(), make.id());
    let mut states: Vec<RunState> = Vec::new();
    for _ in 0..7 {
        states.push(make.random_run(course));
        let stranger = make.random_run(other);
        stores.put(&make, stranger).await;
    }
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    states.reverse();
    let mut after: Option<IdPosition> = None;
    let mut seen = Vec::new();
    let mut sizes = Vec::new();
    loop {
        let page = stores.reader.list_runs(course, after, 3).await.expect("answers");
        sizes.push(page.items.len());
        seen.extend(page.items.iter().map(|run| run.state().clone()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, states);
    assert_eq!(sizes, [3, 3, 1]);
    let exact = stores.reader.list_runs(course, None, 7).await.expect("answers");
    assert_eq!((exact.items.len(), exact.next), (7, None));
    let none = stores.reader.list_runs(make.id(), None, 7).await.expect("answers");
    assert_eq!((none.items, none.next), (Vec::new(), None));
}

/// A run is found if its course and its key are both asked for.
pub async fn runs_are_found_by_courses_and_keys(stores: &Stores) {
    let mut make = Make::new(506);
    let courses: Vec<_> = (0..4).map(|_| make.id()).collect();
    let mut states = Vec::new();
    for course in &courses {
        for key in ["весна", "осень", "лето"] {
            states.push(make.run(*course, key));
        }
    }
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    let keys: Vec<RunKey> =
        ["осень", "лето", "зима"].map(|key| RunKey::parse(key).expect("valid")).to_vec();
    let asked = [courses[0], courses[2], make.id()];
    let found = stores.reader.find_runs_by_keys(&asked, &keys).await.expect("answers");
    let mut found: Vec<RunState> = found.iter().map(|run| run.state().clone()).collect();
    found.sort_by_key(|state| state.id);
    states.retain(|state| asked.contains(&state.course_id) && keys.contains(&state.key));
    assert_eq!(found, states);
    assert_eq!(stores.reader.find_runs_by_keys(&[], &keys).await.expect("answers"), []);
    assert_eq!(stores.reader.find_runs_by_keys(&asked, &[]).await.expect("answers"), []);

    let many: Vec<_> = (0..500).map(|_| make.id()).chain([courses[1]]).skip(1).collect();
    let keys: Vec<RunKey> = (0..4_999)
        .map(|number| RunKey::parse(&format!("ключ {number}")).expect("valid"))
        .chain(keys.into_iter().take(1))
        .collect();
    let found = stores.reader.find_runs_by_keys(&many, &keys).await.expect("answers");
    assert_eq!(found.len(), 1);
}
