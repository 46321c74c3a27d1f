//! Every port that a store fulfils, whatever store it is.

use std::sync::Arc;

use courses_port::catalogue::{CatalogueReader, ImportStore};
use courses_port::identity::{IdentityReader, SignInAttempts};
use courses_port::{Commit, EventLog, Health, IdempotencyStore, Leases};
use courses_usecase::Ports;
use courses_usecase::catalogue::ImportPorts;

use crate::adapter::{NoAccess, SystemClock, SystemIds};

/// The ports of one store.
#[derive(Clone)]
pub(crate) struct StorePorts {
    pub(crate) catalogue: Arc<dyn CatalogueReader>,
    pub(crate) imports: Arc<dyn ImportStore>,
    pub(crate) listed: Arc<dyn CatalogueReader>,
    pub(crate) identity: Arc<dyn IdentityReader>,
    pub(crate) attempts: Arc<dyn SignInAttempts>,
    pub(crate) commit: Arc<dyn Commit>,
    pub(crate) idempotency: Arc<dyn IdempotencyStore>,
    pub(crate) events: Arc<dyn EventLog>,
    pub(crate) leases: Arc<dyn Leases>,
    pub(crate) health: Arc<dyn Health>,
}

impl StorePorts {
    /// The ports of a store that fulfils all of them.
    pub(crate) fn of<T>(store: Arc<T>) -> Self
    where
        T: CatalogueReader
            + ImportStore
            + IdentityReader
            + SignInAttempts
            + Commit
            + IdempotencyStore
            + EventLog
            + Leases
            + Health
            + 'static,
    {
        let commit: Arc<dyn Commit> = store.clone();
        #[cfg(feature = "fault-points")]
        let commit = super::sabotage::betrayed(commit);
        Self {
            catalogue: store.clone(),
            imports: store.clone(),
            listed: store.clone(),
            identity: store.clone(),
            attempts: store.clone(),
            commit,
            idempotency: store.clone(),
            events: store.clone(),
            leases: store.clone(),
            health: store,
        }
    }

    /// What use cases are given.
    pub(crate) fn for_use_cases(&self) -> Ports {
        Ports {
            catalogue: self.catalogue.clone(),
            listed: self.listed.clone(),
            access: Arc::new(NoAccess),
            commit: self.commit.clone(),
            idempotency: self.idempotency.clone(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
        }
    }

    /// What imports of files are given.
    pub(crate) fn for_imports(&self) -> ImportPorts {
        ImportPorts {
            base: self.for_use_cases(),
            imports: self.imports.clone(),
            leases: self.leases.clone(),
        }
    }
}
