//! A run: a dated offering of a course.

use jiff::Timestamp;

use crate::catalogue::merging::replace_one;
use crate::catalogue::{
    Capacity, CatalogueEvent, CourseId, EnrolmentWindow, IllegalRunTransition, InstructorId,
    Location, Meeting, Mode, RunId, RunStatus, TimeZoneName,
};
use crate::shared::{Money, Recorder, Violations, keep_first, text_value};

text_value! {
    /// The name of a run, unique in its course.
    RunKey, 64
}
text_value! {
    /// What a run is called if it differs from its course.
    RunTitle, 200
}

/// Everything a store keeps of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunState {
    /// Its id.
    pub id: RunId,
    /// The store's counter, see [`Recorder`].
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// The public version.
    pub version: u64,
    /// Its course.
    pub course_id: CourseId,
    /// Its name in the course; it never changes.
    pub key: RunKey,
    /// Where it is in its life.
    pub status: RunStatus,
    /// What its teachers can edit.
    pub details: RunDetails,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Whether it is gone and only waits for its events to be collected.
    pub deleted: bool,
}

/// What the teachers of a run can edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDetails {
    /// What it is called.
    pub title: Option<RunTitle>,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// When seats are given.
    pub window: EnrolmentWindow,
    /// The time zone of its meetings.
    pub time_zone: TimeZoneName,
    /// How it is taught.
    pub mode: Mode,
    /// Where it takes place.
    pub location: Option<Location>,
    /// When people meet.
    pub meetings: Vec<Meeting>,
    /// Who teaches it, each once.
    pub instructor_ids: Vec<InstructorId>,
    /// How many seats it has.
    pub capacity: Capacity,
    /// What a seat costs; `None` is free.
    pub price: Option<Money>,
}

impl RunDetails {
    /// A run about which nothing is known but how it is taught.
    #[must_use]
    pub fn blank(mode: Mode) -> Self {
        Self {
            title: None,
            starts_at: None,
            ends_at: None,
            window: EnrolmentWindow::default(),
            time_zone: TimeZoneName::utc(),
            mode,
            location: None,
            meetings: Vec::new(),
            instructor_ids: Vec::new(),
            capacity: Capacity::UNLIMITED,
            price: None,
        }
    }

    /// The same details with each instructor and weekday once, the days in the order of the week.
    fn tidied(mut self) -> Self {
        keep_first(&mut self.instructor_ids);
        for meeting in &mut self.meetings {
            meeting.weekdays.sort_unstable();
            meeting.weekdays.dedup();
        }
        self
    }

    /// Checks the rules between fields.
    ///
    /// # Errors
    ///
    /// [`Violations`] naming every field that breaks one.
    pub fn check(&self) -> Result<(), Violations> {
        let mut violations = Violations::new();
        let reversed = |a: Option<Timestamp>, b: Option<Timestamp>| matches!((a, b), (Some(a), Some(b)) if b <= a);
        if reversed(self.starts_at, self.ends_at) {
            violations.add("/ends_at", "range-reversed", "must be after `starts_at`");
        }
        if reversed(self.window.opens_at, self.window.closes_at) {
            let detail = "must be after `enrolment_opens_at`";
            violations.add("/enrolment_closes_at", "range-reversed", detail);
        }
        if matches!((self.window.closes_at, self.ends_at), (Some(a), Some(b)) if b < a) {
            let detail = "must not be after `ends_at`";
            violations.add("/enrolment_closes_at", "range-reversed", detail);
        }
        for (index, meeting) in self.meetings.iter().enumerate() {
            if meeting.end <= meeting.start {
                let pointer = format!("/meetings/{index}/end_time");
                violations.add(pointer, "range-reversed", "must be after `start_time`");
            }
            if meeting.weekdays.is_empty() {
                let pointer = format!("/meetings/{index}/weekdays");
                violations.add(pointer, "too-few-items", "names no day");
            }
        }
        if self.meetings.len() > Meeting::MAX_OF_RUN {
            let detail = format!("at most {} meetings are allowed", Meeting::MAX_OF_RUN);
            violations.add("/meetings", "too-many-items", detail);
        }
        violations.into_result()
    }
}

/// What is needed to make a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// The id of the new run.
    pub id: RunId,
    /// Its course.
    pub course_id: CourseId,
    /// Its name in the course.
    pub key: RunKey,
    /// The rest.
    pub details: RunDetails,
}

/// What an edit of a run sets; `None` leaves as it is, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunEdit {
    /// What it is called.
    pub title: Option<Option<RunTitle>>,
    /// When it begins.
    pub starts_at: Option<Option<Timestamp>>,
    /// When it ends.
    pub ends_at: Option<Option<Timestamp>>,
    /// From when on seats are given.
    pub enrolment_opens_at: Option<Option<Timestamp>>,
    /// Until when seats are given.
    pub enrolment_closes_at: Option<Option<Timestamp>>,
    /// The time zone of its meetings.
    pub time_zone: Option<TimeZoneName>,
    /// How it is taught.
    pub mode: Option<Mode>,
    /// Where it takes place.
    pub location: Option<Option<Location>>,
    /// When people meet.
    pub meetings: Option<Vec<Meeting>>,
    /// Who teaches it.
    pub instructor_ids: Option<Vec<InstructorId>>,
    /// How many seats it has.
    pub capacity: Option<Capacity>,
    /// What a seat costs.
    pub price: Option<Option<Money>>,
}

