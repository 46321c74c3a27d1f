//! Events, the same columns while they wait and in the log.

use courses_domain::Event;
use courses_port::LoggedEvent;
use rusqlite::{Row, ToSql};

use super::{Columns, blob, int, millis};
use crate::error::Failure;

/// What is bound when an event begins to wait, in the order of the columns.
pub(crate) fn event_params(event: &Event) -> [Box<dyn ToSql>; 11] {
    let origin = &event.origin;
    [
        Box::new(blob(event.id)),
        Box::new(event.data.type_name()),
        Box::new(event.aggregate.kind.word()),
        Box::new(blob(event.aggregate.id)),
        Box::new(int(event.sequence)),
        Box::new(millis(event.time)),
        Box::new(origin.actor.map(blob)),
        Box::new(origin.correlation_id.clone()),
        Box::new(origin.causation_id.map(blob)),
        Box::new(origin.traceparent.clone()),
        Box::new(courses_event::data_json(event)),
    ]
}

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
