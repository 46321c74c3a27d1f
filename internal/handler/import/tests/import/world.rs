//! An empty catalogue in memory and somebody who may import.

use std::io::Cursor;
use std::sync::Arc;

use courses_domain::shared::{AccountId, Actor, Role};
use courses_handler_import::{ImportError, ImportReport, Progress, import_uiuc_csv};
use courses_testkit::memory::{CountingIds, FakeAccess, FixedClock, MemoryStore};
use courses_usecase::catalogue::{Counts, ImportCourses, ImportPorts, SweepSource};
use courses_usecase::{Ports, Request};

/// A catalogue in memory.
pub(crate) struct World {
    import: ImportCourses,
    sweep: SweepSource,
    runtime: tokio::runtime::Runtime,
}

impl World {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let store = Arc::new(MemoryStore::new());
        let ports = Self::ports(&store);
        let import = ImportCourses::new(ports.clone());
        let ports = ImportPorts { base: ports, imports: store.clone(), leases: store };
        Self { import, sweep: SweepSource::new(ports, 2), runtime }
    }

    /// Those of an empty catalogue.
    fn ports(store: &Arc<MemoryStore>) -> Ports {
        Ports {
            catalogue: store.clone(),
            listed: store.clone(),
            access: Arc::new(FakeAccess::default()),
            commit: store.clone(),
            idempotency: store.clone(),
            clock: Arc::new(FixedClock::default()),
            ids: Arc::new(CountingIds::default()),
        }
    }

    /// Imports a file as an admin.
    pub(crate) fn import(&self, file: &str) -> Result<ImportReport, ImportError> {
        self.import_as([Role::Admin], file, &mut |_| {})
    }

    /// Imports a file as an admin who says that it is the whole of its source.
    pub(crate) fn import_whole(&self, file: &str) -> Result<ImportReport, ImportError> {
        self.bring_in([Role::Admin], file, true, &mut |_| {})
    }

    /// Imports a file as somebody with these roles.
    pub(crate) fn import_as(
        &self,
        roles: impl IntoIterator<Item = Role>,
        file: &str,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<ImportReport, ImportError> {
        self.bring_in(roles, file, false, progress)
    }

    fn bring_in(
        &self,
        roles: impl IntoIterator<Item = Role>,
        file: &str,
        whole: bool,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<ImportReport, ImportError> {
        let sweep = whole.then_some(&self.sweep);
        let actor = Actor::new(AccountId::IMPORTER, roles);
        let request = Request { actor: Some(actor), ..Request::default() };
        let reader = Cursor::new(file.to_owned());
        let owner = AccountId::IMPORTER;
        let import = import_uiuc_csv(reader, &self.import, &request, owner, sweep, progress);
        self.runtime.block_on(import)
    }
}

/// What the parts of a count add up to.
pub(crate) const fn total(counts: Counts) -> u64 {
    counts.created + counts.updated + counts.unchanged + counts.rejected
}
