//! Validators and indexes of files that are brought in.

use bson::{Document, doc};
use xmongo::IndexSpec;

use super::validators::{BOOL, DATE, ID, LONG, OBJECT, TEXT, With as _, object};
use super::{IMPORT_PARTS, IMPORT_REJECTS, IMPORTS};

/// The validator of a collection, if it is one of these.
pub(super) fn validator(collection: &str) -> Option<Document> {
    let numbered = || object(&[("import", ID), ("number", LONG)], &[]);
    Some(match collection {
        IMPORTS => object(
            &[
                ("_id", ID),
                ("revision", LONG),
                ("requested_by", ID),
                ("owner", ID),
                ("request_id", TEXT),
                ("format", TEXT),
                ("bytes", LONG),
                ("parts", LONG),
                ("status", TEXT),
                ("live", BOOL),
                ("starts", LONG),
                ("progress", OBJECT),
                ("created_at", DATE),
            ],
            &[("complete", BOOL), ("failure", TEXT), ("started_at", DATE), ("finished_at", DATE)],
        ),
        IMPORT_REJECTS => object(&[("line", LONG), ("reason", TEXT)], &[]).with("_id", numbered()),
        IMPORT_PARTS => object(&[("bytes", ID), ("stored_at", DATE), ("first", BOOL)], &[])
            .with("_id", numbered()),
        _ => return None,
    })
}

/// The indexes of a collection, if it is one of these.
pub(super) fn indexes(collection: &str) -> Option<Vec<IndexSpec>> {
    Some(match collection {
        IMPORTS => vec![
            IndexSpec::new("live", doc! { "live": 1, "_id": 1 }).only_where(doc! { "live": true }),
            IndexSpec::new("finished", doc! { "finished_at": 1 }),
        ],
        IMPORT_REJECTS => Vec::new(),
        IMPORT_PARTS => vec![
            IndexSpec::new("first", doc! { "first": 1, "stored_at": 1 })
                .only_where(doc! { "first": true }),
        ],
        _ => return None,
    })
}
