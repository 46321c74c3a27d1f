//! Events of the log.

use courses_port::LoggedEvent;
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
