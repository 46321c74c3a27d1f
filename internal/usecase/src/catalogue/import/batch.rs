//! Reads what a batch touches with one query for each kind of thing, decides, commits once.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use courses_domain::catalogue::{
    Course, CourseId, Instructor, InstructorId, RunKey, SearchEntry, Subject, SubjectCode,
    SubjectId,
};
use courses_domain::shared::{AccountId, ExternalId};
use courses_port::catalogue::CatalogueChange;
use courses_port::{ChangeSet, CommitError, Conflict};
use uuid::Uuid;

use crate::catalogue::import::plan::Plan;
use crate::catalogue::import::{BatchReport, Counts, ImportedCourse, Rejection};
use crate::catalogue::{references, save};
use crate::{Operation, Ports, Relation, Request, WriteError};

/// Brings in courses.
pub struct ImportCourses {
    ports: Ports,
}

/// What is committed along with some courses, made of their report.
pub(super) type Along<'a> = dyn Fn(&BatchReport) -> CatalogueChange + Send + Sync + 'a;

/// How a commit went.
pub(super) enum Attempt {
    /// It is done, or nothing was to be done.
    Done(BatchReport),
    /// Something stood against it; nothing was written.
    Refused(Conflict),
}

impl Attempt {
    fn report(self) -> Option<BatchReport> {
        match self {
            Self::Done(report) => Some(report),
            Self::Refused(_) => None,
        }
    }
}

impl ImportCourses {
    /// A good size of a batch: few enough to hold, enough to share the cost of a commit.
    pub const BATCH: usize = 100;
    /// How often a single course is tried again when others change the same things.
    pub(super) const ATTEMPTS: u32 = 5;
    /// The most courses of a batch.
    const MAX_BATCH: usize = 500;

    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes the subjects and instructors that these courses name and that do not exist yet, so
    /// that batches of them can be brought in side by side without standing in each other's way.
    ///
    /// # Errors
    ///
    /// Like [`Self::execute`].
    #[tracing::instrument(name = "usecase.import.prepare", skip_all)]
    pub async fn prepare(
        &self,
        request: &Request,
        items: &[ImportedCourse],
    ) -> Result<(), WriteError> {
        Operation::Import.permit(request.actor.as_ref(), Relation::Other)?;
        for items in items.chunks(Self::MAX_BATCH) {
            let now = self.ports.clock.now();
            let mut set = ChangeSet::new(now);
            for subject in self.subjects(items).await?.1 {
                set = set.with(save::subject(&self.ports, request, now, subject));
            }
            for instructor in self.instructors(items).await?.1 {
                set = set.with(save::instructor(&self.ports, request, now, instructor));
            }
            if set.is_empty() {
                continue;
            }
            match self.ports.commit.commit(set).await {
                // Somebody else made one of them: each batch makes what it still misses.
                Ok(()) | Err(CommitError::Conflict(_)) => {}
                Err(CommitError::Store(err)) => return Err(err.into()),
            }
        }
        Ok(())
    }

    /// Brings in a batch of at most 500 courses on behalf of `owner`, who will own the new ones.
    /// Each course occurs once. A course that breaks a rule is set aside, the rest goes on.
    ///
    /// # Errors
    ///
    /// [`WriteError::Refused`] if the actor may not import, [`WriteError::Store`] if storage
    /// lets us down; whatever was committed before stays, and trying again is safe.
    #[tracing::instrument(name = "usecase.import.batch", skip_all, fields(import.courses = items.len()))]
    pub async fn execute(
        &self,
        request: &Request,
        owner: AccountId,
        items: &[ImportedCourse],
    ) -> Result<BatchReport, WriteError> {
        Operation::Import.permit(request.actor.as_ref(), Relation::Other)?;
        if let Some(report) = self.attempt(request, owner, items, None).await?.report() {
            return Ok(report);
        }
        let mut report = BatchReport::default();
        for item in items {
            report += self.one(request, owner, item).await?;
        }
        Ok(report)
    }

