//! Decides what a batch changes: pure but for new ids.

use std::collections::{HashMap, HashSet};

use courses_domain::catalogue::{
    Course, CourseContent, DraftEdit, Found, Instructor, InstructorId, Lifecycle, NewCourse,
    NewRun, Run, RunDetails, RunEdit, RunStatus, Speaker, Subject, SubjectCode, SubjectId, Tags,
    Visibility,
};
use courses_domain::shared::{AccountId, ExternalId, Slug, Violations};
use jiff::Timestamp;
use uuid::Uuid;

use crate::catalogue::import::report::Fate;
use crate::catalogue::import::{BatchReport, ImportedCourse, ImportedRun, Rejection, RunIntent};

/// What is known before a batch is decided, and what was decided so far.
pub(super) struct Plan<'a> {
    pub(super) now: Timestamp,
    pub(super) owner: AccountId,
    pub(super) new_id: &'a (dyn Fn() -> Uuid + Sync),
    pub(super) courses: HashMap<ExternalId, Course>,
    pub(super) runs: HashMap<(Uuid, String), Run>,
    pub(super) subjects: HashMap<SubjectCode, Subject>,
    pub(super) instructors: HashMap<ExternalId, Instructor>,
    /// Courses to save.
    pub(super) changed_courses: Vec<Course>,
    /// Runs to save.
    pub(super) changed_runs: Vec<Run>,
    pub(super) report: BatchReport,
}

