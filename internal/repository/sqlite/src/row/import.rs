//! Files that are brought in.

use courses_domain::catalogue::{
    ImportCounts, ImportFormat, ImportJobState, ImportProgress, ImportReject, ImportStatus,
};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use super::Columns;
use super::value::json;
use crate::error::Failure;

/// How far an import is, as it is kept.
#[derive(Serialize, Deserialize)]
struct ProgressRow {
    total: Option<u64>,
    done: u64,
    noted: u64,
    rejects: u64,
    rows_seen: u64,
    rows_rejected: u64,
    courses: CountsRow,
    runs: CountsRow,
}

#[derive(Serialize, Deserialize)]
struct CountsRow {
    seen: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
}

impl From<ImportCounts> for CountsRow {
    fn from(it: ImportCounts) -> Self {
        let ImportCounts { seen, created, updated, unchanged, rejected } = it;
        Self { seen, created, updated, unchanged, rejected }
    }
}

impl From<CountsRow> for ImportCounts {
    fn from(it: CountsRow) -> Self {
        let CountsRow { seen, created, updated, unchanged, rejected } = it;
        Self { seen, created, updated, unchanged, rejected }
    }
}

/// How far an import is.
pub(crate) fn progress_json(it: &ImportProgress) -> String {
    json(&ProgressRow {
        total: it.total,
        done: it.done,
        noted: it.noted,
        rejects: it.rejects,
        rows_seen: it.rows_seen,
        rows_rejected: it.rows_rejected,
        courses: it.courses.into(),
        runs: it.runs.into(),
    })
}

/// An import.
pub(crate) fn read_import(row: &Row<'_>) -> Result<ImportJobState, Failure> {
    let it = Columns::of("imports", row)?;
    let progress: ProgressRow = it.json("progress")?;
    Ok(ImportJobState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        requested_by: it.id("requested_by")?,
        owner: it.id("owner")?,
        request_id: it.get("request")?,
        format: it.word("format", ImportFormat::parse)?,
        bytes: it.counter("bytes")?,
        parts: it.counter("parts")?,
        status: it.word("status", ImportStatus::parse)?,
        starts: it.counter("starts")?,
        progress: ImportProgress {
            total: progress.total,
            done: progress.done,
            noted: progress.noted,
            rejects: progress.rejects,
            rows_seen: progress.rows_seen,
            rows_rejected: progress.rows_rejected,
            courses: progress.courses.into(),
            runs: progress.runs.into(),
        },
        failure: it.get("failure")?,
        created_at: it.time("created_at")?,
        started_at: it.time_if_any("started_at")?,
        finished_at: it.time_if_any("finished_at")?,
    })
}

/// Something that was set aside.
pub(crate) fn read_reject(import: &str, row: &Row<'_>) -> Result<ImportReject, Failure> {
    let it = Columns::named("import_rejects", row, import.to_owned());
    Ok(ImportReject {
        number: it.counter("number")?,
        line: it.counter("line")?,
        reason: it.get("reason")?,
    })
}
