//! Merges subjects, and instructors.
//!
//! The merge itself is one small change set. From its commit on the one that went leads to the one
//! that remains; then the courses and runs that name it are moved, step by step. The answer waits
//! for that, and only for so long: what is left then is moved by the job (`settle_merges`), as it
//! is when the process dies half-way. Asking for the same merge again goes on with it.

use std::time::{Duration, Instant};

use courses_domain::catalogue::{Instructor, InstructorId, Replacement, Subject, SubjectId};
use courses_domain::shared::Violations;
use courses_port::ChangeSet;

use crate::catalogue::{move_references, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Refusal, Relation, Reply, Request, WriteError};

/// For how long an answer waits. Far below the time that a request may take.
const PATIENCE: Duration = Duration::from_secs(8);

/// Which one goes into which, and the wish to get the same answer again.
pub struct MergeInput<I> {
    /// The one that goes.
    pub from: I,
    /// The one that remains.
    pub into: I,
    /// The wish to get the same answer again; kept once everything is moved.
    pub idempotency: Option<Idempotency<Merge<I>>>,
}

/// A merge that was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge<I> {
    /// The one that went.
    pub from: I,
    /// The one that remains.
    pub into: I,
    /// Whether nothing names the one that went any more.
    pub moved: bool,
}

/// Merges subjects.
pub struct MergeSubject {
    ports: Ports,
}

impl MergeSubject {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Merges one subject into another one.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.subject.merge", skip_all, fields(subject.id = %input.from))]
    pub async fn execute(
        &self,
        request: &Request,
        input: MergeInput<SubjectId>,
    ) -> Result<Reply<Merge<SubjectId>>, WriteError> {
        Operation::EditSubject.permit(request.actor.as_ref(), Relation::Other)?;
        let (from, into) = (input.from, input.into);
        if let Some(replay) = replayed(&self.ports, request, &input).await? {
            return Ok(replay);
        }
        write(&self.ports, request, None, |_| {
            Box::pin(async {
                let now = self.ports.clock.now();
                let found = self.ports.catalogue.find_subject(from).await?;
                let mut subject = found.ok_or(Refusal::NotFound)?;
                if subject.state().merged.is_some_and(|merged| merged.into == into) {
                    return Ok(Decision::new(ChangeSet::new(now), ()));
                }
                let target = self.ports.catalogue.find_subject(into).await?;
                let mut target: Subject = target.ok_or_else(|| unknown("names no subject"))?;
                subject.merge(&mut target, now)?;
                let set = ChangeSet::new(now)
                    .with(save::subject(&self.ports, request, now, subject))
                    .with(save::subject(&self.ports, request, now, target));
                Ok(Decision::new(set, ()))
            })
        })
        .await?;
        finish(&self.ports, request, Replacement::Subject { from, to: into }, input).await
    }
}

/// Merges instructors.
pub struct MergeInstructor {
    ports: Ports,
}

impl MergeInstructor {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Merges one instructor into another one.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(
        name = "usecase.instructor.merge",
        skip_all,
        fields(instructor.id = %input.from)
    )]
    pub async fn execute(
        &self,
        request: &Request,
        input: MergeInput<InstructorId>,
    ) -> Result<Reply<Merge<InstructorId>>, WriteError> {
        Operation::EditInstructor.permit(request.actor.as_ref(), Relation::Other)?;
        let (from, into) = (input.from, input.into);
        if let Some(replay) = replayed(&self.ports, request, &input).await? {
            return Ok(replay);
        }
        write(&self.ports, request, None, |_| {
            Box::pin(async {
                let now = self.ports.clock.now();
                let found = self.ports.catalogue.find_instructor(from).await?;
                let mut instructor = found.ok_or(Refusal::NotFound)?;
                if instructor.state().merged.is_some_and(|merged| merged.into == into) {
                    return Ok(Decision::new(ChangeSet::new(now), ()));
                }
                let target = self.ports.catalogue.find_instructor(into).await?;
                let mut target: Instructor =
                    target.ok_or_else(|| unknown("names no instructor"))?;
                instructor.merge(&mut target, now)?;
                // The one that goes gives up its names first.
                let set = ChangeSet::new(now)
                    .with(save::instructor(&self.ports, request, now, instructor))
                    .with(save::instructor(&self.ports, request, now, target));
                Ok(Decision::new(set, ()))
            })
        })
        .await?;
        finish(&self.ports, request, Replacement::Instructor { from, to: into }, input).await
    }
}

fn unknown(detail: &str) -> Violations {
    Violations::one("/into", "unknown-id", detail)
}

/// The first answer, if there was one.
async fn replayed<I>(
    ports: &Ports,
    request: &Request,
    input: &MergeInput<I>,
) -> Result<Option<Reply<Merge<I>>>, WriteError> {
    let Some(idempotency) = &input.idempotency else { return Ok(None) };
    Ok(idempotency.find(ports, request).await?.map(Reply::Replayed))
}

/// Moves what names the one that went, and keeps the answer once that is done.
async fn finish<I: Copy + Send + Sync + 'static>(
    ports: &Ports,
    request: &Request,
    replacement: Replacement,
    input: MergeInput<I>,
) -> Result<Reply<Merge<I>>, WriteError> {
    let begun = Instant::now();
    let merge = Merge { from: input.from, into: input.into, moved: true };
    while move_references::step(ports, request, replacement).await? {
        if begun.elapsed() >= PATIENCE {
            return Ok(Reply::Fresh(Merge { moved: false, ..merge }));
        }
    }
    write(ports, request, input.idempotency.as_ref(), |_| {
        Box::pin(async move { Ok(Decision::new(ChangeSet::new(ports.clock.now()), merge)) })
    })
    .await
}
