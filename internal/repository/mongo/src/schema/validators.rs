//! What the server itself checks: the types of the fields that queries and conversions rely on.
//!
//! A validator is the last line against a bug or a hand-written change; rules are the domain's.

use bson::{Bson, Document, doc};

use super::{
    COUNTERS, COURSES, EVENTS, IDEMPOTENCY, INSTRUCTORS, LEASES, LESSONS, PUBLICATION_REQUESTS,
    REVISION_LESSONS, REVISIONS, RUNS, SUBJECTS, identity, imports,
};

pub(super) const ID: &str = "binData";
pub(super) const TEXT: &str = "string";
pub(super) const LONG: &str = "long";
pub(super) const DATE: &str = "date";
pub(super) const BOOL: &str = "bool";
pub(super) const LIST: &str = "array";
pub(super) const OBJECT: &str = "object";

/// The validator of a collection.
pub(super) fn of(collection: &str) -> Document {
    let schema = match collection {
        COURSES => course(),
        LESSONS => record(&[("written", LONG)], &[])
            .with("_id", object(&[("course", ID), ("copy", TEXT), ("lesson", ID)], &[])),
        REVISIONS => record(&[("draft_version", LONG), ("at", DATE), ("content", OBJECT)], &[])
            .with("_id", object(&[("course", ID), ("number", LONG)], &[])),
        REVISION_LESSONS => record(&[], &[("content", OBJECT)])
            .with("_id", object(&[("course", ID), ("lesson", ID), ("revision", LONG)], &[])),
        PUBLICATION_REQUESTS => aggregate(
            &[
                ("course_id", ID),
                ("owner", ID),
                ("draft_version", LONG),
                ("status", TEXT),
                ("open", BOOL),
            ],
            &[("comment", TEXT), ("decided_by", ID), ("decided_at", DATE)],
        ),
        RUNS => aggregate(
            &[
                ("course_id", ID),
                ("key", TEXT),
                ("status", TEXT),
                ("time_zone", TEXT),
                ("mode", TEXT),
                ("meetings", LIST),
                ("instructor_ids", LIST),
                ("deleted", BOOL),
            ],
            &[
                ("title", TEXT),
                ("starts_at", DATE),
                ("ends_at", DATE),
                ("opens_at", DATE),
                ("closes_at", DATE),
                ("location", TEXT),
                ("capacity", LONG),
                ("price", OBJECT),
            ],
        ),
        SUBJECTS => aggregate(
            &[("code", TEXT), ("title", TEXT)],
            &[("merged", OBJECT), ("suggest", OBJECT)],
        ),
        INSTRUCTORS => aggregate(
            &[("name", TEXT)],
            &[("bio", TEXT), ("external_ids", LIST), ("merged", OBJECT), ("suggest", OBJECT)],
        ),
        IDEMPOTENCY => record(
            &[
                ("fingerprint", ID),
                ("status", LONG),
                ("headers", LIST),
                ("body", ID),
                ("created_at", DATE),
                ("expires_at", DATE),
            ],
            &[],
        )
        .with("_id", object(&[("actor", ID), ("operation", TEXT), ("key", TEXT)], &[])),
        EVENTS => record(
            &[
                ("_id", ID),
                ("position", LONG),
                ("type", TEXT),
                ("aggregate_kind", TEXT),
                ("aggregate_id", ID),
                ("sequence", LONG),
                ("time", DATE),
                ("data", TEXT),
            ],
            &[("actor", ID), ("correlation_id", TEXT), ("causation_id", ID), ("traceparent", TEXT)],
        ),
        LEASES => {
            record(&[("_id", TEXT), ("token", LONG), ("expires_at", DATE)], &[("holder", ID)])
        }
        COUNTERS => record(&[("_id", TEXT), ("value", LONG)], &[]),
        _ => match identity::validator(collection).or_else(|| imports::validator(collection)) {
            Some(schema) => schema,
            None => return Document::new(),
        },
    };
    doc! { "$jsonSchema": schema }
}

fn course() -> Document {
    let content = || {
        object(
            &[("title", TEXT), ("level", TEXT), ("language", TEXT), ("instructor_ids", LIST)],
            &[("subject_id", ID), ("credits", OBJECT), ("sections", LIST)],
        )
    };
    let draft = object(&[("version", LONG), ("updated_at", DATE)], &[]);
    let published = object(&[("revision", LONG), ("draft_version", LONG), ("at", DATE)], &[]);
    aggregate(
        &[
            ("owner", ID),
            ("slugs", LIST),
            ("visibility", TEXT),
            ("tags", LIST),
            ("lifecycle", TEXT),
            ("listed", BOOL),
            ("deleted", BOOL),
        ],
        &[
            ("external_ids", LIST),
            ("first_published_at", DATE),
            ("offers", LIST),
            ("search", OBJECT),
            ("order", OBJECT),
            ("refs", LIST),
            ("suggest", OBJECT),
            ("absences", OBJECT),
            ("provenance", LIST),
        ],
    )
    .with("draft", draft.with("content", content()))
    .with_optional("published", published.with("content", content()))
}

/// What every aggregate has, and `fields`.
fn aggregate(fields: &[(&str, &str)], optional: &[(&str, &str)]) -> Document {
    let mut all = vec![
        ("_id", ID),
        ("revision", LONG),
        ("next_sequence", LONG),
        ("version", LONG),
        ("created_at", DATE),
        ("updated_at", DATE),
    ];
    all.extend(fields);
    let mut rest = vec![("outbox", LIST), ("outbox_since", DATE)];
    rest.extend(optional);
    record(&all, &rest)
}

fn record(fields: &[(&str, &str)], optional: &[(&str, &str)]) -> Document {
    object(fields, optional)
}

/// An object with these fields; optional ones may be null or missing.
pub(super) fn object(fields: &[(&str, &str)], optional: &[(&str, &str)]) -> Document {
    let mut properties = Document::new();
    for (name, kind) in fields {
        properties.insert(*name, doc! { "bsonType": *kind });
    }
    for (name, kind) in optional {
        properties.insert(*name, doc! { "bsonType": [*kind, "null"] });
    }
    let required: Vec<Bson> = fields.iter().map(|(name, _)| Bson::from(*name)).collect();
    doc! { "bsonType": OBJECT, "required": required, "properties": properties }
}

/// Adds a field with a schema of its own.
pub(super) trait With {
    fn with(self, name: &str, schema: Document) -> Document;
    fn with_optional(self, name: &str, schema: Document) -> Document;
}

impl With for Document {
    fn with(mut self, name: &str, schema: Document) -> Document {
        if let Ok(required) = self.get_array_mut("required") {
            required.push(name.into());
        }
        if let Ok(properties) = self.get_document_mut("properties") {
            properties.insert(name, schema);
        }
        self
    }

    fn with_optional(mut self, name: &str, mut schema: Document) -> Document {
        schema.insert("bsonType", vec![OBJECT, "null"]);
        if let Ok(properties) = self.get_document_mut("properties") {
            properties.insert(name, schema);
        }
        self
    }
}
