//! A file that is brought in. Growth: `imports` some hundred bytes for each job that is kept,
//! `import_rejects` one small document for each line set aside, `import_parts` up to 64 of 1 MiB
//! for each file that waits; all of it is forgotten after a while.

use bson::spec::BinarySubtype;
use bson::{Binary, DateTime, Document, doc};
use courses_domain::catalogue::{
    ImportCounts, ImportFormat, ImportJob, ImportJobId, ImportJobState, ImportProgress,
    ImportReject, ImportStatus, ImportSweep,
};
use courses_port::catalogue::NamedCourse;
use serde::{Deserialize, Serialize};

use super::Record;
use crate::convert::{
    to_binary, to_date, to_external_ids, to_id, to_long, to_number, to_timestamp, to_timestamps,
};
use crate::error::{BadField, InField};

/// A job as it lies in `imports`.
#[derive(Serialize, Deserialize)]
pub(crate) struct ImportDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    requested_by: bson::Uuid,
    owner: bson::Uuid,
    request_id: String,
    format: String,
    #[serde(default)]
    complete: bool,
    bytes: i64,
    parts: i64,
    status: String,
    /// Not over; the index for those that are to be worked on holds such jobs only.
    live: bool,
    starts: i64,
    progress: ProgressDocument,
    failure: Option<String>,
    created_at: DateTime,
    started_at: Option<DateTime>,
    finished_at: Option<DateTime>,
}

#[derive(Serialize, Deserialize)]
struct ProgressDocument {
    total: Option<i64>,
    done: i64,
    noted: i64,
    rejects: i64,
    rows_seen: i64,
    rows_rejected: i64,
    #[serde(default)]
    rows_nameless: i64,
    courses: CountsDocument,
    runs: CountsDocument,
    #[serde(default)]
    sweep: SweepDocument,
}

#[derive(Default, Serialize, Deserialize)]
struct SweepDocument {
    round: Option<i64>,
    after: Option<bson::Uuid>,
    missing: i64,
    archived: i64,
    restored: i64,
}

#[derive(Serialize, Deserialize)]
struct CountsDocument {
    seen: i64,
    created: i64,
    updated: i64,
    unchanged: i64,
    rejected: i64,
}

impl From<&ImportJobState> for ImportDocument {
    fn from(state: &ImportJobState) -> Self {
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            requested_by: to_binary(state.requested_by),
            owner: to_binary(state.owner),
            request_id: state.request_id.clone(),
            format: state.format.word().to_owned(),
            complete: state.complete,
            bytes: to_long(state.bytes),
            parts: state.parts.into(),
            status: state.status.word().to_owned(),
            live: !state.status.is_over(),
            starts: state.starts.into(),
            progress: ProgressDocument::from(&state.progress),
            failure: state.failure.clone(),
            created_at: to_date(state.created_at),
            started_at: state.started_at.map(to_date),
            finished_at: state.finished_at.map(to_date),
        }
    }
}

impl From<&ImportProgress> for ProgressDocument {
    fn from(it: &ImportProgress) -> Self {
        Self {
            total: it.total.map(to_long),
            done: to_long(it.done),
            noted: to_long(it.noted),
            rejects: to_long(it.rejects),
            rows_seen: to_long(it.rows_seen),
            rows_rejected: to_long(it.rows_rejected),
            rows_nameless: to_long(it.rows_nameless),
            courses: CountsDocument::from(&it.courses),
            runs: CountsDocument::from(&it.runs),
            sweep: SweepDocument::from(&it.sweep),
        }
    }
}

impl From<&ImportSweep> for SweepDocument {
    fn from(it: &ImportSweep) -> Self {
        Self {
            round: it.round.map(to_long),
            after: it.after.map(to_binary),
            missing: to_long(it.missing),
            archived: to_long(it.archived),
            restored: to_long(it.restored),
        }
    }
}

impl SweepDocument {
    fn into_sweep(self) -> Result<ImportSweep, BadField> {
        Ok(ImportSweep {
            round: self.round.map(|it| to_number(it, "round")).transpose()?,
            after: self.after.map(to_id),
            missing: to_number(self.missing, "missing")?,
            archived: to_number(self.archived, "archived")?,
            restored: to_number(self.restored, "restored")?,
        })
    }
}

impl From<&ImportCounts> for CountsDocument {
    fn from(it: &ImportCounts) -> Self {
        Self {
            seen: to_long(it.seen),
            created: to_long(it.created),
            updated: to_long(it.updated),
            unchanged: to_long(it.unchanged),
            rejected: to_long(it.rejected),
        }
    }
}

impl ProgressDocument {
    fn into_progress(self) -> Result<ImportProgress, BadField> {
        Ok(ImportProgress {
            total: self.total.map(|it| to_number(it, "total")).transpose()?,
            done: to_number(self.done, "done")?,
            noted: to_number(self.noted, "noted")?,
            rejects: to_number(self.rejects, "rejects")?,
            rows_seen: to_number(self.rows_seen, "rows_seen")?,
            rows_rejected: to_number(self.rows_rejected, "rows_rejected")?,
            rows_nameless: to_number(self.rows_nameless, "rows_nameless")?,
            courses: self.courses.into_counts().map_err(|it| it.within("courses"))?,
            runs: self.runs.into_counts().map_err(|it| it.within("runs"))?,
            sweep: self.sweep.into_sweep().map_err(|it| it.within("sweep"))?,
        })
    }
}

