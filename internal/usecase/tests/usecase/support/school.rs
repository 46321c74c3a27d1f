//! A school in memory.

use std::fmt::Debug;
use std::sync::Arc;

use courses_domain::catalogue::{
    CourseId, CourseState, DraftEdit, InstructorId, LessonId, PersonName, SectionInput,
    SubjectCode, SubjectId, SubjectTitle, Transition, lessons_of,
};
use courses_domain::shared::Violations;
use courses_port::catalogue::CatalogueReader as _;
use courses_port::{Clock as _, EventLog as _, Leases as _, LoggedEvent, StoredAnswer};
use courses_testkit::memory::{CountingIds, FakeAccess, FixedClock, MemoryStore};
use courses_usecase::catalogue::{
    CreateCourse, CreateCourseInput, CreateInstructor, CreateInstructorInput, CreateSubject,
    CreateSubjectInput, EditDraft, EditDraftInput, MoveCourse, MoveCourseInput,
};
use courses_usecase::{Ports, Reply, Request, WriteError};
use jiff::SignedDuration;

use super::{Gate, admin, draft, id, new_course, teacher};

/// A school, its store and its clock.
pub(crate) struct School {
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) access: Arc<FakeAccess>,
    pub(crate) ports: Ports,
}

impl School {
    pub(crate) fn new() -> Self {
        let store = MemoryStore::new();
        let clock = Arc::new(FixedClock::default());
        let gate = Arc::new(Gate::new(store.clone()));
        let access = Arc::new(FakeAccess::default());
        let ports = Ports {
            catalogue: Arc::new(store.clone()),
            listed: Arc::new(store.clone()),
            access: access.clone(),
            commit: gate.clone(),
            idempotency: Arc::new(store.clone()),
            clock: clock.clone(),
            ids: Arc::new(CountingIds::default()),
        };
        Self { store, clock, gate, access, ports }
    }

    pub(crate) async fn create(
        &self,
        request: &Request,
        input: CreateCourseInput,
    ) -> Result<Reply<CourseState>, WriteError> {
        CreateCourse::new(self.ports.clone()).execute(request, input).await
    }

    /// A course of the teacher that was never published.
    pub(crate) async fn course(&self, title: &str) -> CourseState {
        fresh(self.create(&teacher(), new_course(title)).await)
    }

    /// A course of the teacher with this tree that was never published.
    pub(crate) async fn course_with(&self, sections: Vec<SectionInput>) -> CourseState {
        let mut input = new_course("Rust");
        input.content.sections = Some(sections);
        fresh(self.create(&teacher(), input).await)
    }

    /// A course of the teacher in the public catalogue.
    pub(crate) async fn published(&self, title: &str) -> CourseState {
        let course = self.course(title).await;
        self.publish(course.id).await
    }

    pub(crate) async fn publish(&self, course: CourseId) -> CourseState {
        fresh(self.move_to(&teacher(), course, Transition::Publish).await)
    }

    pub(crate) async fn move_to(
        &self,
        request: &Request,
        course: CourseId,
        transition: Transition,
    ) -> Result<Reply<CourseState>, WriteError> {
        let input = MoveCourseInput { course, transition, idempotency: None };
        MoveCourse::new(self.ports.clone()).execute(request, input).await
    }

    /// Renames the draft; `if_match` empty is any version.
    pub(crate) async fn rename(
        &self,
        request: &Request,
        course: CourseId,
        if_match: Option<Vec<u64>>,
        title: &str,
    ) -> Result<CourseState, WriteError> {
        let input = EditDraftInput { course, if_match, edit: draft(title) };
        EditDraft::new(self.ports.clone()).execute(request, input).await
    }

    /// Edits a draft, as its owner.
    pub(crate) async fn edit(&self, course: CourseId, edit: DraftEdit) {
        let input = EditDraftInput { course, if_match: Some(Vec::new()), edit };
        EditDraft::new(self.ports.clone()).execute(&teacher(), input).await.unwrap();
    }

    pub(crate) async fn subject(&self, code: &str, title: &str) -> SubjectId {
        let (code, title) = (SubjectCode::parse(code), SubjectTitle::parse(title));
        let input =
            CreateSubjectInput { code: code.unwrap(), title: title.unwrap(), idempotency: None };
        fresh(CreateSubject::new(self.ports.clone()).execute(&admin(), input).await).id
    }

    pub(crate) async fn instructor(&self, name: &str) -> InstructorId {
        let input = CreateInstructorInput {
            name: PersonName::parse(name).unwrap(),
            bio: None,
            external_ids: Vec::new(),
            idempotency: None,
        };
        fresh(CreateInstructor::new(self.ports.clone()).execute(&admin(), input).await).id
    }

    /// The course as it is stored.
    pub(crate) async fn state(&self, course: CourseId) -> CourseState {
        self.store.find_course(course).await.unwrap().unwrap().state().clone()
    }

    /// The lessons of the draft in reading order.
    pub(crate) async fn lessons(&self, course: CourseId) -> Vec<LessonId> {
        let state = self.state(course).await;
        lessons_of(&state.draft.content.sections).map(|(.., lesson)| lesson.id).collect()
    }

    /// Everything that happened so far.
    pub(crate) async fn events(&self) -> Vec<LoggedEvent> {
        let now = self.clock.now();
        let until = now + SignedDuration::from_secs(10);
        let lease = self.store.acquire("test", id(1), now, until).await.unwrap().unwrap();
        self.store.collect(&lease.fence, 10_000).await.unwrap();
        self.store.read(0, 10_000).await.unwrap()
    }

    /// How many commits changed the store since `work` began.
    pub(crate) async fn commits<T>(&self, work: impl Future<Output = T>) -> (T, usize) {
        let before = self.gate.passed();
        let output = work.await;
        (output, self.gate.passed() - before)
    }
}

/// The output of a write that happened now.
pub(crate) fn fresh<T: Debug>(reply: Result<Reply<T>, WriteError>) -> T {
    match reply.unwrap() {
        Reply::Fresh(output) => output,
        replayed @ Reply::Replayed(_) => panic!("{replayed:?}"),
    }
}

/// The answer of a write that happened before.
pub(crate) fn replayed<T: Debug>(reply: Result<Reply<T>, WriteError>) -> StoredAnswer {
    match reply.unwrap() {
        Reply::Replayed(answer) => answer,
        fresh @ Reply::Fresh(_) => panic!("{fresh:?}"),
    }
}

/// Pointers and codes of a refused input.
pub(crate) fn invalid<T: Debug>(result: Result<T, WriteError>) -> Vec<(String, &'static str)> {
    let codes =
        |it: Violations| it.into_vec().into_iter().map(|it| (it.pointer, it.code)).collect();
    match result {
        Err(WriteError::Invalid(violations)) => codes(violations),
        other => panic!("{other:?}"),
    }
}
