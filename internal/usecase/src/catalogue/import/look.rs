//! Looks at jobs and at what they set aside.

use courses_domain::catalogue::{ImportJobId, ImportJobState, ImportReject};
use courses_port::Page;
use courses_port::catalogue::IdPosition;

use crate::catalogue::import::ImportPorts;
use crate::{Operation, ReadError, Refusal, Relation, Request};

/// Reads jobs.
pub struct LookAtImports {
    ports: ImportPorts,
}

impl LookAtImports {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: ImportPorts) -> Self {
        Self { ports }
    }

    /// A job.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.import.read", skip_all)]
    pub async fn one(
        &self,
        request: &Request,
        id: ImportJobId,
    ) -> Result<ImportJobState, ReadError> {
        Operation::Import.permit(request.actor.as_ref(), Relation::Other)?;
        let found = self.ports.imports.find_import(id).await?;
        Ok(found.ok_or(Refusal::NotFound)?.state().clone())
    }

    /// Jobs, newest first.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.import.list", skip_all)]
    pub async fn all(
        &self,
        request: &Request,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ImportJobState, IdPosition>, ReadError> {
        Operation::Import.permit(request.actor.as_ref(), Relation::Other)?;
        Ok(self.ports.imports.list_imports(after, limit).await?)
    }

    /// What a job set aside, in the order in which it did.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.import.rejects", skip_all)]
    pub async fn rejects(
        &self,
        request: &Request,
        id: ImportJobId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page<ImportReject, u64>, ReadError> {
        self.one(request, id).await?;
        Ok(self.ports.imports.list_rejects(id, after, limit).await?)
    }
}