    /// One course by itself, tried again if others are faster.
    async fn one(
        &self,
        request: &Request,
        owner: AccountId,
        item: &ImportedCourse,
    ) -> Result<BatchReport, WriteError> {
        for _ in 0..Self::ATTEMPTS {
            let items = std::slice::from_ref(item);
            if let Some(report) = self.attempt(request, owner, items, None).await?.report() {
                return Ok(report);
            }
        }
        Ok(Self::contended(item))
    }

    /// The report of a course that others never let go of.
    pub(super) fn contended(item: &ImportedCourse) -> BatchReport {
        let reason = "something else has one of its unique names, or changes it all the time";
        let rejected = |lines: u64| Counts { seen: lines, rejected: lines, ..Counts::default() };
        BatchReport {
            courses: rejected(1),
            runs: rejected(item.runs.len() as u64),
            restored: 0,
            rejections: std::iter::once(item.line)
                .chain(item.runs.iter().map(|run| run.line))
                .map(|line| Rejection { line, reason: reason.to_owned() })
                .collect(),
        }
    }

    /// Decides about these courses and commits once, with what `along` makes of the report.
    pub(super) async fn attempt(
        &self,
        request: &Request,
        owner: AccountId,
        items: &[ImportedCourse],
        along: Option<&Along<'_>>,
    ) -> Result<Attempt, WriteError> {
        let now = self.ports.clock.now();
        let new_id = || self.ports.ids.new_id();
        let (subjects, new_subjects) = self.subjects(items).await?;
        let (instructors, new_instructors) = self.instructors(items).await?;
        let courses = self.courses(items).await?;
        let ids: Vec<CourseId> = courses.values().map(|course| course.state().id).collect();
        let runs = self.runs(&ids, items).await?;
        let mut plan = Plan {
            now,
            owner,
            new_id: &new_id,
            courses,
            runs,
            subjects,
            instructors,
            changed_courses: Vec::new(),
            changed_runs: Vec::new(),
            report: BatchReport::default(),
        };
        for item in items {
            plan.course(item);
        }

        let mut set = ChangeSet::new(now);
        for subject in new_subjects {
            set = set.with(save::subject(&self.ports, request, now, subject));
        }
        for instructor in new_instructors {
            set = set.with(save::instructor(&self.ports, request, now, instructor));
        }
        let names = Names::of(&plan.subjects, &plan.instructors);
        for course in plan.changed_courses {
            let search = names.search(&course);
            set = set.with(save::course(&self.ports, request, now, course, search));
        }
        for run in plan.changed_runs {
            set = set.with(save::run(&self.ports, request, now, run));
        }
        if let Some(along) = along {
            set = set.with(along(&plan.report));
        }
        if set.is_empty() {
            return Ok(Attempt::Done(plan.report));
        }
        match self.ports.commit.commit(set).await {
            Ok(()) => Ok(Attempt::Done(plan.report)),
            Err(CommitError::Conflict(conflict)) => Ok(Attempt::Refused(conflict)),
            Err(CommitError::Store(err)) => Err(err.into()),
        }
    }

    async fn subjects(
        &self,
        items: &[ImportedCourse],
    ) -> Result<(HashMap<SubjectCode, Subject>, Vec<Subject>), WriteError> {
        let wanted = items.iter().filter_map(|item| item.subject.as_ref());
        let wanted: BTreeMap<_, _> = wanted.map(|it| (it.code.clone(), it.title.clone())).collect();
        let mut known = HashMap::new();
        let mut new = Vec::new();
        if !wanted.is_empty() {
            let codes: Vec<SubjectCode> = wanted.keys().cloned().collect();
            for subject in self.ports.catalogue.find_subjects_by_codes(&codes).await? {
                let code = subject.state().code.clone();
                known.insert(code, references::remaining(&self.ports, subject).await?);
            }
        }
        let now = self.ports.clock.now();
        for (code, title) in wanted {
            if let Entry::Vacant(missing) = known.entry(code) {
                let id = self.ports.ids.new_id().into();
                let subject = Subject::create(id, missing.key().clone(), title, now);
                new.push(missing.insert(subject).clone());
            }
        }
        Ok((known, new))
    }

