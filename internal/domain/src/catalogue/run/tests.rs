use super::*;
use crate::catalogue::fixtures::at;
use crate::catalogue::{ClockTime, Weekday};
use uuid::Uuid;

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn create(details: RunDetails) -> Result<Run, Violations> {
    let key = RunKey::parse("2026-spring").unwrap();
    Run::create(NewRun { id: id(1), course_id: id(2), key, details }, at(0))
}

fn run() -> Run {
    let made = create(RunDetails::blank(Mode::Online)).unwrap();
    Run::restore(made.into_parts().0)
}

fn meeting(start: &str, end: &str, weekdays: &[Weekday]) -> Meeting {
    let time = |text| ClockTime::parse(text).unwrap();
    Meeting { weekdays: weekdays.to_vec(), start: time(start), end: time(end), room: None }
}

fn codes(violations: Violations) -> Vec<(String, &'static str)> {
    violations.into_vec().into_iter().map(|it| (it.pointer, it.code)).collect()
}

#[test]
fn a_new_run_is_planned() {
    let made = create(RunDetails::blank(Mode::Online)).unwrap();
    let state = made.state();
    assert_eq!((state.status, state.version, state.revision), (RunStatus::Planned, 1, 1));
    assert!(made.is_changed());
    assert_eq!(made.into_parts().1.read_at(), 0);
}

#[test]
fn every_rule_between_fields_is_told_at_once() {
    let day = [Weekday::Monday];
    let mut meetings = vec![
        meeting("09:00", "09:01", &day),
        meeting("09:00", "09:00", &day),
        meeting("09:00", "08:00", &[]),
    ];
    meetings.extend((0..28).map(|_| meeting("10:00", "11:00", &day)));
    let details = RunDetails {
        starts_at: Some(at(100)),
        ends_at: Some(at(100)),
        window: EnrolmentWindow { opens_at: Some(at(201)), closes_at: Some(at(200)) },
        meetings,
        ..RunDetails::blank(Mode::Online)
    };
    let range = |at: &str| (at.to_owned(), "range-reversed");
    assert_eq!(
        codes(create(details).unwrap_err()),
        [
            range("/ends_at"),
            range("/enrolment_closes_at"),
            range("/enrolment_closes_at"),
            range("/meetings/1/end_time"),
            range("/meetings/2/end_time"),
            ("/meetings/2/weekdays".to_owned(), "too-few-items"),
            ("/meetings".to_owned(), "too-many-items"),
        ]
    );
}

#[test]
fn dates_may_touch_where_that_means_something() {
    let details = RunDetails {
        starts_at: Some(at(100)),
        ends_at: Some(at(101)),
        window: EnrolmentWindow { opens_at: Some(at(100)), closes_at: Some(at(101)) },
        meetings: (0..30).map(|_| meeting("00:00", "23:59", &[Weekday::Sunday])).collect(),
        ..RunDetails::blank(Mode::Online)
    };
    assert!(create(details.clone()).is_ok());
    let open_ends = RunDetails { ends_at: None, ..details.clone() };
    assert!(create(open_ends).is_ok());
    let only_ends = RunDetails { starts_at: None, window: EnrolmentWindow::default(), ..details };
    assert!(create(only_ends).is_ok());
}

#[test]
fn days_and_people_stand_once_and_days_in_the_order_of_the_week() {
    let days = [Weekday::Friday, Weekday::Monday, Weekday::Friday];
    let untidy = RunDetails {
        meetings: vec![meeting("09:00", "10:00", &days)],
        instructor_ids: vec![id(9), id(8), id(9)],
        ..RunDetails::blank(Mode::Online)
    };
    let made = create(untidy.clone()).unwrap();
    let details = &made.state().details;
    assert_eq!(details.meetings[0].weekdays, [Weekday::Monday, Weekday::Friday]);
    assert_eq!(details.instructor_ids, [id(9), id(8)]);

    let mut run = Run::restore(made.into_parts().0);
    let again = RunEdit {
        meetings: Some(untidy.meetings),
        instructor_ids: Some(untidy.instructor_ids),
        ..RunEdit::default()
    };
    run.edit(again, at(5)).unwrap();
    assert!(!run.is_changed(), "the same, only untidy, is the same");
}

#[test]
fn an_edit_sets_clears_and_leaves() {
    let mut run = run();
    let edit = RunEdit {
        starts_at: Some(Some(at(100))),
        enrolment_closes_at: Some(Some(at(90))),
        mode: Some(Mode::Hybrid),
        ..RunEdit::default()
    };
    run.edit(edit, at(5)).unwrap();
    let before = run.state().details.clone();
    run.edit(RunEdit { starts_at: Some(None), ..RunEdit::default() }, at(6)).unwrap();
    assert_eq!(run.state().details, RunDetails { starts_at: None, ..before });
    assert_eq!((run.state().version, run.state().revision, run.state().updated_at), (3, 2, at(6)));
}

#[test]
fn an_edit_is_checked_together_with_what_stays() {
    let mut run = run();
    run.edit(RunEdit { starts_at: Some(Some(at(100))), ..RunEdit::default() }, at(5)).unwrap();
    let before = run.clone();
    let wrong = RunEdit { ends_at: Some(Some(at(99))), ..RunEdit::default() };
    let found = codes(run.edit(wrong, at(6)).unwrap_err());
    assert_eq!(found, [("/ends_at".to_owned(), "range-reversed")]);
    assert_eq!(run, before);
}

#[test]
fn a_run_opens_and_closes_again_and_again() {
    let mut run = run();
    run.open(at(1)).unwrap();
    run.close(at(2)).unwrap();
    run.open(at(3)).unwrap();
    let refused = run.open(at(4)).unwrap_err();
    assert_eq!((refused.from, refused.requested), (RunStatus::Open, "open"));
    assert_eq!(refused.to_string(), "a run that is open cannot open");
    assert_eq!((run.state().version, run.state().updated_at), (4, at(3)));
}

#[test]
fn what_is_cancelled_or_completed_stays_so() {
    for end in [Run::cancel, Run::complete] {
        let mut run = run();
        run.open(at(1)).unwrap();
        end(&mut run, at(2)).unwrap();
        let before = run.clone();
        for verb in [Run::open, Run::close, Run::cancel, Run::complete] {
            let refused = verb(&mut run, at(3)).unwrap_err();
            assert_eq!(refused.from, before.state().status);
        }
        assert_eq!(run, before);
        assert!(run.state().status.allowed().is_empty());
    }
}

#[test]
fn a_run_that_never_gave_seats_cannot_have_taken_place() {
    let mut run = run();
    let refused = run.complete(at(1)).unwrap_err();
    assert_eq!(refused.to_string(), "a run that is planned cannot complete");
    run.cancel(at(2)).unwrap();
    assert_eq!((run.state().status, run.state().version), (RunStatus::Cancelled, 2));
}
