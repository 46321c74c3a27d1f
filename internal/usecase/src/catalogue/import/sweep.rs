//! Searches for courses that their source names no more, page by page.
//!
//! A file that is the whole of its source is one round of it. Its courses are asked for in the order
//! of their ids; what the file does not name is noted with each course, and a course that was missed
//! in enough rounds in a row is archived. A page is one commit, and a round is over with the last.
//! Whoever does a page again finds the round noted already.

use std::collections::HashSet;
use std::num::NonZeroU32;

use courses_domain::catalogue::{Course, CourseId, Missed, SweepStep};
use courses_domain::shared::ExternalId;
use courses_port::catalogue::{CatalogueChange, RoundWrite};
use courses_port::{ChangeSet, CommitError, Conflict, StoreError};
use jiff::Timestamp;

use crate::catalogue::import::ImportPorts;
use crate::catalogue::save;
use crate::{Operation, Relation, Request, WriteError};

/// What a file that is the whole of its source names.
#[derive(Debug, Clone, Copy)]
pub struct WholeSource<'a> {
    /// The source.
    pub source: &'a str,
    /// The keys of all courses that the file names, be it in a row that was set aside.
    pub keys: &'a HashSet<String>,
    /// Rows that do not tell which course they are about.
    pub rows_nameless: u64,
}

impl WholeSource<'_> {
    /// Whether what the file does not name is gone. It cannot be told if a row might name it, and
    /// a file without courses is rather a mistake.
    #[must_use]
    pub fn is_round(&self) -> bool {
        self.rows_nameless == 0 && !self.keys.is_empty()
    }

    fn names(&self, course: &ExternalId) -> bool {
        self.keys.contains(course.key())
    }

    /// The names of a course in the source, if the file has none of them.
    fn missed(&self, names: &[ExternalId]) -> Option<ExternalId> {
        let mut own = names.iter().filter(|name| name.source() == self.source).peekable();
        let first = own.peek().map(|name| (*name).clone());
        if own.any(|name| self.names(name)) { None } else { first }
    }
}

/// What a round found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweepReport {
    /// The number of the round; `None` if the file is no round.
    pub round: Option<u64>,
    /// Courses that the file does not name.
    pub missing: u64,
    /// Of these, courses that were archived now.
    pub archived: u64,
}

/// Searches for what is gone from a source.
#[derive(Clone)]
pub struct SweepSource {
    ports: ImportPorts,
    vanish_after: Option<NonZeroU32>,
}

/// Why a page was not dealt with.
#[derive(Debug)]
pub(super) enum PageError {
    /// Somebody else works on the job by now.
    Lost,
    /// It could not be written; trying again later is safe.
    Write(WriteError),
}

impl<E: Into<WriteError>> From<E> for PageError {
    fn from(err: E) -> Self {
        Self::Write(err.into())
    }
}

/// What is committed along with a page.
pub(super) type AlongSweep<'a> = dyn Fn(SweepStep) -> CatalogueChange + Send + Sync + 'a;

impl SweepSource {
    /// How many courses are looked at with one question.
    const PAGE: u32 = 500;
    /// The most courses that one commit changes.
    const BATCH: usize = 100;
    /// How often a page is tried when others change its courses.
    const ATTEMPTS: u32 = 12;

    /// A use case over these ports that archives what was missed in so many rounds in a row, or
    /// nothing for 0.
    #[must_use]
    pub const fn new(ports: ImportPorts, vanish_after: u32) -> Self {
        Self { ports, vanish_after: NonZeroU32::new(vanish_after) }
    }

    /// Does a round as a whole.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; the round is not over then and can be done again.
    #[tracing::instrument(name = "usecase.import.sweep", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        file: &WholeSource<'_>,
    ) -> Result<SweepReport, WriteError> {
        let mut report = SweepReport::default();
        if !file.is_round() {
            return Ok(report);
        }
        let round = self.next_round(file.source).await?;
        report.round = Some(round);
        let mut after = None;
        loop {
            let step = match self.page(request, file, round, after, None).await {
                Ok(Some(step)) => step,
                Ok(None) => break,
                Err(PageError::Lost) => return Err(WriteError::Contended),
                Err(PageError::Write(err)) => return Err(err),
            };
            report.missing += step.missing;
            report.archived += step.archived;
            after = Some(step.after);
        }
        let set = ChangeSet::new(self.ports.base.clock.now()).with(over(file.source, round));
        match self.ports.base.commit.commit(set).await {
            Ok(()) => Ok(report),
            Err(CommitError::Conflict(_)) => Err(WriteError::Contended),
            Err(CommitError::Store(err)) => Err(err.into()),
        }
    }

    /// The number of the round that is not over yet.
    pub(super) async fn next_round(&self, source: &str) -> Result<u64, StoreError> {
        Ok(self.ports.imports.count_rounds(source).await? + 1)
    }

    /// Deals with the next courses; `None` after the last.
    pub(super) async fn page(
        &self,
        request: &Request,
        file: &WholeSource<'_>,
        round: u64,
        after: Option<CourseId>,
        along: Option<&AlongSweep<'_>>,
    ) -> Result<Option<SweepStep>, PageError> {
        Operation::Import.permit(request.actor.as_ref(), Relation::Other)?;
        for _ in 0..Self::ATTEMPTS {
            let found =
                self.ports.imports.courses_of_source(file.source, after, Self::PAGE).await?;
            let mut missed = Vec::new();
            let mut last = None;
            for course in &found {
                if missed.len() == Self::BATCH {
                    break;
                }
                missed.extend(file.missed(&course.names));
                last = Some(course.id);
            }
            let Some(last) = last else { return Ok(None) };
            let courses = match missed.as_slice() {
                [] => Vec::new(),
                names => self.ports.base.catalogue.find_courses_by_external_ids(names).await?,
            };
            let now = self.ports.base.clock.now();
            let (set, step) = self.decide(request, file, round, courses, last, now)?;
            let set = match along {
                Some(along) => set.with(along(step)),
                None => set,
            };
            if set.is_empty() {
                return Ok(Some(step));
            }
            match self.ports.base.commit.commit(set).await {
                Ok(()) => return Ok(Some(step)),
                Err(CommitError::Conflict(Conflict::ImportMoved)) => {
                    return Err(PageError::Lost);
                }
                // Somebody changes one of them just now.
                Err(CommitError::Conflict(_)) => {}
                Err(CommitError::Store(err)) => return Err(err.into()),
            }
        }
        Err(WriteError::Contended.into())
    }

    fn decide(
        &self,
        request: &Request,
        file: &WholeSource<'_>,
        round: u64,
        courses: Vec<Course>,
        after: CourseId,
        now: Timestamp,
    ) -> Result<(ChangeSet, SweepStep), WriteError> {
        let mut set = ChangeSet::new(now);
        let mut step = SweepStep { after, missing: 0, archived: 0 };
        for mut course in courses {
            // Somebody may have given it another name since the page was read.
            if file.missed(&course.state().external_ids).is_none() {
                continue;
            }
            step.missing += 1;
            let missed = course.miss(file.source, round, self.vanish_after, now)?;
            step.archived += u64::from(missed == Missed::Archived);
            if missed != Missed::Known {
                set = set.with(save::course(&self.ports.base, request, now, course, None));
            }
        }
        Ok((set, step))
    }
}

/// A round that is over.
pub(super) fn over(source: &str, number: u64) -> CatalogueChange {
    CatalogueChange::SaveRound(RoundWrite { source: source.to_owned(), number })
}
