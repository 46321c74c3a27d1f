//! Forgets files that nobody works on, and jobs that have been over for long.

use courses_port::StoreError;
use jiff::{SignedDuration, Timestamp};

use crate::catalogue::import::ImportPorts;

/// Tidies up after imports.
pub struct TidyImports {
    ports: ImportPorts,
    keep: SignedDuration,
}

impl TidyImports {
    /// How many files, and how many jobs, one step forgets.
    pub const STEP: u32 = 20;
    /// How long a file may take to arrive, and then some: younger ones are left alone.
    const ARRIVAL: SignedDuration = SignedDuration::from_hours(1);

    /// A tidier that keeps jobs for so long after they were over.
    #[must_use]
    pub const fn new(ports: ImportPorts, keep: SignedDuration) -> Self {
        Self { ports, keep }
    }

    /// Forgets one step's worth; answers how many files and jobs are gone.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    #[tracing::instrument(name = "usecase.import.tidy", level = "debug", skip_all)]
    pub async fn execute(&self) -> Result<u64, StoreError> {
        let now = self.ports.base.clock.now();
        let before = |age| now.saturating_sub(age).unwrap_or(Timestamp::MIN);
        let files = self.ports.imports.purge_files(before(Self::ARRIVAL), Self::STEP).await?;
        let jobs = self.ports.imports.purge_imports(before(self.keep), Self::STEP).await?;
        Ok(files + jobs)
    }
}
