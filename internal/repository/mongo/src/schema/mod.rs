//! The collections as they are declared, and the migrations that declare them.

mod indexes;
mod migrations;
mod validators;

pub(crate) use indexes::{
    EXTERNAL_IDS_UNIQUE, ID, RUN_KEY_UNIQUE, SLUGS_UNIQUE, SUBJECT_CODE_UNIQUE,
};
pub(crate) use migrations::MIGRATIONS;

use courses_domain::AggregateKind;
use xmongo::CollectionSpec;

pub(crate) const COURSES: &str = "courses";
pub(crate) const LESSONS: &str = "lessons";
pub(crate) const RUNS: &str = "runs";
pub(crate) const SUBJECTS: &str = "subjects";
pub(crate) const INSTRUCTORS: &str = "instructors";
pub(crate) const IDEMPOTENCY: &str = "idempotency";
pub(crate) const EVENTS: &str = "events";
pub(crate) const LEASES: &str = "leases";
pub(crate) const COUNTERS: &str = "counters";

/// Every collection but `migrations`, which looks after itself.
const ALL: [&str; 9] =
    [COURSES, LESSONS, RUNS, SUBJECTS, INSTRUCTORS, IDEMPOTENCY, EVENTS, LEASES, COUNTERS];

/// The collection that keeps aggregates of `kind`.
pub(crate) const fn collection_of(kind: AggregateKind) -> &'static str {
    match kind {
        AggregateKind::Course => COURSES,
        AggregateKind::Run => RUNS,
        AggregateKind::Subject => SUBJECTS,
        AggregateKind::Instructor => INSTRUCTORS,
    }
}

/// Every collection with its validator and indexes.
fn collections() -> impl Iterator<Item = CollectionSpec> {
    ALL.into_iter().map(|name| CollectionSpec {
        name,
        validator: validators::of(name),
        indexes: indexes::of(name),
    })
}
