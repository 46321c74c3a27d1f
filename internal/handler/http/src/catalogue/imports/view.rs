//! Jobs as the contract shows them.

use courses_domain::catalogue::{
    ImportCounts, ImportFormat, ImportJobState, ImportProgress, ImportReject, ImportStatus,
};

use crate::generated::models;
use crate::number::signed;

impl From<&ImportJobState> for models::Job {
    fn from(job: &ImportJobState) -> Self {
        let progress = &job.progress;
        Self {
            id: job.id.into(),
            version: signed(job.revision),
            kind: models::JobKind::Import,
            format: job.format.into(),
            complete: job.complete,
            status: job.status.into(),
            requested_by: job.requested_by.into(),
            bytes: signed(job.bytes),
            total: progress.total.map(signed),
            done: signed(progress.done),
            rows: models::JobRows {
                seen: signed(progress.rows_seen),
                rejected: signed(progress.rows_rejected),
            },
            courses: progress.courses.into(),
            runs: progress.runs.into(),
            gone: progress.into(),
            rejects: signed(progress.rejects),
            failure: job.failure.clone(),
            created_at: job.created_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
        }
    }
}

impl From<&ImportProgress> for models::JobGone {
    fn from(progress: &ImportProgress) -> Self {
        let sweep = progress.sweep;
        Self {
            round: sweep.round.map(signed),
            rows_nameless: signed(progress.rows_nameless),
            missing: signed(sweep.missing),
            archived: signed(sweep.archived),
            restored: signed(sweep.restored),
        }
    }
}

impl From<ImportCounts> for models::JobCounts {
    fn from(counts: ImportCounts) -> Self {
        Self {
            seen: signed(counts.seen),
            created: signed(counts.created),
            updated: signed(counts.updated),
            unchanged: signed(counts.unchanged),
            rejected: signed(counts.rejected),
        }
    }
}

impl From<&ImportReject> for models::JobReject {
    fn from(reject: &ImportReject) -> Self {
        Self {
            number: signed(reject.number),
            line: signed(reject.line),
            reason: reject.reason.clone(),
        }
    }
}

impl From<ImportStatus> for models::JobStatus {
    fn from(status: ImportStatus) -> Self {
        match status {
            ImportStatus::Queued => Self::Queued,
            ImportStatus::Running => Self::Running,
            ImportStatus::Succeeded => Self::Succeeded,
            ImportStatus::Failed => Self::Failed,
        }
    }
}

impl From<ImportFormat> for models::ImportFormat {
    fn from(format: ImportFormat) -> Self {
        match format {
            ImportFormat::UiucCsv => Self::UiucCsv,
        }
    }
}

impl From<models::ImportFormat> for ImportFormat {
    fn from(format: models::ImportFormat) -> Self {
        match format {
            models::ImportFormat::UiucCsv => Self::UiucCsv,
        }
    }
}
