//! Revisions: one publication each, as it was.

use courses_domain::catalogue::{
    CourseContent, CourseId, CourseTitle, LessonContent, LessonId, Revision,
};
use courses_port::catalogue::RevisionSummary;
use rusqlite::Row;
use uuid::Uuid;

use super::{Columns, ContentRow, read_content};
use crate::error::Failure;

/// A revision of `course`.
pub(crate) fn read_revision(course: CourseId, row: &Row<'_>) -> Result<Revision, Failure> {
    let it = Columns::named("revisions", row, course.to_string());
    let content: ContentRow<'_> = it.json("content")?;
    Ok(Revision {
        course,
        number: it.counter("number")?,
        draft_version: it.counter("draft_version")?,
        at: it.time("at")?,
        content: CourseContent::try_from(content).map_err(|err| it.bad("content", err))?,
    })
}

/// A revision of `course` without what it says.
pub(crate) fn read_revision_summary(
    course: CourseId,
    row: &Row<'_>,
) -> Result<RevisionSummary, Failure> {
    let it = Columns::named("revisions", row, course.to_string());
    Ok(RevisionSummary {
        number: it.counter("number")?,
        draft_version: it.counter("draft_version")?,
        at: it.time("at")?,
        title: it.parse("title", CourseTitle::parse)?,
    })
}

/// What a lesson said.
pub(crate) fn read_kept_lesson(
    row: &Row<'_>,
) -> Result<(LessonId, Option<LessonContent>), Failure> {
    let lesson: [u8; 16] = row.get("lesson")?;
    let lesson = Uuid::from_bytes(lesson);
    Ok((lesson.into(), read_content(lesson, row)?))
}
