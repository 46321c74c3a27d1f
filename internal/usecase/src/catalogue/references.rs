//! Subjects and instructors that something names: they must exist, and those that were merged lead
//! on to the ones that remain.

use std::collections::HashMap;

use courses_domain::catalogue::{DraftEdit, Instructor, InstructorId, Subject, SubjectId};
use courses_domain::shared::Violations;
use courses_port::StoreError;

use crate::{Ports, WriteError};

/// Nobody merges the same thing on so often. A bound, so that a broken store ends in an error.
const MOST_STEPS: usize = 100;

/// Merges lead on and on.
#[derive(Debug, thiserror::Error)]
#[error("merges lead on from one to the next without an end")]
struct Endless;

/// The edit with what remains in the place of what was merged.
///
/// # Errors
///
/// [`WriteError::Invalid`] naming each id that leads to nothing.
pub(super) async fn resolved(ports: &Ports, edit: &DraftEdit) -> Result<DraftEdit, WriteError> {
    let mut edit = edit.clone();
    let mut violations = Violations::new();
    if let Some(Some(id)) = &mut edit.subject_id {
        match current_subject(ports, *id).await? {
            Some(subject) => *id = subject.state().id,
            None => violations.add("/subject_id", "unknown-id", "names no subject"),
        }
    }
    if let Some(ids) = &mut edit.instructor_ids {
        resolve_instructors(ports, ids, &mut violations).await?;
    }
    violations.into_result()?;
    Ok(edit)
}

/// Puts those who remain in the place of those who were merged.
///
/// # Errors
///
/// [`WriteError::Invalid`] naming each id that leads to nobody.
pub(super) async fn resolve(ports: &Ports, ids: &mut [InstructorId]) -> Result<(), WriteError> {
    let mut violations = Violations::new();
    resolve_instructors(ports, ids, &mut violations).await?;
    violations.into_result().map_err(WriteError::from)
}

async fn resolve_instructors(
    ports: &Ports,
    ids: &mut [InstructorId],
    violations: &mut Violations,
) -> Result<(), StoreError> {
    let current = current_instructors(ports, ids).await?;
    for (index, id) in ids.iter_mut().enumerate() {
        if let Some(instructor) = current.get(id) {
            *id = instructor.state().id;
        } else {
            let pointer = format!("/instructor_ids/{index}");
            violations.add(pointer, "unknown-id", "names no instructor");
        }
    }
    Ok(())
}

/// The subject that this id leads to.
pub(super) async fn current_subject(
    ports: &Ports,
    id: SubjectId,
) -> Result<Option<Subject>, StoreError> {
    let Some(subject) = ports.catalogue.find_subject(id).await? else { return Ok(None) };
    remaining(ports, subject).await.map(Some)
}

/// The subject itself, or the one that it went into.
pub(super) async fn remaining(ports: &Ports, mut subject: Subject) -> Result<Subject, StoreError> {
    for _ in 0..MOST_STEPS {
        let Some(merged) = subject.state().merged else { return Ok(subject) };
        let next = ports.catalogue.find_subject(merged.into).await?;
        subject = next.ok_or_else(|| StoreError::broken(Endless))?;
    }
    Err(StoreError::broken(Endless))
}

/// The instructors that these ids lead to.
pub(super) async fn current_instructors(
    ports: &Ports,
    ids: &[InstructorId],
) -> Result<HashMap<InstructorId, Instructor>, StoreError> {
    let mut found = HashMap::new();
    // Each id that was asked for, with the one that it has led to so far.
    let mut open: Vec<(InstructorId, InstructorId)> = ids.iter().map(|id| (*id, *id)).collect();
    for _ in 0..MOST_STEPS {
        if open.is_empty() {
            return Ok(found);
        }
        let wanted: Vec<InstructorId> = open.iter().map(|(_, at)| *at).collect();
        let known = ports.catalogue.find_instructors(&wanted).await?;
        let mut further = Vec::new();
        for (asked, at) in open {
            let Some(instructor) = known.iter().find(|it| it.state().id == at) else { continue };
            match instructor.state().merged {
                Some(merged) => further.push((asked, merged.into)),
                None => drop(found.insert(asked, instructor.clone())),
            }
        }
        open = further;
    }
    Err(StoreError::broken(Endless))
}
