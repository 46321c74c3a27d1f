//! Applies a change set to a copy of the state and keeps the copy only if all of it went well.

use async_trait::async_trait;
use courses_domain::catalogue::{CourseState, LessonCopy, LessonWrite, Revision};
use courses_domain::{Aggregate, AggregateKind};
use courses_port::catalogue::{
    CatalogueChange, CourseWrite, InstructorWrite, PublicationRequestWrite, RunWrite, SubjectWrite,
};
use courses_port::{
    Change, ChangeSet, Commit, CommitError, Conflict, Health, IdempotencyRecord, IdempotencyScope,
    IdempotencyStore, IdempotencyWrite, StoreError,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::memory::state::State;
use crate::memory::{MemoryStore, identity, imports};

#[async_trait]
impl Commit for MemoryStore {
    async fn commit(&self, set: ChangeSet) -> Result<(), CommitError> {
        let mut state = self.state();
        let mut next = state.clone();
        // A used key is told first: whatever else is in the way was put there by the first answer.
        if let Some(record) = set.idempotency {
            remember(&mut next, record, set.now)?;
        }
        for change in set.changes {
            match change {
                Change::Catalogue(change) => apply(&mut next, change)?,
                Change::Identity(change) => identity::apply(&mut next, change)?,
            }
        }
        *state = next;
        Ok(())
    }
}

#[async_trait]
impl IdempotencyStore for MemoryStore {
    async fn find_answer(
        &self,
        scope: &IdempotencyScope,
        now: Timestamp,
    ) -> Result<Option<IdempotencyRecord>, StoreError> {
        let found = self.state().idempotency.get(scope).filter(|it| it.expires_at > now).cloned();
        Ok(found.map(|it| IdempotencyRecord { fingerprint: it.fingerprint, answer: it.answer }))
    }

    async fn purge_expired(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut state = self.state();
        let expired = state.idempotency.iter().filter(|(_, it)| it.expires_at <= now);
        let expired: Vec<_> =
            expired.map(|(scope, _)| scope.clone()).take(limit as usize).collect();
        for scope in &expired {
            state.idempotency.remove(scope);
        }
        Ok(expired.len() as u64)
    }
}

#[async_trait]
impl Health for MemoryStore {
    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

fn remember(state: &mut State, record: IdempotencyWrite, now: Timestamp) -> Result<(), Conflict> {
    match state.idempotency.get(&record.scope) {
        Some(found) if found.expires_at > now => Err(Conflict::IdempotencyKeyTaken),
        _ => {
            state.idempotency.insert(record.scope.clone(), record);
            Ok(())
        }
    }
}

fn apply(state: &mut State, change: CatalogueChange) -> Result<(), Conflict> {
    match change {
        CatalogueChange::SaveCourse(write) => course(state, *write),
        CatalogueChange::SavePublicationRequest(write) => publication_request(state, *write),
        CatalogueChange::SaveRun(write) => run(state, *write),
        CatalogueChange::SaveSubject(write) => subject(state, *write),
        CatalogueChange::SaveInstructor(write) => instructor(state, *write),
        CatalogueChange::SaveImport(write) => imports::save(state, *write),
        CatalogueChange::SaveRound(write) => {
            imports::save_round(state, write);
            Ok(())
        }
    }
}

/// What is known of an aggregate before a write.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    Nothing,
    Tombstone,
    Revision(u64),
}

impl Stored {
    pub(super) fn of<T>(
        found: Option<&T>,
        deleted: impl Fn(&T) -> bool,
        revision: impl Fn(&T) -> u64,
    ) -> Self {
        match found {
            None => Self::Nothing,
            Some(it) if deleted(it) => Self::Tombstone,
            Some(it) => Self::Revision(revision(it)),
        }
    }
}

/// Refuses a write that is based on anything but the stored revision (0: nothing stored).
pub(super) fn guard(
    kind: AggregateKind,
    id: Uuid,
    read_at: u64,
    stored: Stored,
) -> Result<(), Conflict> {
    let fits = match stored {
        Stored::Nothing => read_at == 0,
        Stored::Tombstone => false,
        Stored::Revision(revision) => revision == read_at,
    };
    if fits { Ok(()) } else { Err(Conflict::Stale(Aggregate { kind, id })) }
}

fn course(state: &mut State, write: CourseWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = Stored::of(state.courses.get(&id), |it| it.deleted, |it| it.revision);
    guard(AggregateKind::Course, id, write.read_at, stored)?;
    let others = || state.courses.values().filter(|it| !it.deleted && it.id != write.state.id);
    if !write.state.deleted {
        let slugs = |it: &CourseState| -> Vec<_> {
            it.former_slugs.iter().chain([&it.slug]).cloned().collect()
        };
        let mine = slugs(&write.state);
        if others().any(|it| slugs(it).iter().any(|slug| mine.contains(slug))) {
            return Err(Conflict::SlugTaken);
        }
        let names = &write.state.external_ids;
        if others().any(|it| it.external_ids.iter().any(|name| names.contains(name))) {
            return Err(Conflict::ExternalIdTaken);
        }
    }
    for lesson in write.lessons {
        match lesson {
            LessonWrite::Put(lesson, content) => {
                state.lessons.insert((id, lesson, LessonCopy::Draft), content);
            }
            LessonWrite::Restore(lesson, number) => {
                let kept = state.revision_lessons.get(&(id, number, lesson)).cloned();
                state.lessons.insert((id, lesson, LessonCopy::Draft), kept.flatten());
            }
            LessonWrite::Remove(lesson) => {
                state.lessons.remove(&(id, lesson, LessonCopy::Draft));
            }
        }
    }
    if write.publishes_lessons {
        state.lessons.retain(|(course, _, copy), _| *course != id || *copy == LessonCopy::Draft);
        let drafts: Vec<_> = state
            .lessons
            .iter()
            .filter(|((course, ..), _)| *course == id)
            .map(|((_, lesson, _), content)| (*lesson, content.clone()))
            .collect();
        for (lesson, content) in drafts {
            state.lessons.insert((id, lesson, LessonCopy::Published), content);
        }
        keep_revision(state, &write.state);
    }
    if let Some(entry) = write.search {
        state.search.insert(id, entry);
    }
    if write.state.deleted {
        state.lessons.retain(|(course, ..), _| *course != id);
        state.revisions.retain(|(course, _), _| *course != id);
        state.revision_lessons.retain(|(course, ..), _| *course != id);
        state.search.remove(&id);
    }
    state.courses.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

/// Keeps the published copy of a course as a revision, unless it is kept already.
fn keep_revision(state: &mut State, course: &CourseState) {
    let Some(copy) = &course.published else { return };
    let (id, number): (Uuid, _) = (course.id.into(), copy.revision);
    if state.revisions.contains_key(&(id, number)) {
        return;
    }
    let revision = Revision {
        course: course.id,
        number,
        draft_version: copy.draft_version,
        at: copy.at,
        content: copy.content.clone(),
    };
    state.revisions.insert((id, number), revision);
    let lessons = state.lessons.iter();
    let published: Vec<_> = lessons
        .filter(|((course, _, copy), _)| *course == id && *copy == LessonCopy::Published)
        .map(|((_, lesson, _), content)| (*lesson, content.clone()))
        .collect();
    for (lesson, content) in published {
        state.revision_lessons.insert((id, number, lesson), content);
    }
}

fn publication_request(state: &mut State, write: PublicationRequestWrite) -> Result<(), Conflict> {
    let (id, course): (Uuid, _) = (write.state.id.into(), write.state.course);
    let stored = Stored::of(state.publication_requests.get(&id), |_| false, |it| it.revision);
    guard(AggregateKind::PublicationRequest, id, write.read_at, stored)?;
    let mut others = state.publication_requests.values().filter(|it| it.id != write.state.id);
    if write.state.status.is_open() && others.any(|it| it.course == course && it.status.is_open()) {
        return Err(Conflict::PublicationRequestOpen);
    }
    state.publication_requests.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

fn run(state: &mut State, write: RunWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = Stored::of(state.runs.get(&id), |it| it.deleted, |it| it.revision);
    guard(AggregateKind::Run, id, write.read_at, stored)?;
    let taken = !write.state.deleted
        && state.runs.values().any(|it| {
            !it.deleted
                && it.id != write.state.id
                && it.course_id == write.state.course_id
                && it.key == write.state.key
        });
    if taken {
        return Err(Conflict::RunKeyTaken);
    }
    state.runs.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

fn subject(state: &mut State, write: SubjectWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = Stored::of(state.subjects.get(&id), |_| false, |it| it.revision);
    guard(AggregateKind::Subject, id, write.read_at, stored)?;
    let mut others = state.subjects.values().filter(|it| it.id != write.state.id);
    if others.any(|it| it.code == write.state.code) {
        return Err(Conflict::SubjectCodeTaken);
    }
    state.subjects.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

fn instructor(state: &mut State, write: InstructorWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = Stored::of(state.instructors.get(&id), |_| false, |it| it.revision);
    guard(AggregateKind::Instructor, id, write.read_at, stored)?;
    let names = &write.state.external_ids;
    let mut others = state.instructors.values().filter(|it| it.id != write.state.id);
    if others.any(|it| it.external_ids.iter().any(|name| names.contains(name))) {
        return Err(Conflict::ExternalIdTaken);
    }
    state.instructors.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

pub(super) fn waits(state: &mut State, events: Vec<courses_domain::Event>) {
    for event in events {
        state.outbox.entry(event.aggregate).or_default().push(event);
    }
}
