//! Validators and indexes of what is kept about people.
//!
//! Fields that are null for some are indexed by a range that null is not in, so that a save need
//! not remove them: `{ "$gt": "" }` holds for every text but the empty one.

use bson::{Document, doc};
use xmongo::IndexSpec;

use super::indexes::waiting;
use super::validators::{BOOL, DATE, ID, LIST, LONG, OBJECT, TEXT, With as _, object};
use super::{
    ACCOUNTS, API_KEYS, AUDIT, EMAIL_UNIQUE, MAILS, REVOCATIONS, SESSIONS, SIGN_IN_ATTEMPTS,
};

/// The validator of a collection, if it is one of these.
pub(super) fn validator(collection: &str) -> Option<Document> {
    Some(match collection {
        ACCOUNTS => account(),
        SESSIONS => session(),
        API_KEYS => api_key(),
        AUDIT => object(
            &[("_id", LONG), ("time", DATE), ("action", TEXT), ("previous", ID), ("hash", ID)],
            &[("actor", ID), ("subject", ID), ("request_id", TEXT), ("detail", TEXT)],
        ),
        REVOCATIONS => object(&[("until", DATE), ("recorded_at", DATE), ("expires_at", DATE)], &[])
            .with("_id", object(&[("kind", TEXT), ("id", ID)], &[])),
        MAILS => object(
            &[
                ("_id", ID),
                ("account_id", ID),
                ("kind", TEXT),
                ("requested_at", DATE),
                ("attempts", LONG),
                ("next_at", DATE),
            ],
            &[],
        ),
        SIGN_IN_ATTEMPTS => object(&[("failures", LONG), ("last_failed_at", DATE)], &[])
            .with("_id", object(&[("kind", TEXT), ("hash", ID)], &[])),
        _ => return None,
    })
}

fn account() -> Document {
    let fields = [
        ("version", LONG),
        ("password_changed_at", DATE),
        ("roles", LIST),
        ("status", TEXT),
        ("created_at", DATE),
        ("updated_at", DATE),
    ];
    let optional = [
        ("email", TEXT),
        ("email_key", TEXT),
        ("email_verified_at", DATE),
        ("name", TEXT),
        ("name_key", TEXT),
        ("password", TEXT),
        ("erased_at", DATE),
    ];
    let token = || object(&[("hash", ID), ("expires_at", DATE)], &[]);
    aggregate(&fields, &optional)
        .with_optional("verification", token())
        .with_optional("reset", token())
}

fn session() -> Document {
    let fields = [
        ("account_id", ID),
        ("created_at", DATE),
        ("refreshed_at", DATE),
        ("expires_at", DATE),
        ("generation", LONG),
        ("salt", ID),
        ("current", ID),
        ("live", BOOL),
        ("over_at", DATE),
    ];
    aggregate(&fields, &[("label", TEXT), ("address", TEXT), ("ended", OBJECT)])
}

fn api_key() -> Document {
    let fields = [
        ("version", LONG),
        ("account_id", ID),
        ("name", TEXT),
        ("scopes", LIST),
        ("hash", ID),
        ("created_at", DATE),
        ("rotated_at", DATE),
        ("live", BOOL),
    ];
    aggregate(&fields, &[("expires_at", DATE), ("revoked_at", DATE), ("last_used_at", DATE)])
}

/// What every aggregate of identity has, and `fields`.
fn aggregate(fields: &[(&str, &str)], optional: &[(&str, &str)]) -> Document {
    let mut all = vec![("_id", ID), ("revision", LONG), ("next_sequence", LONG)];
    all.extend(fields);
    let mut rest = vec![("outbox", LIST), ("outbox_since", DATE)];
    rest.extend(optional);
    object(&all, &rest)
}

/// The indexes of a collection, if it is one of these.
pub(super) fn indexes(collection: &str) -> Option<Vec<IndexSpec>> {
    Some(match collection {
        ACCOUNTS => vec![
            IndexSpec::new(EMAIL_UNIQUE, doc! { "email_key": 1 })
                .unique()
                .only_where(text("email_key")),
            IndexSpec::new("name", doc! { "name_key": 1 }).only_where(text("name_key")),
            IndexSpec::new("status_newest", doc! { "status": 1, "_id": -1 }),
            IndexSpec::new("role_newest", doc! { "roles": 1, "_id": -1 }),
            waiting(),
        ],
        SESSIONS => {
            vec![account_newest(), IndexSpec::new("over", doc! { "over_at": 1 }), waiting()]
        }
        API_KEYS => vec![account_newest(), waiting()],
        AUDIT => vec![
            IndexSpec::new("actor_newest", doc! { "actor": 1, "_id": -1 }),
            IndexSpec::new("subject_newest", doc! { "subject": 1, "_id": -1 }),
            IndexSpec::new("action_newest", doc! { "action": 1, "_id": -1 }),
        ],
        REVOCATIONS => vec![
            IndexSpec::new("recorded", doc! { "recorded_at": 1, "_id": 1 }),
            IndexSpec::new("expiry", doc! { "expires_at": 1 }),
        ],
        MAILS => vec![IndexSpec::new("due", doc! { "next_at": 1, "_id": 1 })],
        SIGN_IN_ATTEMPTS => vec![IndexSpec::new("last_failure", doc! { "last_failed_at": 1 })],
        _ => return None,
    })
}

/// The courses of somebody, newest first.
pub(super) fn owner_newest() -> IndexSpec {
    IndexSpec::new("owner_newest", doc! { "owner": 1, "_id": -1 })
        .only_where(doc! { "deleted": false })
}

/// The events of an account, newest first. Others have no such reader and are not held.
pub(super) fn account_events() -> IndexSpec {
    IndexSpec::new("account_events", doc! { "aggregate_id": 1, "sequence": -1 })
        .only_where(doc! { "aggregate_kind": "account" })
}

fn account_newest() -> IndexSpec {
    IndexSpec::new("account_newest", doc! { "account_id": 1, "_id": -1 })
        .only_where(doc! { "live": true })
}

fn text(field: &str) -> Document {
    doc! { field: { "$gt": "" } }
}
