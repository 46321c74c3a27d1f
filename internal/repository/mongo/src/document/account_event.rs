//! Events as their account sees them: in the log, or still waiting in its outbox.

use bson::DateTime;
use courses_port::identity::{AccountEvent, Delivery};
use serde::Deserialize;

use super::Record;
use crate::convert::{to_id, to_number, to_timestamp};
use crate::error::BadField;

/// What is shown of an event in `events`.
#[derive(Deserialize)]
pub(crate) struct LoggedAccountEvent {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    #[serde(rename = "type")]
    type_name: String,
    sequence: i64,
    time: DateTime,
}

/// The outbox of an account.
#[derive(Deserialize)]
pub(crate) struct WaitingAccountEvents {
    #[serde(default)]
    outbox: Vec<WaitingAccountEvent>,
}

#[derive(Deserialize)]
struct WaitingAccountEvent {
    id: bson::Uuid,
    #[serde(rename = "type")]
    type_name: String,
    sequence: i64,
    time: DateTime,
}

impl Record for LoggedAccountEvent {
    type Entity = AccountEvent;

    fn into_entity(self) -> Result<AccountEvent, BadField> {
        Ok(AccountEvent {
            id: to_id(self.id),
            sequence: to_number(self.sequence, "sequence")?,
            type_name: self.type_name,
            time: to_timestamp(self.time, "time")?,
            delivery: Delivery::Delivered,
        })
    }
}

impl Record for WaitingAccountEvents {
    type Entity = Vec<AccountEvent>;

    fn into_entity(self) -> Result<Vec<AccountEvent>, BadField> {
        let events = self.outbox.into_iter().enumerate().map(|(at, event)| {
            event.into_event().map_err(|bad| bad.within(format_args!("outbox.{at}")))
        });
        events.collect()
    }
}

impl WaitingAccountEvent {
    fn into_event(self) -> Result<AccountEvent, BadField> {
        Ok(AccountEvent {
            id: to_id(self.id),
            sequence: to_number(self.sequence, "sequence")?,
            type_name: self.type_name,
            time: to_timestamp(self.time, "time")?,
            delivery: Delivery::InProgress,
        })
    }
}