impl Plan<'_> {
    /// Decides about one course and its runs.
    pub(super) fn course(&mut self, item: &ImportedCourse) {
        let line = item.line;
        match self.decide_course(item) {
            Ok((course, fate, found)) => {
                fate.count(&mut self.report.courses);
                self.report.restored += u64::from(matches!(found, Found::Back(_)));
                let id = course.state().id.into();
                if fate != Fate::Unchanged || found != Found::AsBefore {
                    self.changed_courses.push(course);
                }
                let mut keys = HashSet::new();
                for run in &item.runs {
                    self.run(id, run, keys.insert(&run.key));
                }
            }
            Err(violations) => {
                Fate::Rejected.count(&mut self.report.courses);
                self.reject(line, violations.to_string());
                for run in &item.runs {
                    Fate::Rejected.count(&mut self.report.runs);
                    self.reject(run.line, format!("its course on line {line} was rejected"));
                }
            }
        }
    }

    fn decide_course(
        &mut self,
        item: &ImportedCourse,
    ) -> Result<(Course, Fate, Found), Violations> {
        let content = self.content(item);
        let Some(mut course) = self.courses.remove(&item.external_id) else {
            let course = self.new_course(item, content)?;
            return Ok((course, Fate::Created, Found::AsBefore));
        };
        let found = course
            .find_again(item.external_id.source(), self.now)
            .map_err(|err| Violations::one("", "illegal", err))?;
        let speaker = Speaker::Source(item.external_id.clone());
        course.edit_draft_as(&speaker, content, self.now, &mut || (self.new_id)())?;
        if !course.is_changed() {
            return Ok((course, Fate::Unchanged, found));
        }
        let was_public = found == Found::Back(Lifecycle::Published);
        if was_public || course.state().lifecycle == Lifecycle::Published {
            course.publish(self.now).map_err(|err| Violations::one("", "illegal", err))?;
        }
        Ok((course, Fate::Updated, found))
    }

    fn new_course(
        &mut self,
        item: &ImportedCourse,
        content: DraftEdit,
    ) -> Result<Course, Violations> {
        let id = (self.new_id)();
        let new = NewCourse {
            id: id.into(),
            owner: self.owner,
            slug: Slug::from_title(&item.slug_words, &id.simple().to_string()[24..]),
            external_ids: vec![item.external_id.clone()],
            visibility: Visibility::Visible,
            tags: Tags::default(),
            content,
        };
        let mut course = Course::create(new, self.now, &mut || (self.new_id)())?;
        course.came_from(item.external_id.clone(), self.now);
        course.publish(self.now).map_err(|err| Violations::one("", "illegal", err))?;
        Ok(course)
    }

    fn content(&mut self, item: &ImportedCourse) -> DraftEdit {
        let mut instructor_ids: Vec<InstructorId> = Vec::new();
        for instructor in item.runs.iter().flat_map(|run| &run.instructors) {
            if let Some(found) = self.instructors.get(&instructor.external_id) {
                instructor_ids.push(found.state().id);
            }
        }
        instructor_ids.sort_unstable();
        instructor_ids.dedup();
        instructor_ids.truncate(CourseContent::MAX_INSTRUCTORS);
        let subject = item.subject.as_ref().and_then(|it| self.subjects.get(&it.code));
        let subject_id: Option<SubjectId> = subject.map(|subject| subject.state().id);
        DraftEdit {
            title: Some(item.title.clone()),
            summary: Some(item.summary.clone()),
            description: Some(item.description.clone()),
            subject_id: Some(subject_id),
            level: Some(item.level),
            language: Some(item.language.clone()),
            credits: Some(item.credits),
            prerequisites: Some(item.prerequisites.clone()),
            instructor_ids: Some(instructor_ids),
            image_url: None,
            sections: None,
        }
    }

    fn run(&mut self, course: Uuid, item: &ImportedRun, first_of_key: bool) {
        let decided = if first_of_key {
            self.decide_run(course, item)
        } else {
            Err("an earlier run of the course has the same key".to_owned())
        };
        match decided {
            Ok((run, fate)) => {
                fate.count(&mut self.report.runs);
                if fate != Fate::Unchanged {
                    self.changed_runs.push(run);
                }
            }
            Err(reason) => {
                Fate::Rejected.count(&mut self.report.runs);
                self.reject(item.line, reason);
            }
        }
    }

    fn decide_run(&mut self, course: Uuid, item: &ImportedRun) -> Result<(Run, Fate), String> {
        let mut details = item.details.clone();
        details.instructor_ids = item
            .instructors
            .iter()
            .filter_map(|it| self.instructors.get(&it.external_id))
            .map(|instructor| instructor.state().id)
            .collect();
        let known = self.runs.remove(&(course, item.key.as_str().to_owned()));
        let (mut run, is_new) = if let Some(mut run) = known {
            run.edit(all_of(details), self.now).map_err(|err| err.to_string())?;
            (run, false)
        } else {
            let id = (self.new_id)().into();
            let new = NewRun { id, course_id: course.into(), key: item.key.clone(), details };
            (Run::create(new, self.now).map_err(|err| err.to_string())?, true)
        };
        move_to(&mut run, item.intent, self.now).map_err(|err| err.to_string())?;
        let fate = match (is_new, run.is_changed()) {
            (true, _) => Fate::Created,
            (false, true) => Fate::Updated,
            (false, false) => Fate::Unchanged,
        };
        Ok((run, fate))
    }

    fn reject(&mut self, line: u64, reason: String) {
        self.report.rejections.push(Rejection { line, reason });
    }
}

/// The edit that leaves nothing as it was.
fn all_of(details: RunDetails) -> RunEdit {
    RunEdit {
        title: Some(details.title),
        starts_at: Some(details.starts_at),
        ends_at: Some(details.ends_at),
        enrolment_opens_at: Some(details.window.opens_at),
        enrolment_closes_at: Some(details.window.closes_at),
        time_zone: Some(details.time_zone),
        mode: Some(details.mode),
        location: Some(details.location),
        meetings: Some(details.meetings),
        instructor_ids: Some(details.instructor_ids),
        capacity: Some(details.capacity),
        price: Some(details.price),
    }
}

/// Brings a run to the status that its source names, through the steps that are allowed.
fn move_to(
    run: &mut Run,
    intent: RunIntent,
    now: Timestamp,
) -> Result<(), courses_domain::catalogue::IllegalRunTransition> {
    match (intent, run.state().status) {
        (RunIntent::Open, RunStatus::Planned | RunStatus::Closed) => run.open(now),
        (RunIntent::Closed, RunStatus::Open) => run.close(now),
        (RunIntent::Closed, RunStatus::Planned) => {
            run.open(now)?;
            run.close(now)
        }
        _ => Ok(()),
    }
}
