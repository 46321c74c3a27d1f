//! How values become changes: bare states without events, or entities with what happened to them.

use courses_domain::catalogue::{
    Course, CourseState, Instructor, InstructorState, PublicationRequest, PublicationRequestState,
    Run, RunState, SearchEntry, SearchSource, Subject, SubjectState, Tag,
};
use courses_domain::identity::{AccountState, ApiKeyState, SessionState};
use courses_port::Change;
use courses_port::catalogue::{
    CatalogueChange, CourseWrite, InstructorWrite, PublicationRequestWrite, RunWrite, SubjectWrite,
};

use super::Make;

/// Becomes a change that saves it. A bare state counts as read one revision earlier and carries
/// no event; a course is found by what its published copy says.
pub trait Save {
    /// Of which context.
    type Change: Into<Change>;

    /// The change.
    fn save(self) -> Self::Change;
}

impl Save for CourseState {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        CourseWrite {
            read_at: self.revision - 1,
            search: search_entry(&self),
            lessons: Vec::new(),
            publishes_lessons: false,
            events: Vec::new(),
            state: self,
        }
        .save()
    }
}

impl Save for PublicationRequestState {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        let read_at = self.revision - 1;
        PublicationRequestWrite { read_at, events: Vec::new(), state: self }.save()
    }
}

impl Save for RunState {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        RunWrite { read_at: self.revision - 1, events: Vec::new(), state: self }.save()
    }
}

impl Save for SubjectState {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        SubjectWrite { read_at: self.revision - 1, events: Vec::new(), state: self }.save()
    }
}

impl Save for InstructorState {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        InstructorWrite { read_at: self.revision - 1, events: Vec::new(), state: self }.save()
    }
}

impl Save for CourseWrite {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        CatalogueChange::SaveCourse(Box::new(self))
    }
}

impl Save for PublicationRequestWrite {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        CatalogueChange::SavePublicationRequest(Box::new(self))
    }
}

impl Save for RunWrite {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        CatalogueChange::SaveRun(Box::new(self))
    }
}

impl Save for SubjectWrite {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        CatalogueChange::SaveSubject(Box::new(self))
    }
}

impl Save for InstructorWrite {
    type Change = CatalogueChange;

    fn save(self) -> CatalogueChange {
        CatalogueChange::SaveInstructor(Box::new(self))
    }
}

/// A state with a public revision counter, for [`changed`].
pub trait Revised: Clone {
    /// Raises the store's counter by one.
    fn revise(&mut self);
}

macro_rules! revised {
    ($($state:ty),*) => {$(
        impl Revised for $state {
            fn revise(&mut self) {
                self.revision += 1;
            }
        }
    )*};
}
revised!(CourseState, PublicationRequestState, RunState, SubjectState, InstructorState);
revised!(AccountState, SessionState, ApiKeyState);

/// The next revision of a saved state, changed by `change`.
#[must_use]
pub fn changed<S: Revised>(saved: &S, change: impl FnOnce(&mut S)) -> S {
    let mut next = saved.clone();
    next.revise();
    change(&mut next);
    next
}

/// What a course is found by: title, tags, summary and description of its published copy.
#[must_use]
pub fn search_entry(state: &CourseState) -> Option<SearchEntry> {
    let content = &state.published.as_ref()?.content;
    let tags: Vec<&str> = state.tags.as_slice().iter().map(Tag::as_str).collect();
    Some(SearchEntry::build(&SearchSource {
        title: content.title.as_str(),
        tags: &tags,
        subject: &[],
        instructors: &[],
        summary: content.summary.as_ref().map_or("", |text| text.as_str()),
        description: content.description.as_ref().map_or("", |text| text.as_str()),
    }))
}

/// What has to be committed for a course that was changed in the domain.
pub fn course_write(course: Course, make: &mut Make) -> CourseWrite {
    let (now, origin) = (make.now(), make.origin());
    let change = course.into_change();
    CourseWrite {
        read_at: change.read_at,
        search: search_entry(&change.state),
        state: change.state,
        lessons: change.lessons,
        publishes_lessons: change.publishes_lessons,
        events: change.recorder.into_events(now, &origin, || make.event_id()),
    }
}

/// What has to be committed for a publication request that was changed in the domain.
pub fn publication_request_write(
    request: PublicationRequest,
    make: &mut Make,
) -> PublicationRequestWrite {
    let (now, origin) = (make.now(), make.origin());
    let (state, recorder) = request.into_parts();
    let read_at = recorder.read_at();
    let events = recorder.into_events(now, &origin, || make.event_id());
    PublicationRequestWrite { read_at, state, events }
}

/// What has to be committed for a run that was changed in the domain.
pub fn run_write(run: Run, make: &mut Make) -> RunWrite {
    let (now, origin) = (make.now(), make.origin());
    let (state, recorder) = run.into_parts();
    let read_at = recorder.read_at();
    RunWrite { read_at, state, events: recorder.into_events(now, &origin, || make.event_id()) }
}

/// What has to be committed for a subject that was changed in the domain.
pub fn subject_write(subject: Subject, make: &mut Make) -> SubjectWrite {
    let (now, origin) = (make.now(), make.origin());
    let (state, recorder) = subject.into_parts();
    let read_at = recorder.read_at();
    SubjectWrite { read_at, state, events: recorder.into_events(now, &origin, || make.event_id()) }
}

/// What has to be committed for an instructor that was changed in the domain.
pub fn instructor_write(instructor: Instructor, make: &mut Make) -> InstructorWrite {
    let (now, origin) = (make.now(), make.origin());
    let (state, recorder) = instructor.into_parts();
    let read_at = recorder.read_at();
    InstructorWrite {
        read_at,
        state,
        events: recorder.into_events(now, &origin, || make.event_id()),
    }
}
