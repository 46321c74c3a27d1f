//! One aggregate to save, as documents.

use bson::{Bson, DateTime, Document, doc};
use courses_domain::{Aggregate, AggregateKind, Event};
use courses_port::catalogue::{CourseWrite, InstructorWrite, RunWrite, SubjectWrite};

use crate::convert::{to_binary, to_long};
use crate::document::{
    CourseDocument, InstructorDocument, OutboxDocument, RunDocument, SubjectDocument, encode,
    search_document,
};

/// Dropped from a document whose state does not have it, for the sake of a unique index.
const EXTERNAL_IDS: &str = "external_ids";

/// One aggregate to save.
#[derive(Debug, Clone)]
pub(super) struct Save {
    pub(super) aggregate: Aggregate,
    /// The revision it was read at; 0 if it is new.
    pub(super) read_at: u64,
    /// Everything that is set.
    fields: Document,
    /// What a new document has beside.
    at_first: Document,
    events: Vec<OutboxDocument>,
}

impl Save {
    fn new(kind: AggregateKind, id: impl Into<uuid::Uuid>, read_at: u64, events: &[Event]) -> Self {
        Self {
            aggregate: Aggregate { kind, id: id.into() },
            read_at,
            fields: Document::new(),
            at_first: Document::new(),
            events: events.iter().map(OutboxDocument::from).collect(),
        }
    }

    pub(super) fn is_new(&self) -> bool {
        self.read_at == 0
    }

    /// The runs that a new course begins with.
    pub(super) fn offering(&mut self, offers: Vec<Document>) {
        self.at_first.insert("offers", offers);
    }

    /// The id of the first event that is born with this change.
    pub(super) fn first_event(&self) -> Option<bson::Uuid> {
        self.events.first().map(|event| event.id)
    }

    /// The whole document of a new aggregate.
    pub(super) fn document(&self) -> Document {
        let mut document = self.fields.clone();
        document.extend(self.at_first.clone());
        if let Some(since) = self.since() {
            document.insert("outbox", self.outbox());
            document.insert("outbox_since", since);
        }
        document
    }

    /// Matches the document that was read, and no later one; nothing is changed once it is deleted.
    pub(super) fn filter(&self) -> Document {
        doc! {
            "_id": to_binary(self.aggregate.id),
            "revision": to_long(self.read_at),
            "deleted": { "$ne": true },
        }
    }

    /// Changes what is part of the state and appends the events; leaves everything else alone.
    pub(super) fn update(&self) -> Document {
        let mut fields = self.fields.clone();
        fields.remove("_id");
        let mut update = Document::new();
        if has_external_ids(self.aggregate.kind) && !fields.contains_key(EXTERNAL_IDS) {
            update.insert("$unset", doc! { EXTERNAL_IDS: "" });
        }
        update.insert("$set", fields);
        if let Some(since) = self.since() {
            update.insert("$push", doc! { "outbox": { "$each": self.outbox() } });
            update.insert("$min", doc! { "outbox_since": since });
        }
        update
    }

    fn since(&self) -> Option<DateTime> {
        self.events.iter().map(|event| event.time).min()
    }

    fn outbox(&self) -> Vec<Bson> {
        self.events.iter().map(|event| encode(event).into()).collect()
    }
}

const fn has_external_ids(kind: AggregateKind) -> bool {
    matches!(kind, AggregateKind::Course | AggregateKind::Instructor)
}

impl From<&CourseWrite> for Save {
    fn from(write: &CourseWrite) -> Self {
        let kind = AggregateKind::Course;
        let mut save = Self::new(kind, write.state.id, write.read_at, &write.events);
        save.fields = encode(&CourseDocument::from(&write.state));
        if let Some(entry) = &write.search {
            save.fields.insert("search", search_document(entry));
        }
        save.offering(Vec::new());
        save
    }
}

impl From<&RunWrite> for Save {
    fn from(write: &RunWrite) -> Self {
        let kind = AggregateKind::Run;
        let fields = encode(&RunDocument::from(&write.state));
        Self { fields, ..Self::new(kind, write.state.id, write.read_at, &write.events) }
    }
}

impl From<&SubjectWrite> for Save {
    fn from(write: &SubjectWrite) -> Self {
        let kind = AggregateKind::Subject;
        let fields = encode(&SubjectDocument::from(&write.state));
        Self { fields, ..Self::new(kind, write.state.id, write.read_at, &write.events) }
    }
}

impl From<&InstructorWrite> for Save {
    fn from(write: &InstructorWrite) -> Self {
        let kind = AggregateKind::Instructor;
        let fields = encode(&InstructorDocument::from(&write.state));
        Self { fields, ..Self::new(kind, write.state.id, write.read_at, &write.events) }
    }
}

#[cfg(test)]
mod tests {
    use courses_testkit::build::Make;

    use super::*;

    #[test]
    fn an_update_touches_neither_offers_nor_waiting_events() {
        let mut make = Make::new(1);
        let state = make.rich_course();
        let write = CourseWrite {
            read_at: 1,
            state,
            search: None,
            lessons: Vec::new(),
            publishes_lessons: false,
            events: Vec::new(),
        };

        let update = Save::from(&write).update();

        let set = update.get_document("$set").unwrap();
        for field in ["_id", "offers", "outbox", "outbox_since", "search"] {
            assert!(!set.contains_key(field), "{field}");
        }
    }

    #[test]
    fn external_ids_that_are_gone_leave_their_index() {
        let mut make = Make::new(2);
        let mut state = make.rich_instructor();
        state.external_ids.clear();
        let write = InstructorWrite { read_at: 1, state, events: Vec::new() };

        let update = Save::from(&write).update();

        assert_eq!(update.get_document("$unset").unwrap(), &doc! { "external_ids": "" });
    }
}