    async fn instructors(
        &self,
        items: &[ImportedCourse],
    ) -> Result<(HashMap<ExternalId, Instructor>, Vec<Instructor>), WriteError> {
        let wanted = items.iter().flat_map(|item| &item.runs).flat_map(|run| &run.instructors);
        let wanted: BTreeMap<_, _> =
            wanted.map(|it| (it.external_id.clone(), it.name.clone())).collect();
        let names: Vec<ExternalId> = wanted.keys().cloned().collect();
        let mut known: HashMap<ExternalId, Instructor> = HashMap::new();
        for names in names.chunks(1_000) {
            for found in self.ports.catalogue.find_instructors_by_external_ids(names).await? {
                for name in &found.state().external_ids {
                    known.insert(name.clone(), found.clone());
                }
            }
        }
        let now = self.ports.clock.now();
        let mut new = Vec::new();
        for (external_id, name) in wanted {
            if let Entry::Vacant(missing) = known.entry(external_id) {
                let id = self.ports.ids.new_id().into();
                let external_ids = vec![missing.key().clone()];
                let instructor = Instructor::create(id, name, None, external_ids, now);
                new.push(missing.insert(instructor).clone());
            }
        }
        Ok((known, new))
    }

    async fn courses(
        &self,
        items: &[ImportedCourse],
    ) -> Result<HashMap<ExternalId, Course>, WriteError> {
        let names: Vec<ExternalId> = items.iter().map(|item| item.external_id.clone()).collect();
        let mut known = HashMap::new();
        for course in self.ports.catalogue.find_courses_by_external_ids(&names).await? {
            let wanted = course.state().external_ids.iter().find(|name| names.contains(name));
            if let Some(name) = wanted.cloned() {
                known.insert(name, course);
            }
        }
        Ok(known)
    }

    async fn runs(
        &self,
        courses: &[CourseId],
        items: &[ImportedCourse],
    ) -> Result<HashMap<(Uuid, String), courses_domain::catalogue::Run>, WriteError> {
        if courses.is_empty() {
            return Ok(HashMap::new());
        }
        let runs = items.iter().flat_map(|item| &item.runs);
        let keys: Vec<RunKey> = runs.map(|run| run.key.clone()).collect();
        let mut known = HashMap::new();
        for keys in keys.chunks(5_000) {
            for run in self.ports.catalogue.find_runs_by_keys(courses, keys).await? {
                let state = run.state();
                known.insert((state.course_id.into(), state.key.as_str().to_owned()), run);
            }
        }
        Ok(known)
    }
}

/// Whom and what a batch names, by id.
struct Names<'a> {
    subjects: HashMap<SubjectId, &'a Subject>,
    instructors: HashMap<InstructorId, &'a str>,
}

impl<'a> Names<'a> {
    fn of(
        subjects: &'a HashMap<SubjectCode, Subject>,
        instructors: &'a HashMap<ExternalId, Instructor>,
    ) -> Self {
        let subjects = subjects.values().map(|it| (it.state().id, it)).collect();
        let instructors =
            instructors.values().map(|it| (it.state().id, it.state().name.as_str())).collect();
        Self { subjects, instructors }
    }

    /// What an imported course is found by.
    fn search(&self, course: &Course) -> Option<SearchEntry> {
        let content = &course.state().published.as_ref()?.content;
        let subject = content.subject_id.and_then(|id| self.subjects.get(&id).copied());
        let instructors = content.instructor_ids.iter();
        let names: Vec<&str> =
            instructors.filter_map(|id| self.instructors.get(id).copied()).collect();
        save::build_search_entry(course.state(), subject, &names)
    }
}
