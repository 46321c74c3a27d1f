//! Works on imports: one replica at a time, one file at a time, one batch after the other.
//!
//! Whoever has the lease takes the oldest job that is not over and begins it, which makes every
//! save of its predecessor fail. Each batch commits together with the numbers of the job, so a
//! process that dies at any point has either done a batch and counted it, or neither. The same holds
//! for the pages of the search for what is gone, which comes after the last batch.

use courses_domain::catalogue::{ImportJob, ImportOutline, ImportReject, ImportStep, SweepStep};
use courses_domain::shared::{Actor, Role};
use courses_port::catalogue::{CatalogueChange, ImportWrite};
use courses_port::{ChangeSet, CommitError, Conflict, StoreError};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::catalogue::import::batch::Attempt;
use crate::catalogue::import::sweep::{self, PageError};
use crate::catalogue::import::{
    BatchReport, ImportCourses, ImportPorts, ImportedCourse, Rejection, SweepSource, WholeSource,
};
use crate::{Request, WriteError};

/// Works on imports.
pub struct WorkOnImports {
    ports: ImportPorts,
    courses: ImportCourses,
    sweep: SweepSource,
    holder: Uuid,
}

/// A job that this replica works on.
#[derive(Debug, Clone)]
pub struct HeldImport(ImportJob);

impl HeldImport {
    /// The job as it was last saved.
    #[must_use]
    pub const fn job(&self) -> &ImportJob {
        &self.0
    }
}

/// What a file holds, in the order of the file.
pub struct ReadFile<'a> {
    /// Numbers.
    pub outline: ImportOutline,
    /// The courses.
    pub courses: &'a [ImportedCourse],
    /// Rows that cannot be used.
    pub rejections: &'a [Rejection],
    /// How many rows the run that begins on a line was made from; 0 if none does.
    pub rows_of_run: &'a (dyn Fn(u64) -> u64 + Send + Sync),
    /// What it names, for a job that takes it for the whole of its source.
    pub whole: WholeSource<'a>,
}

/// Why the work on a job stopped.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// Somebody else works on it by now.
    #[error("somebody else goes on with the import")]
    Lost,
    /// A batch could not be written; trying again later is safe.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<StoreError> for WorkError {
    fn from(err: StoreError) -> Self {
        Self::Write(err.into())
    }
}

impl WorkOnImports {
    /// The name of the lease.
    pub const LEASE: &'static str = "importer";
    /// For how long the lease is taken; a dead replica is replaced after this.
    pub const LEASE_SECONDS: i64 = 5;
    /// How many rows that cannot be used are put into the report at a time.
    pub const NOTES: usize = 500;

    /// A worker that is known as `holder`, an id of this process. What was missed in so many
    /// rounds of its source in a row is archived; nothing is for 0.
    #[must_use]
    pub fn new(ports: ImportPorts, vanish_after: u32, holder: Uuid) -> Self {
        let courses = ImportCourses::new(ports.base.clone());
        let sweep = SweepSource::new(ports.clone(), vanish_after);
        Self { ports, courses, sweep, holder }
    }