impl CountsDocument {
    fn into_counts(self) -> Result<ImportCounts, BadField> {
        Ok(ImportCounts {
            seen: to_number(self.seen, "seen")?,
            created: to_number(self.created, "created")?,
            updated: to_number(self.updated, "updated")?,
            unchanged: to_number(self.unchanged, "unchanged")?,
            rejected: to_number(self.rejected, "rejected")?,
        })
    }
}

impl Record for ImportDocument {
    type Entity = ImportJob;

    fn into_entity(self) -> Result<ImportJob, BadField> {
        Ok(ImportJob::restore(ImportJobState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            requested_by: to_id(self.requested_by),
            owner: to_id(self.owner),
            request_id: self.request_id,
            format: ImportFormat::parse(&self.format).in_field("format")?,
            complete: self.complete,
            bytes: to_number(self.bytes, "bytes")?,
            parts: to_number(self.parts, "parts")?,
            status: ImportStatus::parse(&self.status).in_field("status")?,
            starts: to_number(self.starts, "starts")?,
            progress: self.progress.into_progress().map_err(|it| it.within("progress"))?,
            failure: self.failure,
            created_at: to_timestamp(self.created_at, "created_at")?,
            started_at: to_timestamps(self.started_at, "started_at")?,
            finished_at: to_timestamps(self.finished_at, "finished_at")?,
        }))
    }
}

/// What a job set aside, as it lies in `import_rejects`.
#[derive(Serialize, Deserialize)]
pub(crate) struct RejectDocument {
    #[serde(rename = "_id")]
    id: NumberedId,
    line: i64,
    reason: String,
}

/// The id of something that belongs to a job and is numbered there.
#[derive(Serialize, Deserialize)]
pub(crate) struct NumberedId {
    import: bson::Uuid,
    number: i64,
}

impl RejectDocument {
    pub(crate) fn of(import: ImportJobId, reject: &ImportReject) -> Self {
        let id = NumberedId { import: to_binary(import), number: to_long(reject.number) };
        Self { id, line: to_long(reject.line), reason: reject.reason.clone() }
    }
}

impl Record for RejectDocument {
    type Entity = ImportReject;

    fn into_entity(self) -> Result<ImportReject, BadField> {
        Ok(ImportReject {
            number: to_number(self.id.number, "_id.number")?,
            line: to_number(self.line, "line")?,
            reason: self.reason,
        })
    }
}

/// The id of what is numbered within a job. Its members keep this order: ranges rely on it.
pub(crate) fn numbered_id(import: ImportJobId, number: i64) -> Document {
    doc! { "import": to_binary(import), "number": number }
}

/// A part of a file, as it lies in `import_parts`.
#[derive(Serialize, Deserialize)]
pub(crate) struct PartDocument {
    bytes: Binary,
}

impl PartDocument {
    /// The whole document but its id.
    pub(crate) fn fields(bytes: Vec<u8>, stored_at: DateTime, first: bool) -> Document {
        let bytes = Binary { subtype: BinarySubtype::Generic, bytes };
        doc! { "bytes": bytes, "stored_at": stored_at, "first": first }
    }
}

impl Record for PartDocument {
    type Entity = Vec<u8>;

    fn into_entity(self) -> Result<Vec<u8>, BadField> {
        Ok(self.bytes.bytes)
    }
}

/// The file that a part belongs to.
#[derive(Deserialize)]
pub(crate) struct PartFileDocument {
    #[serde(rename = "_id")]
    id: NumberedId,
}

impl Record for PartFileDocument {
    type Entity = ImportJobId;

    fn into_entity(self) -> Result<ImportJobId, BadField> {
        Ok(to_id(self.id.import))
    }
}

/// How many rounds of a source are over, as it lies in `counters`.
#[derive(Deserialize)]
pub(crate) struct RoundDocument {
    value: i64,
}

impl Record for RoundDocument {
    type Entity = u64;

    fn into_entity(self) -> Result<u64, BadField> {
        to_number(self.value, "value")
    }
}

/// A course reduced to its id and its names.
#[derive(Deserialize)]
pub(crate) struct NamedCourseDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    #[serde(default)]
    external_ids: Option<Vec<String>>,
}

impl Record for NamedCourseDocument {
    type Entity = NamedCourse;

    fn into_entity(self) -> Result<NamedCourse, BadField> {
        let names = to_external_ids(self.external_ids, "external_ids")?;
        Ok(NamedCourse { id: to_id(self.id), names })
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_job_survives_its_document() {
        let mut make = Make::new(1);
        for state in [make.import(), make.rich_import()] {
            let raw = RawDocumentBuf::try_from(&encode(&ImportDocument::from(&state))).unwrap();
            assert_eq!(decode::<ImportDocument>("imports", &raw).unwrap().state(), &state);
        }
    }
}
