//! An implementation under test, and how cases talk to it.

use std::any::Any;
use std::sync::Arc;

use courses_port::catalogue::{CatalogueReader, ImportStore};
use courses_port::identity::{IdentityReader, SignInAttempts};
use courses_port::{
    Change, ChangeSet, Commit, CommitError, Conflict, EventLog, Health, IdempotencyStore, Leases,
};

use crate::build::{Make, Save};

/// Every port of one implementation, on one empty store.
pub struct Stores {
    /// Reads the catalogue.
    pub reader: Arc<dyn CatalogueReader>,
    /// Keeps files that are brought in.
    pub imports: Arc<dyn ImportStore>,
    /// Reads identity.
    pub identity: Arc<dyn IdentityReader>,
    /// Counts failed sign-ins.
    pub attempts: Arc<dyn SignInAttempts>,
    /// Writes.
    pub commit: Arc<dyn Commit>,
    /// Finds earlier answers.
    pub idempotency: Arc<dyn IdempotencyStore>,
    /// Keeps the log.
    pub events: Arc<dyn EventLog>,
    /// Gives leases.
    pub leases: Arc<dyn Leases>,
    /// Tells whether it works.
    pub health: Arc<dyn Health>,
    guard: Option<Box<dyn Any + Send + Sync>>,
}

impl Stores {
    /// A store that implements every port.
    pub fn of<T>(store: Arc<T>) -> Self
    where
        T: CatalogueReader + ImportStore + IdentityReader + SignInAttempts,
        T: Commit + IdempotencyStore + EventLog + Leases + Health + 'static,
    {
        Self {
            reader: store.clone(),
            imports: store.clone(),
            identity: store.clone(),
            attempts: store.clone(),
            commit: store.clone(),
            idempotency: store.clone(),
            events: store.clone(),
            leases: store.clone(),
            health: store,
            guard: None,
        }
    }

    /// Keeps `guard`, say a folder that is removed on drop, until the test is over. It is dropped
    /// after the ports.
    #[must_use]
    pub fn guarded_by(mut self, guard: impl Any + Send + Sync) -> Self {
        self.guard = Some(Box::new((self.guard.take(), guard)));
        self
    }

    /// Commits one change.
    pub(crate) async fn save(&self, make: &Make, change: impl Save) -> Result<(), CommitError> {
        self.commit.commit(ChangeSet::new(make.now()).with(change.save())).await
    }

    /// Commits one change that nothing stands against.
    pub(crate) async fn put(&self, make: &Make, change: impl Save) {
        self.save(make, change).await.expect("nothing stands against the change");
    }

    /// Commits several changes together, against which nothing stands.
    pub(crate) async fn put_all(
        &self,
        make: &Make,
        changes: impl IntoIterator<Item = impl Into<Change>>,
    ) {
        self.save_all(make, changes).await.expect("nothing stands against the changes");
    }

    /// Commits several changes together.
    pub(crate) async fn save_all(
        &self,
        make: &Make,
        changes: impl IntoIterator<Item = impl Into<Change>>,
    ) -> Result<(), CommitError> {
        let set = changes.into_iter().fold(ChangeSet::new(make.now()), ChangeSet::with);
        self.commit.commit(set).await
    }
}

/// The conflict that a commit was refused with.
pub(crate) fn refused(result: Result<(), CommitError>) -> Conflict {
    match result {
        Err(CommitError::Conflict(conflict)) => conflict,
        other => panic!("expected a conflict, got {other:?}"),
    }
}
