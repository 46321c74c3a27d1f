//! The collections as they are declared, and the migrations that declare them.

mod identity;
mod imports;
mod indexes;
mod migrations;
mod suggestions;
mod validators;

pub(crate) use indexes::{
    EMAIL_UNIQUE, EXTERNAL_IDS_UNIQUE, ID, OPEN_REQUEST_UNIQUE, RUN_KEY_UNIQUE, SLUGS_UNIQUE,
    SUBJECT_CODE_UNIQUE,
};
pub(crate) use migrations::MIGRATIONS;

use courses_domain::AggregateKind;
use xmongo::CollectionSpec;

pub(crate) const COURSES: &str = "courses";
pub(crate) const LESSONS: &str = "lessons";
pub(crate) const PUBLICATION_REQUESTS: &str = "publication_requests";
pub(crate) const REVISIONS: &str = "revisions";
pub(crate) const REVISION_LESSONS: &str = "revision_lessons";
pub(crate) const RUNS: &str = "runs";
pub(crate) const SUBJECTS: &str = "subjects";
pub(crate) const INSTRUCTORS: &str = "instructors";
pub(crate) const IMPORTS: &str = "imports";
pub(crate) const IMPORT_REJECTS: &str = "import_rejects";
pub(crate) const IMPORT_PARTS: &str = "import_parts";
pub(crate) const ACCOUNTS: &str = "accounts";
pub(crate) const SESSIONS: &str = "sessions";
pub(crate) const API_KEYS: &str = "api_keys";
pub(crate) const AUDIT: &str = "audit";
pub(crate) const REVOCATIONS: &str = "revocations";
pub(crate) const MAILS: &str = "mails";
pub(crate) const SIGN_IN_ATTEMPTS: &str = "sign_in_attempts";
pub(crate) const IDEMPOTENCY: &str = "idempotency";
pub(crate) const EVENTS: &str = "events";
pub(crate) const LEASES: &str = "leases";
pub(crate) const COUNTERS: &str = "counters";

/// What stands before the source in the name of the counter of its rounds.
pub(crate) const ROUNDS_OF: &str = "rounds:";

/// The counter that is the head of the audit log.
pub(crate) const AUDIT_HEAD: &str = "audit";

/// Every collection but `migrations`, which looks after itself.
const ALL: [&str; 22] = [
    COURSES,
    LESSONS,
    PUBLICATION_REQUESTS,
    REVISIONS,
    REVISION_LESSONS,
    RUNS,
    SUBJECTS,
    INSTRUCTORS,
    IMPORTS,
    IMPORT_REJECTS,
    IMPORT_PARTS,
    ACCOUNTS,
    SESSIONS,
    API_KEYS,
    AUDIT,
    REVOCATIONS,
    MAILS,
    SIGN_IN_ATTEMPTS,
    IDEMPOTENCY,
    EVENTS,
    LEASES,
    COUNTERS,
];

/// The collection that keeps aggregates of `kind`.
pub(crate) const fn collection_of(kind: AggregateKind) -> &'static str {
    match kind {
        AggregateKind::Course => COURSES,
        AggregateKind::PublicationRequest => PUBLICATION_REQUESTS,
        AggregateKind::Run => RUNS,
        AggregateKind::Subject => SUBJECTS,
        AggregateKind::Instructor => INSTRUCTORS,
        AggregateKind::Account => ACCOUNTS,
        AggregateKind::Session => SESSIONS,
        AggregateKind::ApiKey => API_KEYS,
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
