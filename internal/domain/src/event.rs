//! An event as it is born: what happened to which aggregate, in which order, on whose behalf.

use jiff::Timestamp;
use uuid::Uuid;

use crate::catalogue::CatalogueEvent;
use crate::identity::IdentityEvent;
use crate::shared::{AccountId, EventId};

/// One fact about one aggregate, ready to be committed with the change that caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Names this event for ever; consumers use it to recognise a repetition.
    pub id: EventId,
    /// What the event is about.
    pub aggregate: Aggregate,
    /// Position among the events of the aggregate: 1, 2, 3 … without a gap.
    pub sequence: u64,
    /// When the change was decided.
    pub time: Timestamp,
    /// Who asked for it and on which path it came.
    pub origin: EventOrigin,
    /// What happened.
    pub data: EventData,
}

/// Who asked for a change and how the request can be traced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventOrigin {
    /// The account that made the request, if a person or service did.
    pub actor: Option<AccountId>,
    /// The request id, the same on everything that one request caused.
    pub correlation_id: Option<String>,
    /// The event whose handling caused this one.
    pub causation_id: Option<EventId>,
    /// W3C trace context of the request.
    pub traceparent: Option<String>,
}

/// The kinds of things that events are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AggregateKind {
    /// A course with its draft and published copy.
    Course,
    /// A request to have the draft of a course published.
    PublicationRequest,
    /// A dated offering of a course.
    Run,
    /// A field of study.
    Subject,
    /// A person who teaches.
    Instructor,
    /// A person or service that can sign in.
    Account,
    /// A sign-in on one device.
    Session,
    /// A key that a program signs in with.
    ApiKey,
}

impl AggregateKind {
    /// Every kind, in a fixed order.
    pub const ALL: [Self; 8] = [
        Self::Course,
        Self::PublicationRequest,
        Self::Run,
        Self::Subject,
        Self::Instructor,
        Self::Account,
        Self::Session,
        Self::ApiKey,
    ];

    /// The word used in event subjects: `course/<id>`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::PublicationRequest => "publication",
            Self::Run => "run",
            Self::Subject => "subject",
            Self::Instructor => "instructor",
            Self::Account => "account",
            Self::Session => "session",
            Self::ApiKey => "api_key",
        }
    }
}

/// One aggregate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Aggregate {
    /// What kind of thing it is.
    pub kind: AggregateKind,
    /// Its id.
    pub id: Uuid,
}

/// What happened, by context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventData {
    /// Something in the catalogue.
    Catalogue(CatalogueEvent),
    /// Something about who people are.
    Identity(IdentityEvent),
}

impl EventData {
    /// The registered type, for example `course.published`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Catalogue(event) => event.type_name(),
            Self::Identity(event) => event.type_name(),
        }
    }

    /// What the event is about.
    #[must_use]
    pub fn aggregate(&self) -> Aggregate {
        match self {
            Self::Catalogue(event) => event.aggregate(),
            Self::Identity(event) => event.aggregate(),
        }
    }
}
