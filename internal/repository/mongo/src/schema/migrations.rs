//! The steps of the schema. Never edit one that was released: add the next number.

use bson::{Document, doc};
use futures::FutureExt as _;
use futures::future::{BoxFuture, ready};
use mongodb::Database;
use mongodb::error::Error;
use xmongo::{Migration, Migrations};

use super::{COURSES, LESSONS, REVISION_LESSONS, REVISIONS, collections, suggestions};

/// Every step in order.
pub(crate) const MIGRATIONS: Migrations = Migrations::new(&[
    Migration { number: 1, name: "declare collections, validators and indexes", run: later },
    Migration { number: 2, name: "declare what is kept about people", run: later },
    Migration { number: 3, name: "declare publication requests", run: later },
    Migration { number: 4, name: "declare files that are brought in", run: later },
    Migration { number: 5, name: "note what courses name", run: note_references },
    Migration { number: 6, name: "keep what is published as revisions", run: keep_revisions },
    Migration { number: 7, name: "note what is suggested", run: note_suggestions },
    Migration { number: 8, name: "declare what is gone from its source", run: later },
    Migration { number: 9, name: "declare who said what", run: declare },
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

/// Notes in each course whom and what it names.
fn note_references(database: &Database) -> BoxFuture<'_, Result<(), Error>> {
    async move {
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

/// Keeps what is published now as the first revision that is known.
fn keep_revisions(database: &Database) -> BoxFuture<'_, Result<(), Error>> {
    async move {
        let merge = |into| doc! { "$merge": { "into": into, "whenMatched": "keepExisting" } };
        let revisions = vec![
            doc! { "$match": { "published": { "$type": "object" }, "deleted": false } },
            doc! { "$project": {
                "_id": { "course": "$_id", "number": "$published.revision" },
                "draft_version": "$published.draft_version",
                "at": "$published.at",
                "content": "$published.content",
            } },
            merge(REVISIONS),
        ];
        database.collection::<Document>(COURSES).aggregate(revisions).await?;
        let lessons = vec![
            doc! { "$match": { "_id.copy": "published" } },
            doc! { "$lookup": {
                "from": COURSES,
                "localField": "_id.course",
                "foreignField": "_id",
                "pipeline": [{ "$project": { "number": "$published.revision" } }],
                "as": "course",
            } },
            doc! { "$unwind": "$course" },
            doc! { "$project": {
                "_id": {
                    "course": "$_id.course",
                    "lesson": "$_id.lesson",
                    "revision": "$course.number",
                },
                "content": 1,
            } },
            merge(REVISION_LESSONS),
        ];
        database.collection::<Document>(LESSONS).aggregate(lessons).await.map(drop)
    }
    .boxed()
}

/// Notes what is suggested to somebody who types.
fn note_suggestions(database: &Database) -> BoxFuture<'_, Result<(), Error>> {
    suggestions::note(database).boxed()
}
