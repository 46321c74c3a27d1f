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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::catalogue::CatalogueEvent;
    use crate::{Aggregate, AggregateKind};

    #[test]
    fn events_keep_their_order_and_carry_who_asked() {
        let subject = Uuid::from_u128(7);
        let happened =
            |version| CatalogueEvent::SubjectChanged { subject: subject.into(), version };
        let mut next_sequence = 4;
        let mut recorder = Recorder::at(3);
        assert!(recorder.is_empty());
        recorder.record(&mut next_sequence, happened(1));
        recorder.record(&mut next_sequence, happened(2));
        assert_eq!((recorder.read_at(), recorder.is_empty(), next_sequence), (3, false, 6));

        let origin =
            EventOrigin { correlation_id: Some("request".to_owned()), ..EventOrigin::default() };
        let mut ids = 0..;
        let new_id = || Uuid::from_u128(ids.next().unwrap()).into();
        let events = recorder.into_events(Timestamp::UNIX_EPOCH, &origin, new_id);
        let sequences: Vec<u64> = events.iter().map(|event| event.sequence).collect();
        assert_eq!(sequences, [4, 5]);
        assert_ne!(events[0].id, events[1].id);
        for event in events {
            assert_eq!(event.aggregate, Aggregate { kind: AggregateKind::Subject, id: subject });
            assert_eq!((event.time, event.origin), (Timestamp::UNIX_EPOCH, origin.clone()));
        }
    }
}
