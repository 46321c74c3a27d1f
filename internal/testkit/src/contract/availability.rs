//! The availability of a run is derived by the store exactly as by the domain.

use std::collections::BTreeSet;

use courses_domain::catalogue::{Availability, CourseId, RunState, RunStatus};
use courses_port::catalogue::{CourseQuery, OfferFilter};

use super::Stores;
use super::listing::ids;
use crate::build::{Make, Save as _};

/// Four hundred generated runs, one for each course, at several times around their limits.
pub async fn the_filter_agrees_with_the_domain(stores: &Stores) {
    let mut make = Make::new(1101);
    let noon = make.now();
    let mut runs: Vec<RunState> = Vec::new();
    for _ in 0..4 {
        let mut changes = Vec::new();
        for _ in 0..45 {
            let course = make.course("Course");
            let run = make.random_run(course.id);
            runs.push(run.clone());
            changes.extend([course.save(), run.save()]);
        }
        stores.put_all(&make, changes).await;
    }
    for offset in [-7_200_001, -3_600_000, -1, 0, 1, 2, 3_600_000, 7_200_000, 99_000_000] {
        let now = noon + jiff::SignedDuration::from_millis(offset);
        let mut total = 0;
        for availability in Availability::ALL {
            let offer = OfferFilter { availability: Some(availability), ..OfferFilter::default() };
            let query = CourseQuery { offer, ..CourseQuery::newest(200, now) };
            let found: BTreeSet<CourseId> = ids(stores, &query).await.into_iter().collect();
            let expected: BTreeSet<CourseId> = runs
                .iter()
                .filter(|run| run.availability(now) == availability)
                .map(|run| run.course_id)
                .collect();
            assert_eq!(found, expected, "{availability:?} at {now}");
            total += found.len();
        }
        assert_eq!(total, runs.len(), "every run has one availability");
    }
}

/// A course with an open run and a cheap run is not a course with an open, cheap run.
pub async fn one_and_the_same_run_meets_every_condition(stores: &Stores) {
    let mut make = Make::new(1102);
    let course = make.course("Course");
    let mut open = make.rich_run(course.id);
    open.status = RunStatus::Open;
    let mut free = make.run(course.id, "free");
    free.details.price = None;
    stores.put_all(&make, [course.clone().save(), open.save(), free.save()]).await;
    let offer = |availability, price_max| OfferFilter { availability, price_min: None, price_max };
    let query = |offer| CourseQuery { offer, ..CourseQuery::newest(10, make.now()) };
    let is_open = Some(Availability::Open);
    assert_eq!(ids(stores, &query(offer(is_open, None))).await, [course.id]);
    assert_eq!(ids(stores, &query(offer(None, Some(0)))).await, [course.id]);
    assert_eq!(ids(stores, &query(offer(is_open, Some(0)))).await, []);
}

/// Nothing has to be written for a run to open, begin and end.
pub async fn the_clock_decides(stores: &Stores) {
    let mut make = Make::new(1103);
    let course = make.course("Course");
    let run = make.rich_run(course.id);
    stores.put_all(&make, [course.clone().save(), run.clone().save()]).await;
    let details = &run.details;
    let moments = [
        (
            details.window.opens_at.map(|at| at - jiff::SignedDuration::from_millis(1)),
            "not_yet_open",
        ),
        (details.window.opens_at, "open"),
        (details.window.closes_at, "closed"),
        (details.starts_at, "running"),
        (details.ends_at, "ended"),
    ];
    for (moment, word) in moments {
        let now = moment.expect("a rich run has every time");
        for availability in Availability::ALL {
            let offer = OfferFilter { availability: Some(availability), ..OfferFilter::default() };
            let query = CourseQuery { offer, ..CourseQuery::newest(10, now) };
            let found = !ids(stores, &query).await.is_empty();
            assert_eq!(found, availability.word() == word, "{availability:?} at {now}");
        }
    }
}
