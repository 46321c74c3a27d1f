//! The lessons of the courses of a set.
//!
//! Publishing compares the two copies by when each lesson was written, and copies only what
//! differs: a large course of which one lesson changed is published as fast as a small one.

use std::collections::HashMap;

use bson::{Document, RawDocumentBuf, doc};
use courses_domain::catalogue::{CourseId, LessonContent, LessonCopy, LessonId, LessonWrite};
use courses_port::StoreError;
use mongodb::ClientSession;
use xmongo::TransactionError;

use super::batch::{Batch, Body, Refusal};
use super::plan::LessonPlan;
use super::revisions;
use crate::convert::to_binary;
use crate::document::{
    LessonRecord, LessonStamp, copy_word, kept_lesson_id, lesson_id, lesson_range,
};
use crate::fetch::decode_in;
use crate::query;
use crate::schema::{LESSONS, REVISION_LESSONS};
use crate::statements::Verb;

/// As many lessons as are copied at once: they may be 800 kilobytes each.
pub(super) const COPIED: usize = 50;

/// What to write.
#[derive(Default)]
struct Work {
    inserts: Vec<Document>,
    updates: Vec<Document>,
    deletes: Vec<Document>,
    /// What is kept of a publication.
    kept: Vec<Document>,
}

pub(super) async fn apply(batch: &Batch<'_>, session: &mut ClientSession) -> Body<()> {
    let plans = &batch.plan.lessons;
    let mut work = Work::default();
    for plan in plans {
        work.add(plan);
    }
    work.run(batch, session).await?;
    for plan in plans {
        revisions::bring_back(batch, session, plan).await?;
    }
    let published: HashMap<CourseId, i64> = plans
        .iter()
        .filter(|plan| plan.publishes && !plan.new && !plan.deleted)
        .map(|plan| (plan.course, plan.number))
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
                // Done apart: the content has to be fetched first.
                LessonWrite::Restore(..) => {}
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
            let (published, course) = (document(LessonCopy::Published), to_binary(plan.course));
            self.kept.push(kept(published.clone(), course, to_binary(lesson), plan.number));
            self.inserts.push(published);
        }
    }

    async fn run(self, batch: &Batch<'_>, session: &mut ClientSession) -> Body<()> {
        batch.statements(session, Verb::Delete, LESSONS, self.deletes, &[]).await?;
        batch.statements(session, Verb::Update, LESSONS, self.updates, &[]).await?;
        if !self.inserts.is_empty() {
            let lessons = batch.store.collection(LESSONS);
            let insert = lessons.insert_many(self.inserts).session(&mut *session);
            batch.store.send("insert", LESSONS, insert).await?;
        }
        batch.statements(session, Verb::Update, REVISION_LESSONS, self.kept, &[]).await?;
        Ok(())
    }
}

/// What is kept of a lesson that is published as part of this revision for the first time.
fn kept(mut lesson: Document, course: bson::Uuid, id: bson::Uuid, revision: i64) -> Document {
    lesson.insert("_id", kept_lesson_id(course, id, revision));
    lesson.remove("written");
    put(lesson)
}

/// What was found, to be written elsewhere.
pub(super) fn document(found: RawDocumentBuf) -> Body<Document> {
    let broken = |error| TransactionError::Refused(Refusal::Store(StoreError::broken(error)));
    Document::try_from(found).map_err(broken)
}

/// Inserts or replaces a whole lesson.
pub(super) fn put(mut document: Document) -> Document {
    let id = document.remove("_id");
    doc! { "q": { "_id": id }, "u": document, "upsert": true }
}

fn remove(id: Document) -> Document {
    doc! { "q": { "_id": id }, "limit": 1 }
}

/// Makes the published lessons of these courses equal to those of the draft.
async fn publish(
    batch: &Batch<'_>,
    session: &mut ClientSession,
    numbers: &HashMap<CourseId, i64>,
) -> Body<()> {
    let courses: Vec<CourseId> = numbers.keys().copied().collect();
    let numbers: HashMap<bson::Uuid, i64> =
        numbers.iter().map(|(course, number)| (to_binary(*course), *number)).collect();
    let refused = |error| TransactionError::Refused(Refusal::Store(error));
    let found = batch.store.find_in(session, query::lesson_stamps(&courses)).await?;
    let stamps: Result<Vec<LessonStamp>, _> =
        found.iter().map(|raw| decode_in::<LessonStamp>(LESSONS, raw)).collect();
    let (copies, removals) = differences(&stamps.map_err(refused)?);
    let deletes = removals.into_iter().map(remove).collect();
    Work { deletes, ..Work::default() }.run(batch, session).await?;
    for part in copies.chunks(COPIED) {
        let drafts = batch.store.find_in(session, query::lessons_by_ids(part.to_vec())).await?;
        let mut work = Work::default();
        for draft in drafts {
            let LessonStamp { id, .. } =
                decode_in::<LessonStamp>(LESSONS, &draft).map_err(refused)?;
            let mut copy = document(draft)?;
            copy.insert("_id", lesson_id(id.course, LessonCopy::Published, id.lesson));
            if let Some(number) = numbers.get(&id.course) {
                work.kept.push(kept(copy.clone(), id.course, id.lesson, *number));
            }
            work.updates.push(put(copy));
        }
        work.run(batch, session).await?;
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
