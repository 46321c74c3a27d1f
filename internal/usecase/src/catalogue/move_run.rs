//! Opens, closes, cancels or completes a run.

use courses_domain::catalogue::{RunId, RunState};
use courses_port::ChangeSet;

use crate::catalogue::{access, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Reply, Request, WriteError};

/// Opens, closes, cancels or completes a run.
pub struct MoveRun {
    ports: Ports,
}

/// What to do with a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunMove {
    /// Begin to give seats.
    Open,
    /// Stop giving seats.
    Close,
    /// Call it off, for good.
    Cancel,
    /// Say that it took place, for good.
    Complete,
}

/// Which run, and what to do with it.
pub struct MoveRunInput {
    /// The run.
    pub run: RunId,
    /// What to do.
    pub action: RunMove,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<RunState>>,
}

impl MoveRun {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Moves the run and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.run.move", skip_all, fields(run.id = %input.run))]
    pub async fn execute(
        &self,
        request: &Request,
        input: MoveRunInput,
    ) -> Result<Reply<RunState>, WriteError> {
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let operation = Operation::EditRun;
                let mut run = access::run_for(&self.ports, request, operation, input.run).await?;
                let now = self.ports.clock.now();
                match input.action {
                    RunMove::Open => run.open(now)?,
                    RunMove::Close => run.close(now)?,
                    RunMove::Cancel => run.cancel(now)?,
                    RunMove::Complete => run.complete(now)?,
                }
                let output = run.state().clone();
                let set = ChangeSet::new(now).with(save::run(&self.ports, request, now, run));
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}
