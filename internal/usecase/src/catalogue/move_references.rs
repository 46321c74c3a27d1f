//! Moves what names something that was merged on to what remains.
//!
//! Every step looks for what is left and saves it under the version that was read: it can run any
//! number of times, beside itself and beside people who edit the same courses, and nothing has to
//! be remembered between two steps.

use courses_domain::catalogue::{Course, InstructorId, Replacement, Run};
use courses_port::catalogue::CatalogueChange;
use courses_port::{ChangeSet, CommitError, StoreError};

use crate::catalogue::{references, save};
use crate::{Ports, Request, WriteError};

/// As many courses, and as many runs, as one step moves: a course can be as large as two
/// megabytes.
const STEP: u32 = 20;

/// Moves up to [`STEP`] courses and runs; answers whether any were left.
pub(super) async fn step(
    ports: &Ports,
    request: &Request,
    replacement: Replacement,
) -> Result<bool, WriteError> {
    let replacement = to_the_end(ports, replacement).await?;
    let courses = ports.catalogue.find_courses_naming(replacement, STEP).await?;
    let runs = match replacement {
        Replacement::Subject { .. } => Vec::new(),
        Replacement::Instructor { from, .. } => {
            ports.catalogue.find_runs_naming(from, STEP).await?
        }
    };
    if courses.is_empty() && runs.is_empty() {
        return Ok(false);
    }
    let mut changes = Vec::with_capacity(courses.len() + runs.len());
    for it in courses {
        changes.push(course(ports, request, it, replacement).await?);
    }
    if let Replacement::Instructor { from, to } = replacement {
        changes.extend(runs.into_iter().map(|it| run(ports, request, it, from, to)));
    }
    if !commit(ports, changes.clone()).await? {
        // Somebody edits one of them at this moment. It stays for the next step, the rest goes on.
        for change in changes {
            commit(ports, vec![change]).await?;
        }
    }
    Ok(true)
}

/// What remains may have been merged itself by now.
async fn to_the_end(ports: &Ports, it: Replacement) -> Result<Replacement, StoreError> {
    Ok(match it {
        Replacement::Subject { from, to } => {
            let current = references::current_subject(ports, to).await?;
            Replacement::Subject { from, to: current.map_or(to, |it| it.state().id) }
        }
        Replacement::Instructor { from, to } => {
            let current = references::current_instructors(ports, &[to]).await?;
            let to = current.get(&to).map_or(to, |it| it.state().id);
            Replacement::Instructor { from, to }
        }
    })
}

async fn course(
    ports: &Ports,
    request: &Request,
    mut course: Course,
    replacement: Replacement,
) -> Result<CatalogueChange, WriteError> {
    let now = ports.clock.now();
    course.replace_reference(replacement, now);
    let search = save::search_entry(ports, course.state()).await?;
    Ok(save::course(ports, request, now, course, search))
}

fn run(
    ports: &Ports,
    request: &Request,
    mut run: Run,
    from: InstructorId,
    to: InstructorId,
) -> CatalogueChange {
    let now = ports.clock.now();
    run.replace_instructor(from, to, now);
    save::run(ports, request, now, run)
}

/// `false` if something stands against it; nothing was changed then.
async fn commit(ports: &Ports, changes: Vec<CatalogueChange>) -> Result<bool, WriteError> {
    let set = changes.into_iter().fold(ChangeSet::new(ports.clock.now()), ChangeSet::with);
    match ports.commit.commit(set).await {
        Ok(()) => Ok(true),
        Err(CommitError::Conflict(_)) => Ok(false),
        Err(CommitError::Store(err)) => Err(err.into()),
    }
}
