//! A file that is brought in: what it is, how far that is, and what became of its rows.
//!
//! The job counts what was committed, in the same change set as the effect. Whoever goes on with
//! it, after a crash or on another machine, begins where the numbers end, so each row is counted
//! once. The revision guards every step: who lost the job without noticing is refused.

use jiff::{SignedDuration, Timestamp};

use crate::catalogue::{CourseId, ImportJobId};
use crate::shared::AccountId;

/// What a file looks like inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportFormat {
    /// The schedule of a university, one row for each meeting of each section.
    UiucCsv,
}

impl ImportFormat {
    /// Every format.
    pub const ALL: [Self; 1] = [Self::UiucCsv];

    /// The word in documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UiucCsv => "uiuc_csv",
        }
    }

    /// The source of the names that its courses have.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::UiucCsv => "uiuc",
        }
    }

    /// The format with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// Where a job is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportStatus {
    /// It waits for its turn.
    Queued,
    /// It was begun.
    Running,
    /// Everything in the file was seen, and taken or set aside.
    Succeeded,
    /// It ended early; what was taken stays.
    Failed,
}

impl ImportStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Succeeded, Self::Failed];

    /// The word in documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }
}

/// How many items were seen, and what became of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// All items: the sum of the rest.
    pub seen: u64,
    /// Items that are new.
    pub created: u64,
    /// Items that changed.
    pub updated: u64,
    /// Items about which nothing was written.
    pub unchanged: u64,
    /// Items that were set aside.
    pub rejected: u64,
}

impl std::ops::AddAssign for ImportCounts {
    fn add_assign(&mut self, other: Self) {
        self.seen += other.seen;
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

/// How far an import is, and what became of what it has seen so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// Courses to bring in; `None` until the file was read.
    pub total: Option<u64>,
    /// Of these, courses that are dealt with.
    pub done: u64,
    /// Of the rows that cannot be read, those that stand in the report.
    pub noted: u64,
    /// Everything that stands in the report of what was set aside.
    pub rejects: u64,
    /// Rows of the file.
    pub rows_seen: u64,
    /// Rows from which nothing was taken.
    pub rows_rejected: u64,
    /// Rows that cannot be used and do not even tell which course they are about.
    pub rows_nameless: u64,
    /// Courses.
    pub courses: ImportCounts,
    /// Runs.
    pub runs: ImportCounts,
    /// What was found to be gone from the source, or there again.
    pub sweep: ImportSweep,
}

/// How far the search for what is gone from a source is, and what it found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportSweep {
    /// The round of the source that this import is; `None` if it is none, or none yet.
    pub round: Option<u64>,
    /// The last course that was looked at; they are looked at in the order of their ids.
    pub after: Option<CourseId>,
    /// Courses that the file does not name.
    pub missing: u64,
    /// Of these, courses that were archived now.
    pub archived: u64,
    /// Courses that were archived for being gone and that the file names again.
    pub restored: u64,
}

/// What became of some courses that a source might not have any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SweepStep {
    /// The last of them.
    pub after: CourseId,
    /// Those that the file does not name.
    pub missing: u64,
    /// Of these, courses that were archived now.
    pub archived: u64,
}

/// Something that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReject {
    /// Its place in the report: 1, 2, 3 …
    pub number: u64,
    /// The line of the file, counted from 1.
    pub line: u64,
    /// Why, in one sentence.
    pub reason: String,
}

/// What a file turned out to hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOutline {
    /// Courses to bring in.
    pub courses: u64,
    /// Rows.
    pub rows: u64,
    /// Courses that are named but have no row that can be used.
    pub courses_rejected: u64,
    /// Runs that are named but have no row that can be used.
    pub runs_rejected: u64,
    /// Rows that cannot be used and do not even tell which course they are about.
    pub rows_nameless: u64,
}

/// What became of some courses of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportStep {
    /// How many courses of the file this was.
    pub done: u64,
    /// Courses.
    pub courses: ImportCounts,
    /// Runs.
    pub runs: ImportCounts,
    /// Rows from which nothing was taken.
    pub rows_rejected: u64,
    /// Courses that were archived for being gone and came back.
    pub restored: u64,
    /// Lines that were set aside, and why.
    pub rejected: Vec<(u64, String)>,
}

