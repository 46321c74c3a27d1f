//! The content of lessons, which lessons stand in a published copy, and what is kept of it.

use std::collections::HashSet;

use courses_domain::catalogue::{LessonWrite, lessons_of};
use courses_port::CommitError;
use courses_port::catalogue::CourseWrite;

use crate::engine::Db;
use crate::row::{blob, content_json};
use crate::sql;

/// Applies the changes of lessons, publishes them if told to, and keeps the list of published
/// lessons true.
pub(super) fn save(
    db: &Db<'_>,
    number: i64,
    write: &CourseWrite,
    new: bool,
) -> Result<(), CommitError> {
    for lesson in &write.lessons {
        match lesson {
            LessonWrite::Put(id, content) => {
                let content = content.as_ref().map(content_json);
                db.run(&sql::PUT_LESSON, (number, blob(*id), content))?;
            }
            LessonWrite::Restore(id, revision) => {
                db.run(&sql::RESTORE_LESSON, (number, blob(*id), *revision))?;
            }
            LessonWrite::Remove(id) => {
                db.run(&sql::DROP_LESSON, (number, blob(*id)))?;
            }
        }
    }
    if write.publishes_lessons {
        if let Some(copy) = &write.state.published {
            db.run(&sql::KEEP_REVISION_LESSONS, (number, copy.revision))?;
            db.run(&sql::KEEP_REVISION, [number])?;
        }
        db.run(&sql::DROP_PUBLISHED_CONTENT, [number])?;
        db.run(&sql::PUBLISH_CONTENT, [number])?;
    }
    list_published(db, number, write, new)
}

fn list_published(
    db: &Db<'_>,
    number: i64,
    write: &CourseWrite,
    new: bool,
) -> Result<(), CommitError> {
    let sections = write.state.published.as_ref().map(|copy| copy.content.sections.as_slice());
    let listed: HashSet<[u8; 16]> =
        lessons_of(sections.unwrap_or_default()).map(|(.., lesson)| blob(lesson.id)).collect();
    let before: HashSet<[u8; 16]> = if new {
        HashSet::new()
    } else {
        let ids = db.all(&sql::PUBLISHED_LESSONS, [number], |row| Ok(row.get("lesson")?))?;
        ids.into_iter().collect()
    };
    for gone in before.difference(&listed) {
        db.run(&sql::DROP_PUBLISHED_LESSON, (gone, number))?;
    }
    for added in listed.difference(&before) {
        db.run(&sql::PUT_PUBLISHED_LESSON, (added, number))?;
    }
    Ok(())
}
