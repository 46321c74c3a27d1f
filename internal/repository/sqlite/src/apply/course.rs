//! Courses: the record, its keys, and everything that is derived from it.

use courses_domain::AggregateKind;
use courses_domain::catalogue::{CourseState, SuggestionEntry, SuggestionKind};
use courses_port::catalogue::CourseWrite;
use courses_port::{CommitError, Conflict};
use rusqlite::params;
use uuid::Uuid;

use super::course_lists::{self, FoundBy};
use super::{lessons, put_events, stale, suggestions};
use crate::engine::Db;
use crate::row::{CourseParams, blob, hex, int};
use crate::sql::{self, Sql};

/// What was there before, as far as it matters.
struct Old {
    number: i64,
    slug: String,
    former_slugs: String,
    external_ids: String,
}

/// Saves a course, all but what it is found by from now on, which it answers if that changed.
pub(super) fn save<'a>(
    db: &Db<'_>,
    write: &'a CourseWrite,
) -> Result<Option<FoundBy<'a>>, CommitError> {
    let state = &write.state;
    let params = CourseParams::from(state);
    let (number, old) = if write.read_at == 0 {
        (insert(db, state, &params)?, None)
    } else {
        let old = replace(db, write, &params)?;
        (old.number, Some(old))
    };
    if state.deleted {
        drop_everything(db, number)?;
    } else {
        note_references(db, number, state, old.is_none())?;
        take_keys(db, number, state, &params, old.as_ref())?;
        lessons::save(db, number, write, old.is_none())?;
        course_lists::save(db, number, write, old.is_none())?;
    }
    let suggested = SuggestionEntry::of_course(state);
    suggestions::save(db, SuggestionKind::Course, state.id, suggested.as_ref(), old.is_none())?;
    put_events(db, &write.events)?;
    let entry = write.search.as_ref().filter(|_| !state.deleted);
    Ok(entry.map(|entry| FoundBy { number, entry, new: old.is_none() }))
}

fn insert(db: &Db<'_>, state: &CourseState, params: &CourseParams) -> Result<i64, CommitError> {
    if store(db, &sql::INSERT_COURSE, params)? == 0 {
        return Err(stale(AggregateKind::Course, state.id));
    }
    Ok(db.last_number())
}

fn replace(db: &Db<'_>, write: &CourseWrite, params: &CourseParams) -> Result<Old, CommitError> {
    let key = (blob(write.state.id), int(write.read_at));
    let old = db.one(&sql::COURSE_TO_REPLACE, key, |row| {
        Ok(Old {
            number: row.get("number")?,
            slug: row.get("slug")?,
            former_slugs: row.get("former_slugs")?,
            external_ids: row.get("external_ids")?,
        })
    })?;
    let old = old.ok_or_else(|| stale(AggregateKind::Course, write.state.id))?;
    store(db, &sql::UPDATE_COURSE, params)?;
    Ok(old)
}

fn store(db: &Db<'_>, sql: &Sql, it: &CourseParams) -> Result<usize, CommitError> {
    let bound = params![
        it.id,
        it.revision,
        it.next_sequence,
        it.deleted,
        it.version,
        it.owner,
        it.slug,
        it.former_slugs,
        it.external_ids,
        it.visibility,
        it.tags,
        it.lifecycle,
        it.created_at,
        it.updated_at,
        it.first_published_at,
        it.published_revision,
        it.published_draft,
        it.published_at,
        it.published,
        it.draft_version,
        it.draft_updated_at,
        it.draft,
        it.absences,
        it.provenance,
    ];
    Ok(db.run(sql, bound)?)
}

/// Makes the slugs and names those of the new state, if they differ.
fn take_keys(
    db: &Db<'_>,
    number: i64,
    state: &CourseState,
    new: &CourseParams,
    old: Option<&Old>,
) -> Result<(), CommitError> {
    if old.is_none_or(|old| old.slug != new.slug || old.former_slugs != new.former_slugs) {
        if old.is_some() {
            db.run(&sql::DROP_SLUGS, [number])?;
        }
        for slug in state.former_slugs.iter().chain([&state.slug]) {
            if db.run(&sql::TAKE_SLUG, (slug.as_str(), number))? == 0 {
                return Err(Conflict::SlugTaken.into());
            }
        }
    }
    if old.is_none_or(|old| old.external_ids != new.external_ids) {
        if old.is_some() {
            db.run(&sql::DROP_COURSE_NAMES, [number])?;
        }
        for name in &state.external_ids {
            if db.run(&sql::TAKE_COURSE_NAME, (name.source(), name.key(), number))? == 0 {
                return Err(Conflict::ExternalIdTaken.into());
            }
        }
    }
    Ok(())
}

/// Notes what both copies name.
fn note_references(
    db: &Db<'_>,
    number: i64,
    state: &CourseState,
    new: bool,
) -> Result<(), CommitError> {
    let copies = [Some(&state.draft.content), state.published.as_ref().map(|copy| &copy.content)];
    let mut named: Vec<Uuid> = Vec::new();
    for content in copies.into_iter().flatten() {
        named.extend(content.subject_id.map(Uuid::from));
        named.extend(content.instructor_ids.iter().copied().map(Uuid::from));
    }
    let named_ids = hex(&named);
    if !new {
        db.run(&sql::DROP_OTHER_REFERENCES, (number, &named_ids))?;
    }
    if !named.is_empty() {
        db.run(&sql::PUT_REFERENCES, (&named_ids, number))?;
    }
    Ok(())
}

/// Leaves nothing but the tombstone.
fn drop_everything(db: &Db<'_>, number: i64) -> Result<(), CommitError> {
    for sql in [
        &sql::DROP_SLUGS,
        &sql::DROP_COURSE_NAMES,
        &sql::DROP_PUBLISHED_LESSONS,
        &sql::DROP_REFERENCES,
        &sql::DROP_LESSONS,
        &sql::DROP_REVISIONS,
        &sql::DROP_REVISION_LESSONS,
        &sql::DROP_LISTING,
        &sql::DROP_TERMS,
        &sql::DROP_WEIGHTS,
    ] {
        db.run(sql, [number])?;
    }
    Ok(())
}