/// Everything a store keeps of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportJobState {
    /// Its id, and that of its file.
    pub id: ImportJobId,
    /// The store's counter: how often the job was saved.
    pub revision: u64,
    /// Who asked for it.
    pub requested_by: AccountId,
    /// Who will own the new courses.
    pub owner: AccountId,
    /// The request that asked for it.
    pub request_id: String,
    /// What the file looks like.
    pub format: ImportFormat,
    /// Whether the file is the whole of its source, so that what it does not name is gone there.
    pub complete: bool,
    /// Bytes of the file.
    pub bytes: u64,
    /// Parts that the file is kept in.
    pub parts: u32,
    /// Where it is in its life.
    pub status: ImportStatus,
    /// How often it was begun since it last got on.
    pub starts: u32,
    /// How far it is.
    pub progress: ImportProgress,
    /// Why it failed, in one sentence.
    pub failure: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was first begun.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
}

/// What is needed to ask for an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// The id of the job and of the file.
    pub id: ImportJobId,
    /// Who asks.
    pub requested_by: AccountId,
    /// Who will own the new courses.
    pub owner: AccountId,
    /// The request.
    pub request_id: String,
    /// What the file looks like.
    pub format: ImportFormat,
    /// Whether the file is the whole of its source.
    pub complete: bool,
    /// Bytes of the file.
    pub bytes: u64,
    /// Parts that the file is kept in.
    pub parts: u32,
}

/// A job and the rules that keep its numbers right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportJob {
    state: ImportJobState,
}

impl ImportJob {
    /// The most bytes of a file.
    pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
    /// The most jobs that may wait or run at a time.
    pub const MAX_LIVE: u32 = 20;
    /// How often a job may be begun without getting on.
    pub const MAX_STARTS: u32 = 25;
    /// How long after it was asked for a job must be over.
    pub const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

    /// Asks for an import.
    #[must_use]
    pub fn create(new: NewImport, now: Timestamp) -> Self {
        let NewImport { id, requested_by, owner, request_id, format, complete, bytes, parts } = new;
        Self {
            state: ImportJobState {
                id,
                revision: 1,
                requested_by,
                owner,
                request_id,
                format,
                complete,
                bytes,
                parts,
                status: ImportStatus::Queued,
                starts: 0,
                progress: ImportProgress::default(),
                failure: None,
                created_at: now,
                started_at: None,
                finished_at: None,
            },
        }
    }

    /// Rebuilds a job that storage vouches for.
    #[must_use]
    pub const fn restore(state: ImportJobState) -> Self {
        Self { state }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &ImportJobState {
        &self.state
    }

    /// Why nobody should go on with it.
    #[must_use]
    pub fn is_hopeless(&self, now: Timestamp) -> Option<&'static str> {
        if now.duration_since(self.state.created_at) > Self::PATIENCE {
            Some("it was not over within 24 hours")
        } else if self.state.starts >= Self::MAX_STARTS {
            Some("it was begun again and again without getting on")
        } else {
            None
        }
    }

    /// Begins it, or goes on with it in somebody's place, who can save it no more then.
    #[must_use]
    pub fn begun(&self, now: Timestamp) -> Self {
        let mut next = self.next();
        next.state.status = ImportStatus::Running;
        next.state.starts += 1;
        next.state.started_at.get_or_insert(now);
        next
    }

    /// Notes what the file holds; nothing changes if that is known.
    #[must_use]
    pub fn read(&self, outline: ImportOutline) -> Self {
        let mut next = self.next();
        let progress = &mut next.state.progress;
        if progress.total.is_none() {
            let rejected =
                |count| ImportCounts { seen: count, rejected: count, ..ImportCounts::default() };
            progress.total = Some(outline.courses);
            progress.rows_seen = outline.rows;
            progress.rows_nameless = outline.rows_nameless;
            progress.courses += rejected(outline.courses_rejected);
            progress.runs += rejected(outline.runs_rejected);
        }
        next.state.starts = 0;
        next
    }

    /// Puts rows that cannot be read into the report, each with its line and reason.
    #[must_use]
    pub fn noted(&self, rows: Vec<(u64, String)>) -> (Self, Vec<ImportReject>) {
        let mut next = self.next();
        let count = rows.len() as u64;
        next.state.progress.noted += count;
        next.state.progress.rows_rejected += count;
        next.state.starts = 0;
        let rejects = next.report(rows);
        (next, rejects)
    }

    /// Counts what became of some courses.
    #[must_use]
    pub fn advanced(&self, step: ImportStep) -> (Self, Vec<ImportReject>) {
        let mut next = self.next();
        let progress = &mut next.state.progress;
        progress.done += step.done;
        progress.courses += step.courses;
        progress.runs += step.runs;
        progress.rows_rejected += step.rows_rejected;
        progress.sweep.restored += step.restored;
        next.state.starts = 0;
        let rejects = next.report(step.rejected);
        (next, rejects)
    }

