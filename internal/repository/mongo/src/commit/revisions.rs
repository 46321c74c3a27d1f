//! What is kept of each publication of the courses of a set, and how a revision comes back.

use std::collections::HashMap;

use bson::{Document, doc};
use courses_domain::catalogue::{LessonCopy, LessonId, LessonWrite};
use mongodb::ClientSession;
use xmongo::TransactionError;

use super::batch::{Batch, Body, Refusal};
use super::lessons::{COPIED, document, put};
use super::plan::LessonPlan;
use crate::convert::{to_binary, to_long};
use crate::document::{KeptLesson, encode, kept_lesson_range, lesson_id, revision_range};
use crate::fetch::decode_in;
use crate::query;
use crate::schema::{LESSONS, REVISION_LESSONS, REVISIONS};
use crate::statements::Verb;

/// Keeps the publications of the set that are not kept yet; drops those of deleted courses.
pub(super) async fn keep(batch: &Batch<'_>, session: &mut ClientSession) -> Body<()> {
    let kept = batch.plan.revisions.iter().map(|revision| {
        let mut document = encode(revision);
        let id = document.remove("_id");
        doc! { "q": { "_id": id }, "u": { "$setOnInsert": document }, "upsert": true }
    });
    batch.statements(session, Verb::Update, REVISIONS, kept, &[]).await?;
    let dead = || batch.plan.lessons.iter().filter(|plan| plan.deleted);
    let all = |range: Document| doc! { "q": { "_id": range }, "limit": 0 };
    let revisions = dead().map(|plan| all(revision_range(plan.course, None)));
    batch.statements(session, Verb::Delete, REVISIONS, revisions, &[]).await?;
    let lessons = dead().map(|plan| all(kept_lesson_range(plan.course)));
    batch.statements(session, Verb::Delete, REVISION_LESSONS, lessons, &[]).await?;
    Ok(())
}

/// Gives lessons of a draft what they said in a revision.
pub(super) async fn bring_back(
    batch: &Batch<'_>,
    session: &mut ClientSession,
    plan: &LessonPlan<'_>,
) -> Body<()> {
    let wanted: HashMap<bson::Uuid, i64> =
        plan.writes.iter().filter_map(|write| restored(write)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let refused = |error| TransactionError::Refused(Refusal::Store(error));
    let found = batch.store.find_in(session, query::kept_lessons(plan.course)).await?;
    let kept: Result<Vec<KeptLesson>, _> =
        found.iter().map(|raw| decode_in::<KeptLesson>(REVISION_LESSONS, raw)).collect();
    let ids = latest(&kept.map_err(refused)?, &wanted);
    for part in ids.chunks(COPIED) {
        let query = query::kept_lessons_by_ids(part.to_vec());
        let mut updates = Vec::with_capacity(part.len());
        for kept in batch.store.find_in(session, query).await? {
            let id = decode_in::<KeptLesson>(REVISION_LESSONS, &kept).map_err(refused)?;
            let mut lesson = document(kept)?;
            let draft = lesson_id(to_binary(plan.course), LessonCopy::Draft, id.lesson());
            lesson.insert("_id", draft);
            lesson.insert("written", to_long(plan.revision));
            updates.push(put(lesson));
        }
        batch.statements(session, Verb::Update, LESSONS, updates, &[]).await?;
    }
    Ok(())
}

fn restored(write: &LessonWrite) -> Option<(bson::Uuid, i64)> {
    match write {
        LessonWrite::Restore(lesson, revision) => Some((to_binary(*lesson), (*revision).into())),
        LessonWrite::Put(..) | LessonWrite::Remove(_) => None,
    }
}

/// The ids of what each lesson said in the revision that is wanted of it: what was kept last until
/// then.
pub(crate) fn latest(kept: &[KeptLesson], wanted: &HashMap<bson::Uuid, i64>) -> Vec<Document> {
    let mut best: HashMap<bson::Uuid, &KeptLesson> = HashMap::new();
    for lesson in kept {
        let until = wanted.get(&lesson.lesson()).copied().unwrap_or(0);
        let better = best.get(&lesson.lesson()).is_none_or(|it| it.revision() < lesson.revision());
        if lesson.revision() <= until && better {
            best.insert(lesson.lesson(), lesson);
        }
    }
    best.into_values().map(KeptLesson::document_id).collect()
}

/// The lessons whose content a revision is asked for.
pub(crate) fn wanted(lessons: &[LessonId], revision: u32) -> HashMap<bson::Uuid, i64> {
    lessons.iter().map(|lesson| (to_binary(*lesson), revision.into())).collect()
}
