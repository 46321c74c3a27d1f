//! The steps of the schema. Never edit one that was released: add the next number.

use bson::{Document, doc};
use futures::FutureExt as _;
use futures::future::{BoxFuture, ready};
use mongodb::Database;
use mongodb::error::Error;
use xmongo::{Migration, Migrations};

use super::{COURSES, collections};

/// Every step in order.
pub(crate) const MIGRATIONS: Migrations = Migrations::new(&[
    Migration { number: 1, name: "declare collections, validators and indexes", run: later },
    Migration { number: 2, name: "declare what is kept about people", run: later },
    Migration { number: 3, name: "declare publication requests", run: later },
    Migration { number: 4, name: "declare files that are brought in", run: later },
    Migration { number: 5, name: "note what courses name", run: note_references },
]);

/// Leaves declaring to the newest step that does: whoever takes this one takes that one too, and it
/// declares everything once instead of step by step.
fn later(_: &Database) -> BoxFuture<'_, Result<(), Error>> {
    ready(Ok(())).boxed()
}

/// Declares everything as it stands in the code. A later migration that changes a declaration
/// runs this, and those before it do not any more.
fn declare(database: &Database) -> BoxFuture<'_, Result<(), Error>> {
    async move {
        for collection in collections() {
            collection.declare(database).await?;
        }
        Ok(())
    }
    .boxed()
}

/// Declares where merged things went, and notes in each course whom and what it names.
fn note_references(database: &Database) -> BoxFuture<'_, Result<(), Error>> {
    async move {
        declare(database).await?;
        let named = |field: &str| doc! { "$ifNull": [field, []] };
        let subjects = doc! { "$filter": {
            "input": ["$draft.content.subject_id", "$published.content.subject_id"],
            "cond": { "$ne": [{ "$ifNull": ["$$this", null] }, null] },
        } };
        let all = [
            bson::Bson::from(subjects),
            named("$draft.content.instructor_ids").into(),
            named("$published.content.instructor_ids").into(),
        ];
        let note = vec![doc! { "$set": { "refs": { "$setUnion": all.to_vec() } } }];
        let unnoted = doc! { "refs": { "$exists": false } };
        database.collection::<Document>(COURSES).update_many(unnoted, note).await?;
        Ok(())
    }
    .boxed()
}
