//! Events: waiting in the outbox of their aggregate, and in the log.
//!
//! Growth: the log keeps every event, about half a kilobyte each; it is read by position only,
//! so old positions can be moved to an archive.

use bson::{Bson, DateTime, Document, doc};
use courses_domain::{AggregateKind, Event};
use courses_port::LoggedEvent;
use serde::{Deserialize, Serialize};

use super::Record;
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp};
use crate::error::BadField;

/// An event in the `outbox` of its aggregate, which says the rest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OutboxDocument {
    pub(crate) id: bson::Uuid,
    #[serde(rename = "type")]
    type_name: String,
    sequence: i64,
    pub(crate) time: DateTime,
    actor: Option<bson::Uuid>,
    correlation_id: Option<String>,
    causation_id: Option<bson::Uuid>,
    traceparent: Option<String>,
    data: String,
}

impl From<&Event> for OutboxDocument {
    fn from(event: &Event) -> Self {
        let origin = &event.origin;
        Self {
            id: to_binary(event.id),
            type_name: event.data.type_name().to_owned(),
            sequence: to_long(event.sequence),
            time: to_date(event.time),
            actor: origin.actor.map(to_binary),
            correlation_id: origin.correlation_id.clone(),
            causation_id: origin.causation_id.map(to_binary),
            traceparent: origin.traceparent.clone(),
            data: courses_event::data_json(event),
        }
    }
}

/// What the collector needs of an aggregate with waiting events.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct WaitingDocument {
    #[serde(rename = "_id")]
    pub(crate) id: bson::Uuid,
    pub(crate) outbox_since: DateTime,
    #[serde(default)]
    pub(crate) outbox: Vec<OutboxDocument>,
}

impl Record for WaitingDocument {
    type Entity = Self;

    fn into_entity(self) -> Result<Self, BadField> {
        Ok(self)
    }
}

/// An event as it lies in `events`.
pub(crate) fn log_document(
    event: &OutboxDocument,
    kind: AggregateKind,
    aggregate: bson::Uuid,
    position: i64,
) -> Document {
    let optional = |text: &Option<String>| text.clone().map_or(Bson::Null, Bson::String);
    doc! {
        "_id": event.id,
        "position": position,
        "type": &event.type_name,
        "aggregate_kind": kind.word(),
        "aggregate_id": aggregate,
        "sequence": event.sequence,
        "time": event.time,
        "actor": event.actor,
        "correlation_id": optional(&event.correlation_id),
        "causation_id": event.causation_id,
        "traceparent": optional(&event.traceparent),
        "data": &event.data,
    }
}

/// An event as it lies in `events`.
#[derive(Debug, Deserialize)]
pub(crate) struct LoggedEventDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    position: i64,
    #[serde(rename = "type")]
    type_name: String,
    aggregate_kind: String,
    aggregate_id: bson::Uuid,
    sequence: i64,
    time: DateTime,
    actor: Option<bson::Uuid>,
    correlation_id: Option<String>,
    causation_id: Option<bson::Uuid>,
    traceparent: Option<String>,
    data: String,
}

impl Record for LoggedEventDocument {
    type Entity = LoggedEvent;

    fn into_entity(self) -> Result<LoggedEvent, BadField> {
        Ok(LoggedEvent {
            position: to_number(self.position, "position")?,
            id: to_id(self.id),
            type_name: self.type_name,
            aggregate_kind: self.aggregate_kind,
            aggregate_id: to_id(self.aggregate_id),
            sequence: to_number(self.sequence, "sequence")?,
            time: to_timestamp(self.time, "time")?,
            actor: self.actor.map(to_id),
            correlation_id: self.correlation_id,
            causation_id: self.causation_id.map(to_id),
            traceparent: self.traceparent,
            data: self.data,
        })
    }
}
