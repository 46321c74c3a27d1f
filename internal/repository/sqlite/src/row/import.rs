//! Files that are brought in.

use courses_domain::catalogue::{
    ImportCounts, ImportFormat, ImportJobState, ImportProgress, ImportReject, ImportStatus,
    ImportSweep,
};
use courses_port::catalogue::NamedCourse;
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Columns;
use super::course::external_ids;
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
    #[serde(default)]
    rows_nameless: u64,
    courses: CountsRow,
    runs: CountsRow,
    #[serde(default)]
    sweep: SweepRow,
}

#[derive(Default, Serialize, Deserialize)]
struct SweepRow {
    round: Option<u64>,
    after: Option<Uuid>,
    missing: u64,
    archived: u64,
    restored: u64,
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

impl From<ImportSweep> for SweepRow {
    fn from(it: ImportSweep) -> Self {
        let ImportSweep { round, after, missing, archived, restored } = it;
        Self { round, after: after.map(Into::into), missing, archived, restored }
    }
}

impl From<SweepRow> for ImportSweep {
    fn from(it: SweepRow) -> Self {
        let SweepRow { round, after, missing, archived, restored } = it;
        Self { round, after: after.map(Into::into), missing, archived, restored }
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
        rows_nameless: it.rows_nameless,
        courses: it.courses.into(),
        runs: it.runs.into(),
        sweep: it.sweep.into(),
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
        complete: it.get("complete")?,
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
            rows_nameless: progress.rows_nameless,
            courses: progress.courses.into(),
            runs: progress.runs.into(),
            sweep: progress.sweep.into(),
        },
        failure: it.get("failure")?,
        created_at: it.time("created_at")?,
        started_at: it.time_if_any("started_at")?,
        finished_at: it.time_if_any("finished_at")?,
    })
}

/// A course and what it is called elsewhere.
pub(crate) fn read_named_course(row: &Row<'_>) -> Result<NamedCourse, Failure> {
    let it = Columns::of("courses", row)?;
    Ok(NamedCourse { id: it.id("id")?, names: external_ids(&it)? })
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
