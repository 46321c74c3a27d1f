//! The event log and the leases.

use async_trait::async_trait;
use courses_domain::{AggregateKind, Event};
use courses_port::{CollectedEvents, EventLog, Fence, Lease, Leases, LoggedEvent, StoreError};
use jiff::Timestamp;
use uuid::Uuid;

use crate::memory::MemoryStore;
use crate::memory::state::HeldLease;

#[async_trait]
impl EventLog for MemoryStore {
    async fn collect(&self, fence: &Fence, limit: u32) -> Result<CollectedEvents, StoreError> {
        let mut state = self.state();
        if state.leases.get(&fence.name).is_none_or(|it| it.token != fence.token) {
            return Ok(CollectedEvents::default());
        }
        let mut appended = 0;
        for _ in 0..limit {
            let Some((aggregate, events)) = state.outbox.pop_first() else { break };
            for event in events {
                let position = state.log.len() as u64 + 1;
                state.log.push(logged(position, &event));
                appended += 1;
            }
            match aggregate.kind {
                AggregateKind::Course
                    if state.courses.get(&aggregate.id).is_some_and(|it| it.deleted) =>
                {
                    state.courses.remove(&aggregate.id);
                }
                AggregateKind::Run
                    if state.runs.get(&aggregate.id).is_some_and(|it| it.deleted) =>
                {
                    state.runs.remove(&aggregate.id);
                }
                _ => {}
            }
        }
        Ok(CollectedEvents { appended, more: !state.outbox.is_empty() })
    }

    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StoreError> {
        let state = self.state();
        let events = state.log.iter().filter(|event| event.position > after);
        Ok(events.take(limit as usize).cloned().collect())
    }

    async fn waiting(&self) -> Result<(u64, Option<Timestamp>), StoreError> {
        let state = self.state();
        let oldest = state.outbox.values().flatten().map(|event| event.time).min();
        Ok((state.outbox.len() as u64, oldest))
    }

    async fn changed(&self) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[async_trait]
impl Leases for MemoryStore {
    async fn acquire(
        &self,
        name: &str,
        holder: Uuid,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        let mut state = self.state();
        let held = state.leases.entry(name.to_owned()).or_insert(HeldLease {
            token: 0,
            holder: None,
            expires_at: now,
        });
        let mine = held.holder == Some(holder);
        if held.holder.is_some() && !mine && held.expires_at > now {
            return Ok(None);
        }
        if !mine {
            held.token += 1;
            held.holder = Some(holder);
        }
        held.expires_at = expires_at;
        let fence = Fence { name: name.to_owned(), token: held.token };
        Ok(Some(Lease { fence, expires_at }))
    }

    async fn release(&self, name: &str, holder: Uuid) -> Result<(), StoreError> {
        if let Some(held) = self.state().leases.get_mut(name)
            && held.holder == Some(holder)
        {
            held.holder = None;
        }
        Ok(())
    }
}

fn logged(position: u64, event: &Event) -> LoggedEvent {
    LoggedEvent {
        position,
        id: event.id,
        type_name: event.data.type_name().to_owned(),
        aggregate_kind: event.aggregate.kind.word().to_owned(),
        aggregate_id: event.aggregate.id,
        sequence: event.sequence,
        time: event.time,
        actor: event.origin.actor.map(Uuid::from),
        correlation_id: event.origin.correlation_id.clone(),
        causation_id: event.origin.causation_id.map(Uuid::from),
        traceparent: event.origin.traceparent.clone(),
        data: courses_event::data_json(event),
    }
}
