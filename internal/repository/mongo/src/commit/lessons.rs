//! The lessons of the courses of a set.
//!
//! Publishing compares the two copies by when each lesson was written, and copies only what
//! differs: a large course of which one lesson changed is published as fast as a small one.

use std::collections::HashMap;

use bson::{Document, doc};
use courses_domain::catalogue::{CourseId, LessonContent, LessonCopy, LessonId, LessonWrite};
use mongodb::ClientSession;
use xmongo::TransactionError;

use super::batch::{Batch, Body, Refusal};
use super::plan::LessonPlan;
use crate::convert::to_binary;
use crate::document::{LessonRecord, LessonStamp, copy_word, lesson_id, lesson_range};
use crate::fetch::decode_in;
use crate::query;
use crate::schema::LESSONS;
use crate::statements::Verb;

/// As many lessons as are copied at once: they may be 800 kilobytes each.
const COPIED: usize = 50;

/// What to write.
#[derive(Default)]
struct Work {
    inserts: Vec<Document>,
    updates: Vec<Document>,
    deletes: Vec<Document>,
}

pub(super) async fn apply(batch: &Batch<'_>, session: &mut ClientSession) -> Body<()> {
    let plans = &batch.plan.lessons;
    let mut work = Work::default();
    for plan in plans {
        work.add(plan);
    }
    work.run(batch, session).await?;
    let published: Vec<CourseId> = plans
        .iter()
        .filter(|plan| plan.publishes && !plan.new && !plan.deleted)
        .map(|plan| plan.course)
        .collect();
    if published.is_empty() { Ok(()) } else { publish(batch, session, &published).await }
}

impl Work {
    fn add(&mut self, plan: &LessonPlan<'_>) {
        if plan.deleted {
            self.deletes.push(doc! { "q": { "_id": lesson_range(plan.course) }, "limit": 0 });
            return;
        }
        for write in &plan.writes {
            match write {
                LessonWrite::Put(lesson, content) => self.put(plan, *lesson, content.as_ref()),
                LessonWrite::Remove(lesson) => {
                    let (course, lesson) = (to_binary(plan.course), to_binary(*lesson));
                    self.deletes.push(remove(lesson_id(course, LessonCopy::Draft, lesson)));
                }
            }
        }
    }

    fn put(&mut self, plan: &LessonPlan<'_>, lesson: LessonId, content: Option<&LessonContent>) {
        let document =
            |copy| LessonRecord::document(plan.course, copy, lesson, content, plan.revision);
        if !plan.new {
            self.updates.push(put(document(LessonCopy::Draft)));
            return;
        }
        self.inserts.push(document(LessonCopy::Draft));
        if plan.publishes {
            self.inserts.push(document(LessonCopy::Published));
        }
    }

    async fn run(self, batch: &Batch<'_>, session: &mut ClientSession) -> Body<()> {
        batch.statements(session, Verb::Delete, LESSONS, self.deletes, &[]).await?;
        batch.statements(session, Verb::Update, LESSONS, self.updates, &[]).await?;
        if !self.inserts.is_empty() {
            let lessons = batch.store.collection(LESSONS);
            let insert = lessons.insert_many(self.inserts).session(session);
            batch.store.send("insert", LESSONS, insert).await?;
        }
        Ok(())
    }
}

/// Inserts or replaces a whole lesson.
fn put(mut document: Document) -> Document {
    let id = document.remove("_id");
    doc! { "q": { "_id": id }, "u": document, "upsert": true }
}

fn remove(id: Document) -> Document {
    doc! { "q": { "_id": id }, "limit": 1 }
}

/// Makes the published lessons of these courses equal to those of the draft.
async fn publish(batch: &Batch<'_>, session: &mut ClientSession, courses: &[CourseId]) -> Body<()> {
    let refused = |error| TransactionError::Refused(Refusal::Store(error));
    let found = batch.store.find_in(session, query::lesson_stamps(courses)).await?;
    let stamps: Result<Vec<LessonStamp>, _> =
        found.iter().map(|raw| decode_in::<LessonStamp>(LESSONS, raw)).collect();
    let (copies, removals) = differences(&stamps.map_err(refused)?);
    let deletes = removals.into_iter().map(remove).collect();
    Work { deletes, ..Work::default() }.run(batch, session).await?;
    for part in copies.chunks(COPIED) {
        let drafts = batch.store.find_in(session, query::lessons_by_ids(part.to_vec())).await?;
        let mut updates = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let mut copy = Document::try_from(draft)
                .map_err(|bad| refused(courses_port::StoreError::broken(bad)))?;
            if let Ok(id) = copy.get_document_mut("_id") {
                id.insert("copy", copy_word(LessonCopy::Published));
            }
            updates.push(put(copy));
        }
        Work { updates, ..Work::default() }.run(batch, session).await?;
    }
    Ok(())
}

/// The ids of drafts to copy and of published lessons to remove.
fn differences(stamps: &[LessonStamp]) -> (Vec<Document>, Vec<Document>) {
    let of = |copy: LessonCopy| -> HashMap<(bson::Uuid, bson::Uuid), i64> {
        let word = copy_word(copy);
        let of_copy = stamps.iter().filter(|stamp| stamp.id.copy == word);
        of_copy.map(|stamp| ((stamp.id.course, stamp.id.lesson), stamp.written)).collect()
    };
    let (drafts, published) = (of(LessonCopy::Draft), of(LessonCopy::Published));
    let differs = drafts.iter().filter(|(key, written)| published.get(key) != Some(written));
    let gone = published.keys().filter(|key| !drafts.contains_key(key));
    (
        differs
            .map(|((course, lesson), _)| lesson_id(*course, LessonCopy::Draft, *lesson))
            .collect(),
        gone.map(|(course, lesson)| lesson_id(*course, LessonCopy::Published, *lesson)).collect(),
    )
}
