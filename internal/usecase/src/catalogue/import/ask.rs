//! Takes in a file and asks for its import.
//!
//! The file is kept part by part while it arrives, so that a request holds one part of it at a
//! time. It is durable as a whole before the job that names it is committed. A file that no job
//! names, because the sender went away, is forgotten later.

use courses_domain::catalogue::{ImportFormat, ImportJob, ImportJobId, ImportJobState, NewImport};
use courses_domain::shared::AccountId;
use courses_port::catalogue::{CatalogueChange, ImportWrite};
use courses_port::{ChangeSet, StoreError};
use futures::{Stream, StreamExt as _};

use crate::catalogue::import::ImportPorts;
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Refusal, Relation, Reply, Request, WriteError};

/// Asks for the import of a file.
pub struct AskForImport {
    ports: ImportPorts,
}

/// A file that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Its id, and that of the job that will bring it in.
    pub id: ImportJobId,
    /// Its size.
    pub bytes: u64,
    /// Parts that it is kept in.
    pub parts: u32,
}

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError<E> {
    /// The actor may not import.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The rest never came.
    #[error("the rest of the file never came")]
    Broken(E),
    /// Storage let us down.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What to do with a file that was taken in.
pub struct AskForImportInput {
    /// The file.
    pub file: ReceivedFile,
    /// What it looks like inside.
    pub format: ImportFormat,
    /// Whether the file is the whole of its source.
    pub complete: bool,
    /// Who will own the new courses; whoever asks, if missing.
    pub owner: Option<AccountId>,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<ImportJobState>>,
}

impl AskForImport {
    /// The size of a part.
    pub const PART: usize = 1024 * 1024;

    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: ImportPorts) -> Self {
        Self { ports }
    }

    /// Takes in a file whose size somebody else bounds.
    ///
    /// # Errors
    ///
    /// [`ReceiveError`]; what was kept so far is forgotten.
    #[tracing::instrument(name = "usecase.import.receive", skip_all)]
    pub async fn receive<B, E>(
        &self,
        request: &Request,
        pieces: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<ReceivedFile, ReceiveError<E>>
    where
        B: AsRef<[u8]> + Send,
        E: Send,
    {
        Operation::Import.permit(request.actor.as_ref(), Relation::Other)?;
        let id = self.ports.base.ids.new_id().into();
        let received = self.keep(id, pieces).await;
        if received.is_err() {
            self.forget(id).await;
        }
        received
    }

    async fn keep<B, E>(
        &self,
        id: ImportJobId,
        pieces: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<ReceivedFile, ReceiveError<E>>
    where
        B: AsRef<[u8]> + Send,
        E: Send,
    {
        let mut file = ReceivedFile { id, bytes: 0, parts: 0 };
        let mut part = Vec::new();
        let mut pieces = std::pin::pin!(pieces);
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(ReceiveError::Broken)?;
            let mut piece = piece.as_ref();
            while !piece.is_empty() {
                let room = (Self::PART - part.len()).min(piece.len());
                part.extend_from_slice(&piece[..room]);
                piece = &piece[room..];
                if part.len() == Self::PART {
                    self.put(&mut file, std::mem::take(&mut part)).await?;
                }
            }
        }
        if !part.is_empty() {
            self.put(&mut file, part).await?;
        }
        Ok(file)
    }

    async fn put(&self, file: &mut ReceivedFile, part: Vec<u8>) -> Result<(), StoreError> {
        let (bytes, now) = (part.len() as u64, self.ports.base.clock.now());
        self.ports.imports.put_part(file.id, file.parts, part, now).await?;
        file.bytes += bytes;
        file.parts += 1;
        Ok(())
    }

    /// Asks for the import of a file that was taken in.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; the file is forgotten then.
    #[tracing::instrument(name = "usecase.import.ask", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: AskForImportInput,
    ) -> Result<Reply<ImportJobState>, WriteError> {
        let reply = self.ask(request, &input).await;
        // A file that was sent a second time is that of the first answer.
        if !matches!(reply, Ok(Reply::Fresh(_)) | Err(WriteError::Store(_))) {
            self.forget(input.file.id).await;
        }
        reply
    }

    async fn ask(
        &self,
        request: &Request,
        input: &AskForImportInput,
    ) -> Result<Reply<ImportJobState>, WriteError> {
        Operation::Import.permit(request.actor.as_ref(), Relation::Other)?;
        let requested_by = request.actor()?.account();
        write(&self.ports.base, request, input.idempotency.as_ref(), |_| {
            Box::pin(async move {
                let live = self.ports.imports.live_imports(ImportJob::MAX_LIVE).await?;
                if live.len() >= ImportJob::MAX_LIVE as usize {
                    return Err(WriteError::TooManyImports);
                }
                let ReceivedFile { id, bytes, parts } = input.file;
                let new = NewImport {
                    id,
                    requested_by,
                    owner: input.owner.unwrap_or(requested_by),
                    request_id: request.id.clone(),
                    format: input.format,
                    complete: input.complete,
                    bytes,
                    parts,
                };
                let now = self.ports.base.clock.now();
                let output = ImportJob::create(new, now).state().clone();
                let write = ImportWrite { state: output.clone(), rejects: Vec::new() };
                let change = CatalogueChange::SaveImport(Box::new(write));
                Ok(Decision::new(ChangeSet::new(now).with(change), output))
            })
        })
        .await
    }

    /// Saves space at once; if this fails, the file is forgotten later.
    async fn forget(&self, file: ImportJobId) {
        if let Err(err) = self.ports.imports.forget_file(file).await {
            tracing::debug!(error = %err, import.id = %file, "a file is forgotten later");
        }
    }
}
