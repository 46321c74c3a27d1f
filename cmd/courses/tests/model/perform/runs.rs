//! Runs.

use courses_domain::catalogue::{
    Capacity, ClockTime, EnrolmentWindow, Meeting, Mode, RunDetails, RunEdit, RunId, RunKey,
    RunState, RunStatus, RunTitle, TimeZoneName, Weekday,
};
use courses_domain::shared::{Currency, Money};
use courses_port::catalogue::IdPosition;
use courses_usecase::Ports;
use courses_usecase::catalogue::{
    CheckAvailability, CreateRun, CreateRunInput, EditRun, EditRunInput, ListRuns, ListRunsInput,
    MoveRun, MoveRunInput, ReadCalendar, ReadRun, RunMove,
};
use jiff::{SignedDuration, Timestamp};

use crate::answer::Answer;
use crate::chance::Chance;

pub(super) async fn create(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let now = ports.clock.now();
    let mut details = RunDetails::blank(chance.random.pick(&Mode::ALL));
    let [opens_at, closes_at, starts_at, ends_at] = times(chance, now);
    (details.starts_at, details.ends_at) = (starts_at, ends_at);
    details.window = EnrolmentWindow { opens_at, closes_at };
    details.capacity = Capacity::new(chance.random.pick(&[None, Some(0), Some(9)])).unwrap();
    details.price = chance.random.maybe(&[0, 1, 50_000]).map(price);
    details.instructor_ids = chance.instructor_ids();
    if chance.random.once_in(3) {
        details.time_zone = TimeZoneName::parse("Europe/Berlin").unwrap();
        details.meetings = vec![meeting()];
    }
    let course = chance.course();
    let input = CreateRunInput {
        course: chance.id_of(course),
        key: RunKey::parse(chance.random.pick(&["1", "2", "3", "4", "5", "spring", "зима"]))
            .unwrap(),
        details,
        idempotency: chance.idempotency(),
    };
    Answer::replying(CreateRun::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn edit(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let now = ports.clock.now();
    let (run, seen) = run(chance);
    let half = |chance: &mut Chance<'_>| chance.random.once_in(2);
    // All four at once: those that stay could stand in the way of others.
    let [opens_at, closes_at, starts_at, ends_at] = times(chance, now);
    let timed = half(chance);
    let edit = RunEdit {
        title: half(chance).then(|| half(chance).then(|| RunTitle::parse("Вечером").unwrap())),
        starts_at: timed.then_some(starts_at),
        ends_at: timed.then_some(ends_at),
        enrolment_opens_at: timed.then_some(opens_at),
        enrolment_closes_at: timed.then_some(closes_at),
        capacity: half(chance).then(|| Capacity::new(Some(3)).unwrap()),
        price: half(chance).then(|| half(chance).then(|| price(700))),
        meetings: half(chance).then(|| if half(chance) { vec![meeting()] } else { Vec::new() }),
        instructor_ids: half(chance).then(|| chance.instructor_ids()),
        ..RunEdit::default()
    };
    let input = EditRunInput { run, if_match: chance.if_match(seen.map(|it| it.version)), edit };
    Answer::showing(EditRun::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn transition(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let (run, seen) = run(chance);
    let all: &[RunMove] = match seen.map(|it| it.status) {
        Some(RunStatus::Planned | RunStatus::Closed) => &[RunMove::Open],
        Some(RunStatus::Open) => {
            &[RunMove::Close, RunMove::Close, RunMove::Cancel, RunMove::Complete]
        }
        _ => &[RunMove::Open, RunMove::Close, RunMove::Cancel, RunMove::Complete],
    };
    let action = if chance.random.once_in(12) { RunMove::Cancel } else { chance.random.pick(all) };
    let input = MoveRunInput { run, action, idempotency: chance.idempotency() };
    Answer::replying(MoveRun::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn read(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let (run, _) = run(chance);
    let request = chance.request();
    match chance.random.below(3) {
        0 => Answer::of(&CheckAvailability::new(ports).execute(&request, run).await),
        1 => Answer::of(&ReadCalendar::new(ports).execute(&request, run).await),
        _ => Answer::showing(ReadRun::new(ports).execute(&request, run).await),
    }
}

pub(super) async fn list(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let after = chance.random.once_in(3).then(|| IdPosition(run(chance).0.into()));
    let limit = chance.random.pick(&[1, 2, 50]);
    let course = chance.course();
    let input = ListRunsInput { course: chance.id_of(course), after, limit };
    Answer::of(&ListRuns::new(ports).execute(&chance.request(), input).await)
}

/// A run, as it was when last seen; most often one that can still change.
fn run<'a>(chance: &mut Chance<'a>) -> (RunId, Option<&'a RunState>) {
    let is_final = |it: &&RunState| it.status.allowed().is_empty();
    let any = chance.random.once_in(10) || chance.known.runs.iter().all(|it| is_final(&it));
    let run = chance.one_of(chance.known.runs.iter().filter(|it| any || !is_final(it)));
    (run.map_or_else(|| chance.nothing(), |it| it.id), run)
}

/// Up to four times around now, in order as a rule.
fn times(chance: &mut Chance<'_>, now: Timestamp) -> [Option<Timestamp>; 4] {
    let mut hours: Vec<i64> =
        (0..4).map(|_| chance.random.pick(&[-100, -50, -2, -1, 1, 2, 30, 500, 1000])).collect();
    hours.sort_unstable();
    if chance.random.once_in(25) {
        hours.reverse();
    }
    // No two are the same, and each may be missing.
    std::array::from_fn(|at| {
        let hours = hours[at] + i64::try_from(at).unwrap();
        chance.random.once_in(2).then(|| now + SignedDuration::from_hours(hours))
    })
}

fn price(amount: i64) -> Money {
    Money::new(amount, Currency::parse("RUB").unwrap()).unwrap()
}

fn meeting() -> Meeting {
    Meeting {
        weekdays: vec![Weekday::Monday, Weekday::Thursday],
        start: ClockTime::parse("09:05").unwrap(),
        end: ClockTime::parse("10:45").unwrap(),
        room: None,
    }
}
