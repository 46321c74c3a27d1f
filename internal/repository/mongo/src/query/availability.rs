//! What `RunState::availability` means, as a condition on the `offers` of a course.
//!
//! The rules are the domain's, written the other way round: for each answer, the runs that get
//! it at a given time. A comparison of dates never holds for null, so open ends need no care of
//! their own; `not` turns such a comparison round and holds for null.

use bson::{DateTime, Document, doc};
use courses_domain::catalogue::{Availability, RunStatus};
use courses_port::catalogue::OfferFilter;
use jiff::Timestamp;

use crate::convert::to_date;

/// The condition that one and the same offer must meet.
pub(super) fn offer(filter: &OfferFilter, now: Timestamp) -> Document {
    let mut condition = Document::new();
    if let Some(availability) = filter.availability {
        condition = available(availability, to_date(now));
    }
    let mut price = Document::new();
    if let Some(least) = filter.price_min {
        price.insert("$gte", least);
    }
    if let Some(most) = filter.price_max {
        price.insert("$lte", most);
    }
    if !price.is_empty() {
        condition.insert("price", price);
    }
    condition
}

fn available(availability: Availability, now: DateTime) -> Document {
    use RunStatus::{Cancelled, Closed, Completed, Open, Planned};
    let at = At(now);
    match availability {
        Availability::Cancelled => any(vec![in_status(&[Cancelled])]),
        Availability::Ended => {
            let over = doc! { "ends_at": at.past() };
            any(vec![in_status(&[Completed]), with(in_status(&[Planned, Open, Closed]), over)])
        }
        Availability::NotYetOpen => any(vec![
            with(at.going(Planned), doc! { "starts_at": at.future() }),
            with(at.going(Open), doc! { "opens_at": at.future() }),
        ]),
        Availability::ToBeScheduled => {
            any(vec![with(at.going(Planned), doc! { "starts_at": null })])
        }
        Availability::Open => {
            any(vec![with(at.inside(), doc! { "closes_at": at.not_past(), "seats": { "$ne": 0 } })])
        }
        Availability::Running => {
            let begun = || doc! { "starts_at": at.past() };
            any(vec![
                with(at.going(Planned), begun()),
                with(at.going(Closed), begun()),
                with(at.no_seats(), begun()),
            ])
        }
        Availability::Closed => {
            let not_begun = || doc! { "starts_at": at.not_past() };
            any(vec![with(at.going(Closed), not_begun()), with(at.no_seats(), not_begun())])
        }
        // Seats are not counted yet, so nothing is full: no run has such a status.
        Availability::Full => doc! { "status": "full" },
    }
}

/// Conditions at a time.
struct At(DateTime);

impl At {
    fn past(&self) -> Document {
        doc! { "$lte": self.0 }
    }

    fn future(&self) -> Document {
        doc! { "$gt": self.0 }
    }

    /// In the future, or never.
    fn not_past(&self) -> Document {
        doc! { "$not": { "$lte": self.0 } }
    }

    /// In this status and not over.
    fn going(&self, status: RunStatus) -> Document {
        doc! { "status": status.word(), "ends_at": self.not_past() }
    }

    /// Open, and its window has begun.
    fn inside(&self) -> Document {
        with(self.going(RunStatus::Open), doc! { "opens_at": { "$not": { "$gt": self.0 } } })
    }

    /// Open, its window has begun, and it is past or there are no seats at all.
    fn no_seats(&self) -> Document {
        let ended = vec![doc! { "closes_at": self.past() }, doc! { "seats": 0 }];
        with(self.inside(), doc! { "$or": ended })
    }
}

fn in_status(statuses: &[RunStatus]) -> Document {
    let words: Vec<&str> = statuses.iter().map(|status| status.word()).collect();
    doc! { "status": { "$in": words } }
}

fn with(mut condition: Document, more: Document) -> Document {
    condition.extend(more);
    condition
}

fn any(mut conditions: Vec<Document>) -> Document {
    match conditions.pop() {
        Some(only) if conditions.is_empty() => only,
        Some(last) => {
            conditions.push(last);
            doc! { "$or": conditions }
        }
        None => Document::new(),
    }
}
