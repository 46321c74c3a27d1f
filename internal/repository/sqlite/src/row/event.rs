//! Events: those of the log, and how far those of an account are.

use courses_port::LoggedEvent;
use courses_port::identity::{AccountEvent, Delivery};
use rusqlite::Row;

use super::Columns;
use crate::error::Failure;

/// An event of the log.
pub(crate) fn read_event(row: &Row<'_>) -> Result<LoggedEvent, Failure> {
    let position: i64 = row.get("position")?;
    let it = Columns::named("events", row, position.to_string());
    Ok(LoggedEvent {
        position: it.counter("position")?,
        id: it.id("event")?,
        type_name: it.get("type")?,
        aggregate_kind: it.get("aggregate_kind")?,
        aggregate_id: it.id("aggregate")?,
        sequence: it.counter("sequence")?,
        time: it.time("time")?,
        actor: it.id_if_any("actor")?,
        correlation_id: it.get("correlation")?,
        causation_id: it.id_if_any("causation")?,
        traceparent: it.get("traceparent")?,
        data: it.get("data")?,
    })
}

/// An event of an account, from the log or from where it waits.
pub(crate) fn read_account_event(row: &Row<'_>) -> Result<AccountEvent, Failure> {
    let sequence: i64 = row.get("sequence")?;
    let it = Columns::named("events", row, sequence.to_string());
    let waiting: bool = it.get("waiting")?;
    Ok(AccountEvent {
        id: it.id("event")?,
        sequence: it.counter("sequence")?,
        type_name: it.get("type")?,
        time: it.time("time")?,
        delivery: if waiting { Delivery::InProgress } else { Delivery::Delivered },
    })
}
