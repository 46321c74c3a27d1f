//! What a course's document knows of a run, so that one query can filter by both.

use bson::DateTime;
use courses_domain::catalogue::RunState;
use serde::Serialize;

use crate::convert::{to_binary, to_date};

/// A run inside the `offers` of its course: what availability and price are derived from.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OfferDocument {
    run_id: bson::Uuid,
    status: &'static str,
    starts_at: Option<DateTime>,
    ends_at: Option<DateTime>,
    opens_at: Option<DateTime>,
    closes_at: Option<DateTime>,
    /// Null without a limit.
    seats: Option<i64>,
    /// Minor units; a run without a price costs 0.
    price: i64,
}

impl From<&RunState> for OfferDocument {
    fn from(run: &RunState) -> Self {
        let details = &run.details;
        Self {
            run_id: to_binary(run.id),
            status: run.status.word(),
            starts_at: details.starts_at.map(to_date),
            ends_at: details.ends_at.map(to_date),
            opens_at: details.window.opens_at.map(to_date),
            closes_at: details.window.closes_at.map(to_date),
            seats: details.capacity.seats().map(i64::from),
            price: details.price.map_or(0, |price| price.amount()),
        }
    }
}