    /// Begins to search for what is gone from the source, as this round of it.
    #[must_use]
    pub fn sweeping(&self, round: u64) -> Self {
        let mut next = self.next();
        next.state.progress.sweep.round.get_or_insert(round);
        next.state.starts = 0;
        next
    }

    /// Counts what became of some courses that might be gone.
    #[must_use]
    pub fn swept(&self, step: SweepStep) -> Self {
        let mut next = self.next();
        let sweep = &mut next.state.progress.sweep;
        sweep.after = Some(step.after);
        sweep.missing += step.missing;
        sweep.archived += step.archived;
        next.state.starts = 0;
        next
    }

    /// Ends it, after everything in the file was seen or, with a reason, before.
    #[must_use]
    pub fn over(&self, failure: Option<String>, now: Timestamp) -> Self {
        let mut next = self.next();
        let failed = failure.is_some();
        next.state.status = if failed { ImportStatus::Failed } else { ImportStatus::Succeeded };
        next.state.failure = failure;
        next.state.finished_at = Some(now);
        next
    }

    fn next(&self) -> Self {
        let mut next = self.clone();
        next.state.revision += 1;
        next
    }

    fn report(&mut self, rows: Vec<(u64, String)>) -> Vec<ImportReject> {
        let first = self.state.progress.rejects + 1;
        self.state.progress.rejects += rows.len() as u64;
        let numbered = rows.into_iter().zip(first..);
        numbered.map(|((line, reason), number)| ImportReject { number, line, reason }).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn job() -> ImportJob {
        let new = NewImport {
            id: Uuid::from_u128(1).into(),
            requested_by: Uuid::from_u128(2).into(),
            owner: Uuid::from_u128(2).into(),
            request_id: "request".to_owned(),
            format: ImportFormat::UiucCsv,
            complete: true,
            bytes: 10,
            parts: 1,
        };
        ImportJob::create(new, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_the_file_holds_is_counted_once() {
        let outline = ImportOutline {
            courses: 3,
            rows: 9,
            courses_rejected: 1,
            runs_rejected: 2,
            rows_nameless: 1,
        };
        let once = job().begun(Timestamp::UNIX_EPOCH).read(outline);
        let twice = once.read(outline);
        assert_eq!(once.state().progress, twice.state().progress);
        assert_eq!(once.state().progress.runs.rejected, 2);
    }

    #[test]
    fn the_report_is_numbered_without_a_gap() {
        let (job, first) = job().noted(vec![(7, "bad".to_owned()), (9, "bad".to_owned())]);
        let step = ImportStep {
            done: 2,
            rejected: vec![(3, "worse".to_owned())],
            ..ImportStep::default()
        };
        let (job, second) = job.advanced(step);
        let numbers: Vec<u64> = first.iter().chain(&second).map(|it| it.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
        let progress = job.state().progress;
        assert_eq!((progress.rejects, progress.noted, progress.done), (3, 2, 2));
    }

    #[test]
    fn a_sweep_keeps_its_round_and_adds_up() {
        let job = job().sweeping(4).sweeping(5);
        let step = |id| SweepStep { after: Uuid::from_u128(id).into(), missing: 3, archived: 1 };
        let sweep = job.swept(step(7)).swept(step(9)).state().progress.sweep;
        assert_eq!((sweep.round, sweep.missing, sweep.archived), (Some(4), 6, 2));
        assert_eq!(sweep.after, Some(Uuid::from_u128(9).into()));
    }

    #[test]
    fn every_step_is_another_revision() {
        let begun = job().begun(Timestamp::UNIX_EPOCH);
        let over = begun.over(None, Timestamp::UNIX_EPOCH);
        assert_eq!(
            (job().state().revision, begun.state().revision, over.state().revision),
            (1, 2, 3)
        );
        assert!(over.state().status.is_over() && !begun.state().status.is_over());
    }

    #[test]
    fn a_job_that_never_gets_on_is_given_up() {
        let now = Timestamp::UNIX_EPOCH;
        let mut job = job();
        for _ in 0..ImportJob::MAX_STARTS {
            assert_eq!(job.is_hopeless(now), None);
            job = job.begun(now);
        }
        assert!(job.is_hopeless(now).is_some());
        assert_eq!(job.read(ImportOutline::default()).is_hopeless(now), None);
        let late = now + ImportJob::PATIENCE + SignedDuration::from_secs(1);
        assert!(
            super::ImportJob::restore(job.read(ImportOutline::default()).state().clone())
                .is_hopeless(late)
                .is_some()
        );
    }
}
