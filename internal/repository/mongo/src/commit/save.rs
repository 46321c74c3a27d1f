//! One aggregate to save, as documents.

use bson::{Binary, DateTime, RawArrayBuf, RawDocumentBuf, cstr, rawdoc};
use courses_domain::{Aggregate, AggregateKind, Event};
use courses_port::catalogue::{
    CourseWrite, InstructorWrite, PublicationRequestWrite, RunWrite, SubjectWrite,
};
use serde::Serialize;

use crate::convert::{to_binary, to_long};
use crate::document::{
    CourseDocument, InstructorDocument, OfferDocument, OutboxDocument, PublicationRequestDocument,
    RunDocument, SearchDocument, SubjectDocument, encode_raw,
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
    fields: RawDocumentBuf,
    /// The new runs of a course.
    offers: Vec<OfferDocument>,
    events: Vec<OutboxDocument>,
}

impl Save {
    /// An aggregate whose state is `fields`.
    pub(super) fn of(
        kind: AggregateKind,
        id: impl Into<uuid::Uuid>,
        read_at: u64,
        events: &[Event],
        fields: impl Serialize,
    ) -> Self {
        Self {
            aggregate: Aggregate { kind, id: id.into() },
            read_at,
            fields: encode_raw(&fields),
            offers: Vec::new(),
            events: events.iter().map(OutboxDocument::from).collect(),
        }
    }

    pub(super) fn is_new(&self) -> bool {
        self.read_at == 0
    }

    /// Adds these runs to a course that knows none of them.
    pub(super) fn offering(&mut self, offers: Vec<OfferDocument>) {
        self.offers = offers;
    }

    /// The id of the first event that is born with this change.
    pub(super) fn first_event(&self) -> Option<bson::Uuid> {
        self.events.first().map(|event| event.id)
    }

    /// The whole document of a new aggregate.
    pub(super) fn document(&self) -> RawDocumentBuf {
        let mut document = self.fields.clone();
        if self.aggregate.kind == AggregateKind::Course {
            document.append(cstr!("offers"), array(&self.offers));
        }
        if let Some(since) = self.since() {
            document.append(cstr!("outbox"), array(&self.events));
            document.append(cstr!("outbox_since"), since);
        }
        document
    }

    /// Matches the document that was read, and no later one; nothing is changed once it is deleted.
    pub(super) fn filter(&self) -> RawDocumentBuf {
        rawdoc! {
            "_id": Binary::from_uuid(to_binary(self.aggregate.id)),
            "revision": to_long(self.read_at),
            "deleted": { "$ne": true },
        }
    }

    /// Changes what is part of the state, appends events and new runs; leaves everything else alone.
    pub(super) fn update(&self) -> RawDocumentBuf {
        let (mut fields, mut named) = (RawDocumentBuf::new(), false);
        for (key, value) in self.fields.iter().flatten() {
            named |= key == EXTERNAL_IDS;
            if key != "_id" {
                fields.append(key, value);
            }
        }
        let mut update = RawDocumentBuf::new();
        if has_external_ids(self.aggregate.kind) && !named {
            update.append(cstr!("$unset"), rawdoc! { "external_ids": "" });
        }
        update.append(cstr!("$set"), fields);
        let mut push = RawDocumentBuf::new();
        if !self.offers.is_empty() {
            push.append(cstr!("offers"), rawdoc! { "$each": array(&self.offers) });
        }
        if !self.events.is_empty() {
            push.append(cstr!("outbox"), rawdoc! { "$each": array(&self.events) });
        }
        if push.iter().next().is_some() {
            update.append(cstr!("$push"), push);
        }
        if let Some(since) = self.since() {
            update.append(cstr!("$min"), rawdoc! { "outbox_since": since });
        }
        update
    }

    fn since(&self) -> Option<DateTime> {
        self.events.iter().map(|event| event.time).min()
    }
}

fn array<T: Serialize>(documents: &[T]) -> RawArrayBuf {
    documents.iter().map(encode_raw).collect()
}

const fn has_external_ids(kind: AggregateKind) -> bool {
    matches!(kind, AggregateKind::Course | AggregateKind::Instructor)
}

impl From<&CourseWrite> for Save {
    fn from(write: &CourseWrite) -> Self {
        let (kind, fields) = (AggregateKind::Course, CourseDocument::from(&write.state));
        let mut save = Self::of(kind, write.state.id, write.read_at, &write.events, fields);
        if let Some(entry) = &write.search {
            save.fields.append(cstr!("search"), encode_raw(&SearchDocument::from(entry)));
        }
        save
    }
}

impl From<&PublicationRequestWrite> for Save {
    fn from(write: &PublicationRequestWrite) -> Self {
        let kind = AggregateKind::PublicationRequest;
        let fields = PublicationRequestDocument::from(&write.state);
        Self::of(kind, write.state.id, write.read_at, &write.events, fields)
    }
}

impl From<&RunWrite> for Save {
    fn from(write: &RunWrite) -> Self {
        let (kind, fields) = (AggregateKind::Run, RunDocument::from(&write.state));
        Self::of(kind, write.state.id, write.read_at, &write.events, fields)
    }
}

impl From<&SubjectWrite> for Save {
    fn from(write: &SubjectWrite) -> Self {
        let (kind, fields) = (AggregateKind::Subject, SubjectDocument::from(&write.state));
        Self::of(kind, write.state.id, write.read_at, &write.events, fields)
    }
}

impl From<&InstructorWrite> for Save {
    fn from(write: &InstructorWrite) -> Self {
        let (kind, fields) = (AggregateKind::Instructor, InstructorDocument::from(&write.state));
        Self::of(kind, write.state.id, write.read_at, &write.events, fields)
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
            assert!(set.get(field).unwrap().is_none(), "{field}");
        }
    }

    #[test]
    fn external_ids_that_are_gone_leave_their_index() {
        let mut make = Make::new(2);
        let mut state = make.rich_instructor();
        state.external_ids.clear();
        let write = InstructorWrite { read_at: 1, state, events: Vec::new() };

        let update = Save::from(&write).update();

        assert_eq!(update.get_document("$unset").unwrap(), &*rawdoc! { "external_ids": "" });
    }
}
