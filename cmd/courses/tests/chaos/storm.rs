//! Writes while the primary of a replica set dies, steps down or freezes.

use std::time::{Duration, Instant};

use courses_testkit::server::mongo::ReplicaSet;
use tokio::task::block_in_place;

use crate::findings::Findings;
use crate::form;
use crate::home::Home;
use crate::service::Service;
use crate::truth;
use crate::writer::{Heard, Weather, Writers};

/// How long replication is held before a blow: what is written in that time is on the primary
/// alone, and must not be acknowledged.
const HELD: Duration = Duration::from_millis(400);

/// How soon acknowledgements come again once members had to notice and to elect.
const AGAIN: Duration = Duration::from_secs(2);

/// The same from the moment a primary takes writes, on a machine that has other things to do.
const AGAIN_AT_LEISURE: Duration = Duration::from_secs(10);

/// What happens to the primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    Kill,
    StepDown,
    Pause,
}

/// When it happened, and when another primary took writes.
struct Struck {
    at: Instant,
    elected: Instant,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_or_doubled_when_primaries_are_killed() {
    let (blows, every) = if form::is_full() { (5, 11) } else { (2, 6) };
    storm(Blow::Kill, blows, Duration::from_secs(every), Weather::Members).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_or_doubled_when_the_service_has_no_patience() {
    let (blows, every) = if form::is_full() { (3, 8) } else { (1, 6) };
    storm(Blow::Kill, blows, Duration::from_secs(every), Weather::Impatient).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_or_doubled_when_primaries_step_down() {
    let (blows, every) = if form::is_full() { (3, 8) } else { (1, 5) };
    storm(Blow::StepDown, blows, Duration::from_secs(every), Weather::Members).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_or_doubled_when_primaries_freeze() {
    let (blows, every) = if form::is_full() { (2, 12) } else { (1, 8) };
    storm(Blow::Pause, blows, Duration::from_secs(every), Weather::Frozen).await;
}

async fn storm(blow: Blow, blows: usize, every: Duration, weather: Weather) {
    let _turn = form::turn().await;
    let Some(mut set) = ReplicaSet::for_test(3) else { return };
    let home = Home::new(Some(set.uri()), weather.settings());
    // The first token makes the keys.
    home.token("teacher").await;
    let service = Service::start(&home).await;
    let writers = Writers::start(&home, weather).await;
    let begun = Instant::now();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut struck = Vec::new();
    for number in 1..=blows {
        // Every other one hits a primary that is ahead of everybody else.
        let held = number % 2 == 1;
        struck.push(block_in_place(|| strike(&mut set, blow, held)).unwrap());
        let rest = every.saturating_sub(struck[number - 1].at.elapsed());
        tokio::time::sleep(rest).await;
        let told = writers.acknowledged();
        Findings::progress(format!("{blow:?} {number} of {blows}: {told} acknowledged so far"));
    }
    let duration = begun.elapsed();
    let heard = writers.stop().await;

    let mut findings = Findings::default();
    Findings::figure("time", format!("{:.0} s of writes", duration.as_secs_f64()));
    gaps(&heard, &struck, (blow, weather), &mut findings);
    truth::compare(&home, &heard, &mut findings).await;
    truth::count_failures(&home, weather != Weather::Members, &mut findings).await;
    service.kill().await;
    truth::compare_events(&home, &heard, &mut findings).await;
    findings.tell();
}

/// One blow, and everything made good again.
fn strike(set: &mut ReplicaSet, blow: Blow, held: bool) -> anyhow::Result<Struck> {
    set.settle()?;
    if held {
        set.hold_replication()?;
        std::thread::sleep(HELD);
    }
    let old = set.primary()?;
    let at = Instant::now();
    match blow {
        Blow::Kill => set.kill(old)?,
        Blow::StepDown => set.force_step_down()?,
        Blow::Pause => set.pause(old)?,
    }
    // One that stepped down would hand on what it has; one that is dead or frozen cannot.
    if blow != Blow::StepDown {
        set.release()?;
    }
    set.primary()?;
    let elected = Instant::now();
    set.release()?;
    match blow {
        Blow::Kill => set.restart(old)?,
        Blow::StepDown => {}
        Blow::Pause => {
            // It wakes up in the belief that it is still the one.
            std::thread::sleep(AGAIN);
            set.resume(old)?;
        }
    }
    set.settle()?;
    Ok(Struck { at, elected })
}

/// How long nothing was acknowledged after each blow.
fn gaps(
    heard: &Heard,
    struck: &[Struck],
    (blow, weather): (Blow, Weather),
    findings: &mut Findings,
) {
    let most = ReplicaSet::ELECTION_TIMEOUT + AGAIN;
    for (number, Struck { at, elected }) in struck.iter().enumerate() {
        let end = struck.get(number + 1).map(|next| next.at);
        let times = heard.times.iter().copied();
        let mut times: Vec<Instant> =
            times.filter(|it| it > at && end.is_none_or(|end| *it < end)).collect();
        times.insert(0, *at);
        let widest = times.windows(2).max_by_key(|pair| pair[1] - pair[0]);
        let Some([from, to]) = widest else {
            findings.broken("gap", format!("nothing was acknowledged after blow {}", number + 1));
            continue;
        };
        let (gap, later) = (*to - *from, to.saturating_duration_since(*elected));
        let election = *elected - *at;
        Findings::figure(
            "gap",
            format!(
                "{:.1} s without an answer, a primary after {:.1} s",
                gap.as_secs_f64(),
                election.as_secs_f64()
            ),
        );
        if blow == Blow::Kill && weather == Weather::Members && form::is_full() {
            findings.check(gap <= most, "gap", format!("{gap:?} after blow {}", number + 1));
        }
        findings.check(later <= AGAIN_AT_LEISURE, "gap", format!("{later:?} after the election"));
    }
}