impl RunEdit {
    fn apply(self, details: &RunDetails) -> RunDetails {
        let old = details.clone();
        RunDetails {
            title: self.title.unwrap_or(old.title),
            starts_at: self.starts_at.unwrap_or(old.starts_at),
            ends_at: self.ends_at.unwrap_or(old.ends_at),
            window: EnrolmentWindow {
                opens_at: self.enrolment_opens_at.unwrap_or(old.window.opens_at),
                closes_at: self.enrolment_closes_at.unwrap_or(old.window.closes_at),
            },
            time_zone: self.time_zone.unwrap_or(old.time_zone),
            mode: self.mode.unwrap_or(old.mode),
            location: self.location.unwrap_or(old.location),
            meetings: self.meetings.unwrap_or(old.meetings),
            instructor_ids: self.instructor_ids.unwrap_or(old.instructor_ids),
            capacity: self.capacity.unwrap_or(old.capacity),
            price: self.price.unwrap_or(old.price),
        }
    }
}

/// A run and the rules that keep it consistent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    state: RunState,
    recorder: Recorder<CatalogueEvent>,
}

impl Run {
    /// Makes a new run in status `planned`.
    ///
    /// # Errors
    ///
    /// [`Violations`] naming every refused field.
    pub fn create(new: NewRun, now: Timestamp) -> Result<Self, Violations> {
        let details = new.details.tidied();
        details.check()?;
        let mut state = RunState {
            id: new.id,
            revision: 1,
            next_sequence: 1,
            version: 1,
            course_id: new.course_id,
            key: new.key.clone(),
            status: RunStatus::Planned,
            details,
            created_at: now,
            updated_at: now,
            deleted: false,
        };
        let mut recorder = Recorder::at(0);
        let created =
            CatalogueEvent::RunCreated { run: new.id, course: new.course_id, key: new.key };
        recorder.record(&mut state.next_sequence, created);
        Ok(Self { state, recorder })
    }

    /// Rebuilds a run that storage vouches for.
    #[must_use]
    pub const fn restore(state: RunState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &RunState {
        &self.state
    }

    /// Whether anything happened since it was read.
    #[must_use]
    pub const fn is_changed(&self) -> bool {
        !self.recorder.is_empty()
    }

    /// The state and what happened since it was read.
    #[must_use]
    pub fn into_parts(self) -> (RunState, Recorder<CatalogueEvent>) {
        (self.state, self.recorder)
    }

    /// Applies an edit; does nothing if nothing differs.
    ///
    /// # Errors
    ///
    /// [`Violations`] naming every refused field; the run is unchanged then.
    pub fn edit(&mut self, edit: RunEdit, now: Timestamp) -> Result<(), Violations> {
        let next = edit.apply(&self.state.details).tidied();
        next.check()?;
        if next != self.state.details {
            self.state.details = next;
            self.changed(now, |run, course, version| CatalogueEvent::RunChanged {
                run,
                course,
                version,
            });
        }
        Ok(())
    }

    /// Begins to give seats.
    ///
    /// # Errors
    ///
    /// [`IllegalRunTransition`] unless it is planned or closed.
    pub fn open(&mut self, now: Timestamp) -> Result<(), IllegalRunTransition> {
        self.move_to(RunStatus::Open, "open", now, |run, course, version| {
            CatalogueEvent::RunOpened { run, course, version }
        })
    }

    /// Stops giving seats.
    ///
    /// # Errors
    ///
    /// [`IllegalRunTransition`] unless it is open.
    pub fn close(&mut self, now: Timestamp) -> Result<(), IllegalRunTransition> {
        self.move_to(RunStatus::Closed, "close", now, |run, course, version| {
            CatalogueEvent::RunClosed { run, course, version }
        })
    }

    /// Calls it off, for good.
    ///
    /// # Errors
    ///
    /// [`IllegalRunTransition`] if it is cancelled or completed.
    pub fn cancel(&mut self, now: Timestamp) -> Result<(), IllegalRunTransition> {
        self.move_to(RunStatus::Cancelled, "cancel", now, |run, course, version| {
            CatalogueEvent::RunCancelled { run, course, version }
        })
    }

    /// Says that it took place, for good.
    ///
    /// # Errors
    ///
    /// [`IllegalRunTransition`] unless it is open or closed.
    pub fn complete(&mut self, now: Timestamp) -> Result<(), IllegalRunTransition> {
        self.move_to(RunStatus::Completed, "complete", now, |run, course, version| {
            CatalogueEvent::RunCompleted { run, course, version }
        })
    }

    /// Names another instructor; does nothing if it does not name the one that went.
    pub fn replace_instructor(&mut self, from: InstructorId, to: InstructorId, now: Timestamp) {
        if replace_one(&mut self.state.details.instructor_ids, from, to) {
            self.changed(now, |run, course, version| CatalogueEvent::RunChanged {
                run,
                course,
                version,
            });
        }
    }

    /// Goes away together with its course.
    pub fn delete(&mut self, now: Timestamp) {
        self.state.deleted = true;
        self.changed(now, |run, course, _| CatalogueEvent::RunDeleted { run, course });
    }

    fn move_to(
        &mut self,
        next: RunStatus,
        verb: &'static str,
        now: Timestamp,
        event: impl FnOnce(RunId, CourseId, u64) -> CatalogueEvent,
    ) -> Result<(), IllegalRunTransition> {
        if !self.state.status.allowed().contains(&verb) {
            return Err(IllegalRunTransition { from: self.state.status, requested: verb });
        }
        self.state.status = next;
        self.changed(now, event);
        Ok(())
    }

    fn changed(
        &mut self,
        now: Timestamp,
        event: impl FnOnce(RunId, CourseId, u64) -> CatalogueEvent,
    ) {
        self.state.revision = self.recorder.read_at() + 1;
        self.state.version += 1;
        self.state.updated_at = now;
        let event = event(self.state.id, self.state.course_id, self.state.version);
        self.recorder.record(&mut self.state.next_sequence, event);
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
