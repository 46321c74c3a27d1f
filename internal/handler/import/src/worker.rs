//! The job that brings in files that were sent.
//!
//! It looks for work, takes the lease, reads the file as a whole and commits it batch by batch.
//! While it works, the lease is prolonged beside it; a replica that loses it stops at once, and
//! one that dies is replaced when the lease has run out. Whoever comes next reads the file again
//! and goes on after the last batch that was committed. A file that is the whole of its source is
//! also compared with the courses that the source had before.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use courses_domain::catalogue::ImportOutline;
use courses_port::StoreError;
use courses_usecase::WriteError;
use courses_usecase::catalogue::{HeldImport, ReadFile, WorkError, WorkOnImports};
use tokio_util::sync::CancellationToken;
use xerror::ErrorChain;
use xtelemetry::JobMetrics;

use crate::batches::first_batch;
use crate::parts::PartsReader;
use crate::{CsvError, UiucCatalogue};

/// How the worker waits.
#[derive(Debug, Clone, Copy)]
pub struct ImportWorkerOptions {
    /// The pause between two looks for work.
    pub poll: Duration,
    /// The pause after a failure.
    pub standby: Duration,
    /// How often the lease is prolonged.
    pub prolong: Duration,
}

impl Default for ImportWorkerOptions {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            standby: Duration::from_secs(2),
            prolong: Duration::from_millis(1_500),
        }
    }
}

/// Brings in files until told to stop.
pub struct ImportWorker {
    work: WorkOnImports,
    options: ImportWorkerOptions,
    jobs: Arc<JobMetrics>,
}

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// There was nothing to do, or somebody else does it.
    Idle,
    /// A file was dealt with; there may be more.
    Worked,
}

/// Why a file was not brought in for now.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Work(#[from] WorkError),
    #[error("reading the file was interrupted")]
    Interrupted(#[source] tokio::task::JoinError),
}

impl From<StoreError> for Failed {
    fn from(err: StoreError) -> Self {
        Self::Work(err.into())
    }
}

impl ImportWorker {
    /// The name of the job in metrics and logs.
    pub const NAME: &'static str = "importer";

    /// A worker that reports to these metrics.
    #[must_use]
    pub const fn new(
        work: WorkOnImports,
        options: ImportWorkerOptions,
        jobs: Arc<JobMetrics>,
    ) -> Self {
        Self { work, options, jobs }
    }

    /// Works until `stop` is cancelled; then ends the batch at hand and gives the lease back.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let begun = Instant::now();
            let pause = match self.round(&stop).await {
                Ok(Round::Idle) => self.options.poll,
                Ok(Round::Worked) => {
                    self.jobs.finished(Self::NAME, "ok", begun.elapsed().as_secs_f64());
                    Duration::ZERO
                }
                Err(err) => {
                    self.jobs.finished(Self::NAME, "failed", begun.elapsed().as_secs_f64());
                    tracing::warn!(error = %ErrorChain(&err), "an import stopped, going on later");
                    self.options.standby
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        if let Err(err) = self.work.release().await {
            tracing::debug!(error = %ErrorChain(&err), "the lease of the importer runs out by itself");
        }
    }

    async fn round(&self, stop: &CancellationToken) -> Result<Round, Failed> {
        if !self.work.is_wanted().await? || !self.work.hold().await? {
            return Ok(Round::Idle);
        }
        tokio::select! {
            done = self.one(stop) => done,
            lost = self.keep_hold() => Err(lost.into()),
        }
    }

    /// Returns when the lease is lost.
    async fn keep_hold(&self) -> WorkError {
        loop {
            tokio::time::sleep(self.options.prolong).await;
            match self.work.hold().await {
                Ok(true) => {}
                Ok(false) => return WorkError::Lost,
                Err(err) => return err.into(),
            }
        }
    }

    async fn one(&self, stop: &CancellationToken) -> Result<Round, Failed> {
        let Some(mut held) = self.work.begin().await? else { return Ok(Round::Idle) };
        let catalogue = match self.read(&held).await? {
            Ok(catalogue) => catalogue,
            Err(err @ CsvError::Io(_)) => {
                let err = StoreError::broken(err);
                return Err(WorkError::Write(WriteError::from(err)).into());
            }
            Err(err) => {
                self.work.finish(held, Some(err.to_string())).await?;
                return Ok(Round::Worked);
            }
        };
        let file = ReadFile {
            outline: ImportOutline {
                courses: catalogue.courses.len() as u64,
                rows: catalogue.rows,
                courses_rejected: catalogue.courses_rejected,
                runs_rejected: catalogue.runs_rejected,
                rows_nameless: catalogue.rows_nameless,
            },
            courses: &catalogue.courses,
            rejections: &catalogue.rejections,
            rows_of_run: &|line| catalogue.rows_of_run(line),
            whole: catalogue.whole(),
        };
        while !stop.is_cancelled() {
            let Some(next) = self.work.step(&held, &file, first_batch).await? else {
                self.work.finish(held, None).await?;
                return Ok(Round::Worked);
            };
            held = next;
        }
        Ok(Round::Idle)
    }

    /// Reads the file of a job as a whole.
    async fn read(&self, held: &HeldImport) -> Result<Result<UiucCatalogue, CsvError>, Failed> {
        let (parts, reader) = PartsReader::new();
        let reading = tokio::task::spawn_blocking(move || UiucCatalogue::read(reader));
        for number in 0.. {
            let part = self.work.part(held, number).await.map_err(io::Error::other);
            let Some(part) = part.transpose() else { break };
            // Who has read enough, because the file is none that can be used, listens no more.
            if parts.send(part).await.is_err() {
                break;
            }
        }
        drop(parts);
        reading.await.map_err(Failed::Interrupted)
    }
}
