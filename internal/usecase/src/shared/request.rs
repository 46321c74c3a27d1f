//! On whose behalf something happens, and how it can be traced.

use courses_domain::shared::{Actor, Recorder};
use courses_domain::{Event, EventData, EventOrigin};
use jiff::Timestamp;

use crate::{Ports, Refusal};

/// Who asks, and under which request id.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Who asks; `None` for somebody unknown.
    pub actor: Option<Actor>,
    /// The id of the request, the same on everything that it causes.
    pub id: String,
    /// W3C trace context.
    pub traceparent: Option<String>,
}

impl Request {
    /// The actor.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unauthenticated`] if nobody is known.
    pub(crate) fn actor(&self) -> Result<&Actor, Refusal> {
        self.actor.as_ref().ok_or(Refusal::Unauthenticated)
    }

    /// Turns what happened to an entity into events of this request.
    pub(crate) fn events<E: Into<EventData>>(
        &self,
        recorder: Recorder<E>,
        now: Timestamp,
        ports: &Ports,
    ) -> Vec<Event> {
        let origin = EventOrigin {
            actor: self.actor.as_ref().map(Actor::account),
            correlation_id: Some(self.id.clone()).filter(|id| !id.is_empty()),
            causation_id: None,
            traceparent: self.traceparent.clone(),
        };
        recorder.into_events(now, &origin, || ports.ids.new_id().into())
    }
}