    /// Whether there is a job to work on.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn is_wanted(&self) -> Result<bool, StoreError> {
        Ok(!self.ports.imports.live_imports(1).await?.is_empty())
    }

    /// Takes or prolongs the lease; answers whether this replica has it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn hold(&self) -> Result<bool, StoreError> {
        let now = self.ports.base.clock.now();
        let lease = SignedDuration::from_secs(Self::LEASE_SECONDS);
        let until = now.checked_add(lease).map_err(StoreError::broken)?;
        Ok(self.ports.leases.acquire(Self::LEASE, self.holder, now, until).await?.is_some())
    }

    /// Gives the lease back so that another replica can go on at once.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the lease then runs out by itself.
    pub async fn release(&self) -> Result<(), StoreError> {
        self.ports.leases.release(Self::LEASE, self.holder).await
    }

    /// Begins the oldest job that is not over, in whose place ever. Jobs without hope end here.
    /// Only for the holder of the lease.
    ///
    /// # Errors
    ///
    /// [`WorkError`].
    #[tracing::instrument(name = "usecase.import.begin", level = "debug", skip_all)]
    pub async fn begin(&self) -> Result<Option<HeldImport>, WorkError> {
        while let Some(job) = self.ports.imports.live_imports(1).await?.into_iter().next() {
            let now = self.ports.base.clock.now();
            if let Some(reason) = job.is_hopeless(now) {
                self.finish(HeldImport(job), Some(reason.to_owned())).await?;
                continue;
            }
            let begun = job.begun(now);
            self.save(&begun, Vec::new()).await?;
            return Ok(Some(HeldImport(begun)));
        }
        Ok(None)
    }

    /// A part of the file of a job, counted from 0; `None` after the last.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also if a part is gone.
    pub async fn part(
        &self,
        held: &HeldImport,
        number: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let state = held.0.state();
        if number >= state.parts {
            return Ok(None);
        }
        let part = self.ports.imports.find_part(state.id, number).await?;
        part.map(Some).ok_or_else(|| StoreError::broken("a part of the file of an import is gone"))
    }

    /// Does the next piece of work on a file that was read; `None` if it is done as a whole.
    ///
    /// # Errors
    ///
    /// [`WorkError`]; what was committed before stays, and somebody can go on there.
    #[tracing::instrument(
        name = "usecase.import.work",
        skip_all,
        fields(import.id = %held.0.state().id, import.done = held.0.state().progress.done)
    )]
    pub async fn step(
        &self,
        held: &HeldImport,
        file: &ReadFile<'_>,
        batch: impl Fn(&[ImportedCourse]) -> usize,
    ) -> Result<Option<HeldImport>, WorkError> {
        let job = &held.0;
        let progress = job.state().progress;
        if progress.total.is_none() {
            let read = job.read(file.outline);
            self.save(&read, Vec::new()).await?;
            return Ok(Some(HeldImport(read)));
        }
        let left = rest(file.rejections, progress.noted);
        if !left.is_empty() {
            let rows = left.iter().take(Self::NOTES).map(|it| (it.line, it.reason.clone()));
            let (noted, rejects) = job.noted(rows.collect());
            self.save(&noted, rejects).await?;
            return Ok(Some(HeldImport(noted)));
        }
        let left = rest(file.courses, progress.done);
        if left.is_empty() {
            return self.sweep(job, &file.whole).await;
        }
        let items = &left[..batch(left).clamp(1, left.len())];
        match self.batch(job, file, items).await? {
            Some(next) => Ok(Some(HeldImport(next))),
            // Somebody changes one of them just now: they go one by one.
            None => self.one(job, file, &items[0]).await.map(|next| Some(HeldImport(next))),
        }
    }

    /// `None` if something stood against it.
    async fn batch(
        &self,
        job: &ImportJob,
        file: &ReadFile<'_>,
        items: &[ImportedCourse],
    ) -> Result<Option<ImportJob>, WorkError> {
        let (state, request) = (job.state(), request_of(job));
        let counted = |report: &BatchReport| job.advanced(step_of(report, items, file.rows_of_run));
        let along = |report: &BatchReport| {
            let (next, rejects) = counted(report);
            change(&next, rejects)
        };
        match self.courses.attempt(&request, state.owner, items, Some(&along)).await? {
            Attempt::Done(report) => Ok(Some(counted(&report).0)),
            Attempt::Refused(Conflict::ImportMoved) => Err(WorkError::Lost),
            Attempt::Refused(_) => Ok(None),
        }
    }

    async fn one(
        &self,
        job: &ImportJob,
        file: &ReadFile<'_>,
        item: &ImportedCourse,
    ) -> Result<ImportJob, WorkError> {
        let items = std::slice::from_ref(item);
        for _ in 0..ImportCourses::ATTEMPTS {
            if let Some(next) = self.batch(job, file, items).await? {
                return Ok(next);
            }
        }
        let report = ImportCourses::contended(item);
        let (next, rejects) = job.advanced(step_of(&report, items, file.rows_of_run));
        self.save(&next, rejects).await?;
        Ok(next)
    }

    /// Begins the search for what is gone, or does the next page of it; `None` if there is nothing
    /// to search for, or any more.
    async fn sweep(
        &self,
        job: &ImportJob,
        whole: &WholeSource<'_>,
    ) -> Result<Option<HeldImport>, WorkError> {
        let state = job.state();
        if !state.complete || !whole.is_round() {
            return Ok(None);
        }
        let Some(round) = state.progress.sweep.round else {
            let sweeping = job.sweeping(self.sweep.next_round(whole.source).await?);
            self.save(&sweeping, Vec::new()).await?;
            return Ok(Some(HeldImport(sweeping)));
        };
        let (request, after) = (request_of(job), state.progress.sweep.after);
        let along = |step: SweepStep| change(&job.swept(step), Vec::new());
        match self.sweep.page(&request, whole, round, after, Some(&along)).await {
            Ok(step) => Ok(step.map(|step| HeldImport(job.swept(step)))),
            Err(PageError::Lost) => Err(WorkError::Lost),
            Err(PageError::Write(err)) => Err(err.into()),
        }
    }

    /// Ends a job, after everything was done or, with a reason, before. Its file is forgotten, and
    /// the round of its source is over if it was one.
    ///
    /// # Errors
    ///
    /// [`WorkError`].
    pub async fn finish(&self, held: HeldImport, failure: Option<String>) -> Result<(), WorkError> {
        let now = self.ports.base.clock.now();
        let failed = failure.is_some();
        let over = held.0.over(failure, now);
        let state = over.state();
        let mut set = ChangeSet::new(now).with(change(&over, Vec::new()));
        if let Some(round) = state.progress.sweep.round
            && !failed
        {
            set = set.with(sweep::over(state.format.source(), round));
        }
        self.commit(set).await?;
        self.ports.imports.forget_file(state.id).await?;
        Ok(())
    }

    async fn save(&self, job: &ImportJob, rejects: Vec<ImportReject>) -> Result<(), WorkError> {
        let set = ChangeSet::new(self.ports.base.clock.now()).with(change(job, rejects));
        self.commit(set).await
    }

    async fn commit(&self, set: ChangeSet) -> Result<(), WorkError> {
        match self.ports.base.commit.commit(set).await {
            Ok(()) => Ok(()),
            Err(CommitError::Conflict(_)) => Err(WorkError::Lost),
            Err(CommitError::Store(err)) => Err(err.into()),
        }
    }
}

