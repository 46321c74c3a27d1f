//! Random lives of runs: the status follows the table, and events are numbered without a gap.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::catalogue::fixtures::{at, ids_after};

#[derive(Debug, Clone, Copy)]
enum Step {
    Open,
    Close,
    Cancel,
    Complete,
    Start(Option<i64>),
    End(Option<i64>),
    Delete,
}

fn any_step() -> impl Strategy<Value = Step> {
    let date = || prop::option::of(0..5_i64);
    prop_oneof![
        4 => Just(Step::Open),
        4 => Just(Step::Close),
        1 => Just(Step::Cancel),
        1 => Just(Step::Complete),
        2 => date().prop_map(Step::Start),
        2 => date().prop_map(Step::End),
        1 => Just(Step::Delete),
    ]
}

fn apply(run: &mut Run, step: Step, now: Timestamp) -> bool {
    let date = |second: Option<i64>| Some(second.map(at));
    match step {
        Step::Open => run.open(now).is_ok(),
        Step::Close => run.close(now).is_ok(),
        Step::Cancel => run.cancel(now).is_ok(),
        Step::Complete => run.complete(now).is_ok(),
        Step::Start(second) => {
            run.edit(RunEdit { starts_at: date(second), ..RunEdit::default() }, now).is_ok()
        }
        Step::End(second) => {
            run.edit(RunEdit { ends_at: date(second), ..RunEdit::default() }, now).is_ok()
        }
        Step::Delete => {
            run.delete(now);
            true
        }
    }
}

fn next_status(from: RunStatus, step: Step) -> Option<RunStatus> {
    match (from, step) {
        (RunStatus::Planned | RunStatus::Closed, Step::Open) => Some(RunStatus::Open),
        (RunStatus::Open, Step::Close) => Some(RunStatus::Closed),
        (RunStatus::Planned | RunStatus::Open | RunStatus::Closed, Step::Cancel) => {
            Some(RunStatus::Cancelled)
        }
        (RunStatus::Open | RunStatus::Closed, Step::Complete) => Some(RunStatus::Completed),
        (_, Step::Open | Step::Close | Step::Cancel | Step::Complete) => None,
        (same, _) => Some(same),
    }
}

proptest! {
    #[test]
    fn a_run_keeps_its_promises_whatever_people_do(
        first in prop::sample::select(RunStatus::ALL.to_vec()),
        steps in prop::collection::vec((any_step(), any::<bool>()), 1..40),
    ) {
        let id = Uuid::from_u128(1);
        let key = RunKey::parse("1").unwrap();
        let details = RunDetails::blank(Mode::Online);
        let new = NewRun { id: id.into(), course_id: id.into(), key, details };
        let state = Run::create(new, at(0)).unwrap().into_parts().0;
        let mut run = Run::restore(RunState { status: first, ..state });
        let mut sequences = vec![1];
        let store = |run: Run, sequences: &mut Vec<u64>| {
            let (state, recorder) = run.into_parts();
            let (read_at, changed) = (recorder.read_at(), !recorder.is_empty());
            let mut new_id = ids_after(0);
            let origin = crate::EventOrigin::default();
            let events = recorder.into_events(at(0), &origin, || new_id().into());
            sequences.extend(events.iter().map(|event| event.sequence));
            assert_eq!(state.revision, read_at + u64::from(changed));
            Run::restore(state)
        };
        for (step, stores) in steps {
            let before = run.state().clone();
            let done = apply(&mut run, step, at(9));
            let after = run.state();
            let next = next_status(before.status, step);
            prop_assert_eq!(after.status, next.unwrap_or(before.status));
            prop_assert!(next.is_some() || !done, "what the table forbids is refused");
            prop_assert!(after.details.check().is_ok(), "no edit breaks a rule");
            if !done {
                prop_assert_eq!(after, &before);
            }
            prop_assert!(after.version >= before.version);
            if after != &before {
                prop_assert_eq!(after.version, before.version + 1);
            }
            if stores {
                run = store(run, &mut sequences);
            }
        }
        let run = store(run, &mut sequences);
        let expected: Vec<u64> = (1..run.state().next_sequence).collect();
        prop_assert_eq!(sequences, expected);
    }
}
