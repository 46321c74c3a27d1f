//! Every index, in one list.
//!
//! Unique indexes are partial, so that tombstones and documents without such a key are not held.
//! Indexes for the public catalogue begin with `listed` and hold listed courses only. A query
//! uses a partial index only if its filter implies the index's, which the tests of `query` check.

use bson::{Document, doc};
use xmongo::IndexSpec;

use super::{
    COURSES, EVENTS, IDEMPOTENCY, INSTRUCTORS, PUBLICATION_REQUESTS, RUNS, SUBJECTS, identity,
    imports,
};

/// The index on the id, which every collection has.
pub(crate) const ID: &str = "_id_";
pub(crate) const SLUGS_UNIQUE: &str = "slugs_unique";
pub(crate) const EXTERNAL_IDS_UNIQUE: &str = "external_ids_unique";
pub(crate) const OPEN_REQUEST_UNIQUE: &str = "course_open_unique";
pub(crate) const RUN_KEY_UNIQUE: &str = "course_key_unique";
pub(crate) const SUBJECT_CODE_UNIQUE: &str = "code_unique";
pub(crate) const EMAIL_UNIQUE: &str = "email_unique";

const PUBLISHED_LESSON: &str = "published.content.sections.topics.lessons.id";

/// The indexes of a collection.
pub(super) fn of(collection: &str) -> Vec<IndexSpec> {
    match collection {
        COURSES => courses(),
        PUBLICATION_REQUESTS => vec![
            IndexSpec::new(OPEN_REQUEST_UNIQUE, doc! { "course_id": 1 })
                .unique()
                .only_where(doc! { "open": true }),
            IndexSpec::new("status_oldest", doc! { "status": 1, "_id": 1 }),
            IndexSpec::new("owner_oldest", doc! { "owner": 1, "_id": 1 }),
            waiting(),
        ],
        RUNS => vec![
            IndexSpec::new(RUN_KEY_UNIQUE, doc! { "course_id": 1, "key": 1 })
                .unique()
                .only_where(alive()),
            IndexSpec::new("course_newest", doc! { "course_id": 1, "_id": -1 }).only_where(alive()),
            IndexSpec::new("references", doc! { "instructor_ids": 1 }).only_where(alive()),
            waiting(),
            tombstones(),
        ],
        SUBJECTS => vec![
            IndexSpec::new(SUBJECT_CODE_UNIQUE, doc! { "code": 1 }).unique(),
            IndexSpec::new("suggested", suggested()),
            unsettled(),
            waiting(),
        ],
        INSTRUCTORS => vec![
            IndexSpec::new(EXTERNAL_IDS_UNIQUE, doc! { "external_ids": 1 })
                .unique()
                .only_where(given("external_ids")),
            IndexSpec::new("suggested", suggested()),
            unsettled(),
            waiting(),
        ],
        IDEMPOTENCY => vec![IndexSpec::new("expiry", doc! { "expires_at": 1 })],
        EVENTS => vec![
            IndexSpec::new("position_unique", doc! { "position": 1 }).unique(),
            identity::account_events(),
        ],
        _ => identity::indexes(collection)
            .or_else(|| imports::indexes(collection))
            .unwrap_or_default(),
    }
}

fn courses() -> Vec<IndexSpec> {
    let mut external_ids = alive();
    external_ids.extend(given("external_ids"));
    // The usual order carries what is filtered by most, so that misses are not fetched and these
    // two facets are counted from the index alone. Backwards it is the order of the oldest.
    let newest = doc! {
        "listed": 1,
        "order.published_at": -1,
        "_id": 1,
        "published.content.level": 1,
        "published.content.language": 1,
    };
    let mut listed_suggested = doc! { "listed": 1 };
    listed_suggested.extend(suggested());
    vec![
        IndexSpec::new(SLUGS_UNIQUE, doc! { "slugs": 1 }).unique().only_where(alive()),
        IndexSpec::new(EXTERNAL_IDS_UNIQUE, doc! { "external_ids": 1 })
            .unique()
            .only_where(external_ids),
        IndexSpec::new("published_lessons", doc! { PUBLISHED_LESSON: 1 })
            .only_where(given(PUBLISHED_LESSON)),
        identity::owner_newest(),
        IndexSpec::new("references", doc! { "refs": 1 }),
        listed("listed_newest", newest),
        listed("listed_title", doc! { "listed": 1, "order.title": 1, "_id": 1 }),
        listed("listed_terms", doc! { "listed": 1, "search.terms": 1 }),
        listed("listed_suggested", listed_suggested),
        listed("listed_subject", newest_by("published.content.subject_id")),
        listed("listed_instructor", newest_by("published.content.instructor_ids")),
        listed("listed_tag", newest_by("tags")),
        waiting(),
        tombstones(),
    ]
}

fn listed(name: &'static str, keys: Document) -> IndexSpec {
    IndexSpec::new(name, keys).only_where(doc! { "listed": true })
}

fn newest_by(field: &str) -> Document {
    doc! { "listed": 1, field: 1, "order.published_at": -1, "_id": 1 }
}

/// The words that a thing is suggested by, and all that is shown of it or ordered by.
fn suggested() -> Document {
    doc! {
        "suggest.words": 1,
        "suggest.key": 1,
        "suggest.title": 1,
        "suggest.slug": 1,
        "_id": 1,
    }
}

/// Aggregates with waiting events, oldest event first.
pub(super) fn waiting() -> IndexSpec {
    IndexSpec::new("outbox_waiting", doc! { "outbox_since": 1 }).only_where(given("outbox_since"))
}

/// What was merged and may be named still: hardly ever anything.
fn unsettled() -> IndexSpec {
    let settled = "merged.settled";
    IndexSpec::new("merged_unsettled", doc! { settled: 1 }).only_where(doc! { settled: false })
}

fn tombstones() -> IndexSpec {
    IndexSpec::new("tombstones", doc! { "deleted": 1, "outbox_since": 1 })
        .only_where(doc! { "deleted": true })
}

fn alive() -> Document {
    doc! { "deleted": false }
}

fn given(field: &str) -> Document {
    doc! { field: { "$exists": true } }
}