/// On whose behalf a job works.
fn request_of(job: &ImportJob) -> Request {
    let state = job.state();
    Request {
        actor: Some(Actor::new(state.requested_by, [Role::Admin])),
        id: state.request_id.clone(),
        traceparent: None,
    }
}

fn change(job: &ImportJob, rejects: Vec<ImportReject>) -> CatalogueChange {
    CatalogueChange::SaveImport(Box::new(ImportWrite { state: job.state().clone(), rejects }))
}

/// What comes after the first `done` items.
fn rest<T>(items: &[T], done: u64) -> &[T] {
    usize::try_from(done).ok().and_then(|done| items.get(done..)).unwrap_or_default()
}

fn step_of(
    report: &BatchReport,
    items: &[ImportedCourse],
    rows_of_run: &(dyn Fn(u64) -> u64 + Send + Sync),
) -> ImportStep {
    let mut lines: Vec<u64> = report.rejections.iter().map(|it| it.line).collect();
    lines.sort_unstable();
    lines.dedup();
    ImportStep {
        done: items.len() as u64,
        courses: report.courses,
        runs: report.runs,
        restored: report.restored,
        rows_rejected: lines.into_iter().map(rows_of_run).sum(),
        rejected: report.rejections.iter().map(|it| (it.line, it.reason.clone())).collect(),
    }
}
