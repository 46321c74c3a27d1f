//! Brings a file into the catalogue: read it up front, then hand it on batch by batch.

use std::collections::HashSet;
use std::io::Read;

use courses_domain::shared::AccountId;
use courses_usecase::catalogue::{
    BatchReport, Counts, ImportCourses, ImportedCourse, SweepReport, SweepSource,
};
use courses_usecase::{Operation, Relation, Request, WriteError};
use futures::TryFutureExt as _;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};

use crate::batches::batches;
use crate::{CsvError, GoneReport, ImportReport, RowCounts, UiucCatalogue};

/// How far an import is. Told once after the file was read, then after every batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Courses that were handed on.
    pub done: u64,
    /// Courses to hand on.
    pub total: u64,
}

/// Why an import ended early. What was committed before stays; the same import started again
/// finds that part unchanged and goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not what it should be; nothing was written.
    #[error(transparent)]
    Source(#[from] CsvError),
    /// A batch was refused, or storage let us down.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The program is shutting down; nothing was written.
    #[error("the program ended before the file was read")]
    Interrupted(#[source] tokio::task::JoinError),
}

/// How many batches are under way at a time.
const SIDE_BY_SIDE: usize = 3;

/// Brings in the schedule of a university on behalf of `owner`, who will own the new courses.
///
/// The file is read and checked as a whole, on a thread that may block, before anything is
/// written; see [`UiucCatalogue::read`] for what becomes of its rows. With `sweep` it is taken for the
/// whole of its source, and what it does not name for gone there.
///
/// # Errors
///
/// [`ImportError`] if the file as a whole cannot be used, if the actor may not import, or if
/// storage lets us down.
#[tracing::instrument(name = "handler.import.uiuc_csv", skip_all)]
pub async fn import_uiuc_csv(
    reader: impl Read + Send + 'static,
    deps: &ImportCourses,
    request: &Request,
    owner: AccountId,
    sweep: Option<&SweepSource>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<ImportReport, ImportError> {
    Operation::Import
        .permit(request.actor.as_ref(), Relation::Other)
        .map_err(WriteError::Refused)?;
    let catalogue = tokio::task::spawn_blocking(move || UiucCatalogue::read(reader))
        .await
        .map_err(ImportError::Interrupted)??;
    let total = catalogue.courses.len() as u64;
    progress(Progress { done: 0, total });
    deps.prepare(request, &catalogue.courses).await?;
    let mut written = BatchReport::default();
    // Batches are decided while those before them are committed.
    let mut under_way = stream::iter(batches(&catalogue.courses))
        .map(|batch| {
            let done = batch.end as u64;
            let items = &catalogue.courses[batch];
            deps.execute(request, owner, items).map_ok(move |report| (done, report))
        })
        .buffered(SIDE_BY_SIDE);
    while let Some((done, report)) = under_way.try_next().await? {
        written += report;
        progress(Progress { done, total });
    }
    drop(under_way);
    let swept = match sweep {
        Some(sweep) => Some(sweep.execute(request, &catalogue.whole()).await?),
        None => None,
    };
    Ok(report(catalogue, written, swept))
}

/// Joins what reading and what writing found.
fn report(
    catalogue: UiucCatalogue,
    written: BatchReport,
    swept: Option<SweepReport>,
) -> ImportReport {
    let refused_lines: HashSet<u64> = written.rejections.iter().map(|it| it.line).collect();
    let rows_of_refused_runs: u64 =
        refused_lines.iter().map(|line| catalogue.rows_of_run(*line)).sum();
    let rows = RowCounts {
        seen: catalogue.rows,
        rejected: catalogue.rejections.len() as u64 + rows_of_refused_runs,
    };
    let subjects = distinct(catalogue.courses.iter().filter_map(|it| it.subject.as_ref()), |it| {
        it.code.as_str()
    });
    let instructors = distinct(instructors(&catalogue.courses), |it| it.external_id.key());
    let rejected = |count: u64| Counts { seen: count, rejected: count, ..Counts::default() };
    let gone = GoneReport {
        complete: swept.is_some(),
        round: swept.and_then(|it| it.round),
        rows_nameless: catalogue.rows_nameless,
        missing: swept.map_or(0, |it| it.missing),
        archived: swept.map_or(0, |it| it.archived),
        restored: written.restored,
    };
    let (mut courses, mut runs) = (written.courses, written.runs);
    courses += rejected(catalogue.courses_rejected);
    runs += rejected(catalogue.runs_rejected);
    let mut rejections = catalogue.rejections;
    rejections.extend(written.rejections);
    rejections.sort_by_key(|rejection| rejection.line);
    ImportReport { rows, courses, runs, subjects, instructors, gone, rejections }
}

fn instructors(
    courses: &[ImportedCourse],
) -> impl Iterator<Item = &courses_usecase::catalogue::ImportedInstructor> {
    courses.iter().flat_map(|course| &course.runs).flat_map(|run| &run.instructors)
}

fn distinct<'a, T: 'a>(items: impl Iterator<Item = &'a T>, name: impl Fn(&'a T) -> &'a str) -> u64 {
    items.map(name).collect::<HashSet<_>>().len() as u64
}
