//! A publication request: somebody who writes a course asks to have its draft published.
//!
//! A request is for one version of the draft, the one its author had before them. Whatever changes
//! about the course afterwards makes the request stale: it can be rejected, but approving it would
//! publish what nobody asked for. A later request of the same course takes its place.

use jiff::Timestamp;

use crate::catalogue::{
    CatalogueEvent, CourseId, CourseState, IllegalPublicationStep, IllegalTransition,
    PublicationRequestId, PublicationStatus, PublicationStep, Transition,
};
use crate::shared::{AccountId, Recorder, text_value};

text_value! {
    /// What a reviewer says about a draft.
    ReviewComment, 5_000
}

/// Everything a store keeps of a publication request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationRequestState {
    /// Its id.
    pub id: PublicationRequestId,
    /// The store's counter, see [`Recorder`].
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// Rises with every change.
    pub version: u64,
    /// The course whose draft is to be published.
    pub course: CourseId,
    /// Whose course it is.
    pub owner: AccountId,
    /// The version of the draft that is to be published.
    pub draft_version: u64,
    /// What became of it.
    pub status: PublicationStatus,
    /// What the reviewer said.
    pub comment: Option<ReviewComment>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When it was decided or withdrawn.
    pub decided_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
}

/// What a reviewer says of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Who decides.
    pub by: AccountId,
    /// Why.
    pub comment: Option<ReviewComment>,
}

/// A publication request and the rules that keep it consistent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationRequest {
    state: PublicationRequestState,
    recorder: Recorder<CatalogueEvent>,
}

impl PublicationRequest {
    /// Asks to have the draft of `course` published as it is now.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] if the course cannot be published in its present state.
    pub fn submit(
        id: PublicationRequestId,
        course: &CourseState,
        now: Timestamp,
    ) -> Result<Self, IllegalTransition> {
        course.lifecycle.after(Transition::Publish)?;
        let draft_version = course.draft.version;
        let mut state = PublicationRequestState {
            id,
            revision: 1,
            next_sequence: 1,
            version: 1,
            course: course.id,
            owner: course.owner,
            draft_version,
            status: PublicationStatus::Unwatched,
            comment: None,
            decided_by: None,
            decided_at: None,
            created_at: now,
            updated_at: now,
        };
        let mut recorder = Recorder::at(0);
        let requested = CatalogueEvent::PublicationRequested {
            request: id,
            course: course.id,
            draft_version,
            version: 1,
        };
        recorder.record(&mut state.next_sequence, requested);
        Ok(Self { state, recorder })
    }

    /// Rebuilds a request that storage vouches for. Never use this to make a new one.
    #[must_use]
    pub const fn restore(state: PublicationRequestState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &PublicationRequestState {
        &self.state
    }

    /// What a store keeps, and what happened.
    #[must_use]
    pub fn into_parts(self) -> (PublicationRequestState, Recorder<CatalogueEvent>) {
        (self.state, self.recorder)
    }

    /// Whether the course is no longer what this request was made for.
    #[must_use]
    pub const fn is_stale(&self, course: &CourseState) -> bool {
        course.deleted || course.draft.version != self.state.draft_version
    }

    /// Grants the request; publishing the course is the other half of it. `course` is the course
    /// as it is before that, `None` if it is gone.
    ///
    /// # Errors
    ///
    /// [`ApprovalError`]; the request is unchanged then.
    pub fn approve(
        &mut self,
        course: Option<&CourseState>,
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<(), ApprovalError> {
        let next = self.state.status.after(PublicationStep::Approve)?;
        if course.is_none_or(|course| self.is_stale(course)) {
            return Err(StaleRequest.into());
        }
        self.decided(next, verdict, now);
        let (request, course, version) = self.facts();
        self.record(CatalogueEvent::PublicationApproved { request, course, version });
        Ok(())
    }

    /// Sends the draft back.
    ///
    /// # Errors
    ///
    /// [`IllegalPublicationStep`] once it was decided.
    pub fn reject(
        &mut self,
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<(), IllegalPublicationStep> {
        let next = self.state.status.after(PublicationStep::Reject)?;
        self.decided(next, verdict, now);
        let (request, course, version) = self.facts();
        self.record(CatalogueEvent::PublicationRejected { request, course, version });
        Ok(())
    }

    /// Takes the request back.
    ///
    /// # Errors
    ///
    /// [`IllegalPublicationStep`] once it was decided.
    pub fn withdraw(&mut self, now: Timestamp) -> Result<(), IllegalPublicationStep> {
        let next = self.state.status.after(PublicationStep::Withdraw)?;
        self.moved_to(next, now);
        let (request, course, version) = self.facts();
        self.record(CatalogueEvent::PublicationWithdrawn { request, course, version });
        Ok(())
    }

    fn decided(&mut self, next: PublicationStatus, verdict: Verdict, now: Timestamp) {
        self.state.comment = verdict.comment;
        self.state.decided_by = Some(verdict.by);
        self.moved_to(next, now);
    }

    fn moved_to(&mut self, next: PublicationStatus, now: Timestamp) {
        self.state.status = next;
        self.state.decided_at = Some(now);
        self.state.version += 1;
        self.state.revision = self.recorder.read_at() + 1;
        self.state.updated_at = now;
    }

    const fn facts(&self) -> (PublicationRequestId, CourseId, u64) {
        (self.state.id, self.state.course, self.state.version)
    }

    fn record(&mut self, event: CatalogueEvent) {
        self.recorder.record(&mut self.state.next_sequence, event);
    }
}

/// The course changed after the request was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the course changed after the request was made; it has to be submitted again")]
pub struct StaleRequest;

/// Why a request cannot be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// It was decided before.
    #[error(transparent)]
    Illegal(#[from] IllegalPublicationStep),
    /// It is for another version of the draft.
    #[error(transparent)]
    Stale(#[from] StaleRequest),
}

#[cfg(test)]
mod tests;
