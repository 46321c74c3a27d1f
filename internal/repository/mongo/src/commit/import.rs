//! The part of a set that says how far the import of a file is, and which rounds are over.

use bson::{Document, doc};
use courses_port::Conflict;
use courses_port::catalogue::{ImportWrite, RoundWrite};
use mongodb::ClientSession;

use super::batch::{Batch, Body, taken};
use crate::convert::{to_binary, to_long};
use crate::document::{ImportDocument, RejectDocument, encode, encode_raw};
use crate::schema::{COUNTERS, IMPORT_REJECTS, IMPORTS, ROUNDS_OF};
use crate::statements::Verb;

pub(super) async fn apply(batch: &Batch<'_>, session: &mut ClientSession) -> Body<()> {
    for write in &batch.plan.imports {
        save(batch, session, write).await?;
    }
    let rounds = batch.plan.rounds.iter().map(|write| round(write));
    batch.statements(session, Verb::Update, COUNTERS, rounds, &[]).await?;
    Ok(())
}

async fn save(batch: &Batch<'_>, session: &mut ClientSession, write: &ImportWrite) -> Body<()> {
    let statement = statement(write);
    let matched = batch.statements(session, Verb::Update, IMPORTS, [statement], &[]).await?;
    if matched == 0 {
        return Err(taken(Conflict::ImportMoved));
    }
    let own = |reject| encode_raw(&RejectDocument::of(write.state.id, reject));
    let rejects = write.rejects.iter().map(own);
    batch.statements(session, Verb::Insert, IMPORT_REJECTS, rejects, &[]).await?;
    Ok(())
}

/// Replaces the revision before, and no other; makes the job if this is its first. The id of a job
/// is given once.
fn statement(write: &ImportWrite) -> Document {
    let mut fields = encode(&ImportDocument::from(&write.state));
    let id = to_binary(write.state.id);
    fields.remove("_id");
    if write.state.revision == 1 {
        return doc! { "q": { "_id": id }, "u": { "$setOnInsert": fields }, "upsert": true };
    }
    let before = to_long(write.state.revision - 1);
    doc! { "q": { "_id": id, "revision": before }, "u": { "$set": fields } }
}

/// The number of a round never falls.
fn round(write: &RoundWrite) -> Document {
    let id = format!("{ROUNDS_OF}{}", write.source);
    let last = doc! { "$max": { "value": to_long(write.number) } };
    doc! { "q": { "_id": id }, "u": last, "upsert": true }
}
