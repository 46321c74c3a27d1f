//! How an entity remembers what happened to it until it is committed.

use jiff::Timestamp;

use crate::shared::EventId;
use crate::{Event, EventData, EventOrigin};

/// The events of one entity since it was read, and the revision it was read at.
///
/// `revision` is the store's own counter: 0 for an entity that was never stored; every commit
/// that changes the entity raises it by one. It guards the commit, and because the next event
/// number is part of the entity, it also keeps the numbers of events without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorder<E> {
    read_at: u64,
    events: Vec<(u64, E)>,
}

impl<E: Into<EventData>> Recorder<E> {
    /// For an entity read at `revision`.
    #[must_use]
    pub const fn at(revision: u64) -> Self {
        Self { read_at: revision, events: Vec::new() }
    }

    /// The revision the entity was read at; 0 if it is new.
    #[must_use]
    pub const fn read_at(&self) -> u64 {
        self.read_at
    }

    /// Whether anything happened.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Notes that something happened; `next_sequence` belongs to the entity and is moved on.
    pub fn record(&mut self, next_sequence: &mut u64, event: E) {
        self.events.push((*next_sequence, event));
        *next_sequence += 1;
    }

    /// Turns what happened into events that can be committed.
    pub fn into_events(
        self,
        time: Timestamp,
        origin: &EventOrigin,
        mut new_id: impl FnMut() -> EventId,
    ) -> Vec<Event> {
        self.events
            .into_iter()
            .map(|(sequence, event)| {
                let data = event.into();
                let aggregate = data.aggregate();
                Event { id: new_id(), aggregate, sequence, time, origin: origin.clone(), data }
            })
            .collect()
    }
}
