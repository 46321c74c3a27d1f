//! Commits, and makes the caches forget what was saved.

use std::sync::Arc;

use async_trait::async_trait;
use courses_domain::catalogue::{InstructorId, SubjectId};
use courses_port::catalogue::CatalogueChange;
use courses_port::{Change, ChangeSet, Commit, CommitError};

use crate::catalogue::Caches;

/// A commit that is answered once no cache remembers anything from before it.
pub(crate) struct ForgettingCommit {
    commit: Arc<dyn Commit>,
    caches: Arc<Caches>,
}

impl ForgettingCommit {
    pub(crate) const fn new(commit: Arc<dyn Commit>, caches: Arc<Caches>) -> Self {
        Self { commit, caches }
    }
}

#[async_trait]
impl Commit for ForgettingCommit {
    async fn commit(&self, set: ChangeSet) -> Result<(), CommitError> {
        let (subjects, instructors) = saved(&set);
        let _codes = (!subjects.is_empty()).then(|| ForgetCodes(&self.caches));
        let _subjects = self.caches.subjects.hold(subjects);
        let _instructors = self.caches.instructors.hold(instructors);
        self.commit.commit(set).await
    }
}

/// Forgets all codes when dropped: a change set says which code a subject gets, not which one it
/// gives up.
struct ForgetCodes<'a>(&'a Caches);

impl Drop for ForgetCodes<'_> {
    fn drop(&mut self) {
        self.0.codes.forget();
    }
}

/// The subjects and instructors that a set saves.
fn saved(set: &ChangeSet) -> (Vec<SubjectId>, Vec<InstructorId>) {
    let (mut subjects, mut instructors) = (Vec::new(), Vec::new());
    for change in &set.changes {
        match change {
            Change::Catalogue(CatalogueChange::SaveSubject(write)) => subjects.push(write.state.id),
            Change::Catalogue(CatalogueChange::SaveInstructor(write)) => {
                instructors.push(write.state.id);
            }
            Change::Catalogue(
                CatalogueChange::SaveCourse(_)
                | CatalogueChange::SaveImport(_)
                | CatalogueChange::SavePublicationRequest(_)
                | CatalogueChange::SaveRound(_)
                | CatalogueChange::SaveRun(_),
            )
            | Change::Identity(_) => {}
        }
    }
    (subjects, instructors)
}
