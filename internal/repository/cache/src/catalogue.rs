//! The reader: subjects and instructors from memory, everything else from the store.

use std::sync::Arc;

use async_trait::async_trait;
use courses_domain::catalogue::{
    Course, CourseId, Instructor, InstructorId, LessonContent, LessonCopy, LessonId,
    PublicationRequest, PublicationRequestId, PublishedCourse, Replacement, Revision, Run, RunId,
    RunKey, Subject, SubjectCode, SubjectId,
};
use courses_domain::shared::{ExternalId, Slug};
use courses_port::catalogue::{
    CatalogueReader, CoursePosition, CourseQuery, CourseSummary, Facet, FacetCounts, IdPosition,
    MergeReader, PublicationReader, PublicationRequestQuery, RevisionSummary, Suggestion,
    SuggestionRequest, TagCount, TagPosition, TagQuery,
};
use courses_port::{Page, StoreError};

use crate::Options;
use crate::remembered::Remembered;

const SUBJECTS: &str = "subjects";
const CODES: &str = "subjects_by_code";
const INSTRUCTORS: &str = "instructors";

/// What observers are told the caches are called.
pub const NAMES: [&str; 3] = [SUBJECTS, CODES, INSTRUCTORS];

/// Everything that is remembered.
pub(crate) struct Caches {
    pub(crate) subjects: Remembered<SubjectId, Subject>,
    pub(crate) codes: Remembered<SubjectCode, Subject>,
    pub(crate) instructors: Remembered<InstructorId, Instructor>,
}

impl Caches {
    /// Half of the room is for instructors, who have biographies.
    pub(crate) fn new(options: &Options) -> Self {
        let (half, quarter) = (options.room / 2, options.room / 4);
        let id = |subject: &Subject| subject.state().id;
        let code = |subject: &Subject| subject.state().code.clone();
        let who = |instructor: &Instructor| instructor.state().id;
        Self {
            subjects: Remembered::new(SUBJECTS, quarter, options, id, bytes_of_subject),
            codes: Remembered::new(CODES, quarter, options, code, bytes_of_subject),
            instructors: Remembered::new(INSTRUCTORS, half, options, who, bytes_of_instructor),
        }
    }
}

fn bytes_of_subject(subject: &Subject) -> usize {
    let state = subject.state();
    state.code.as_str().len() + state.title.as_str().len()
}

fn bytes_of_instructor(instructor: &Instructor) -> usize {
    let state = instructor.state();
    let bio = state.bio.as_ref().map_or(0, |bio| bio.as_str().len());
    let ids = state.external_ids.iter();
    let ids = ids.map(|id| size_of::<ExternalId>() + id.source().len() + id.key().len());
    state.name.as_str().len() + bio + ids.sum::<usize>()
}

/// A reader over another one.
pub(crate) struct CachedCatalogue {
    store: Arc<dyn CatalogueReader>,
    caches: Arc<Caches>,
}

impl CachedCatalogue {
    pub(crate) fn new(store: Arc<dyn CatalogueReader>, caches: Arc<Caches>) -> Self {
        Self { store, caches }
    }
}

#[async_trait]
impl PublicationReader for CachedCatalogue {
    async fn find_publication_request(
        &self,
        id: PublicationRequestId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        self.store.find_publication_request(id).await
    }

    async fn find_open_publication_request(
        &self,
        course: CourseId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        self.store.find_open_publication_request(course).await
    }

    async fn list_publication_requests(
        &self,
        query: &PublicationRequestQuery,
    ) -> Result<Page<PublicationRequest, IdPosition>, StoreError> {
        self.store.list_publication_requests(query).await
    }

    async fn list_revisions(
        &self,
        course: CourseId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<RevisionSummary, u64>, StoreError> {
        self.store.list_revisions(course, before, limit).await
    }

    async fn find_revision(
        &self,
        course: CourseId,
        number: u32,
    ) -> Result<Option<Revision>, StoreError> {
        self.store.find_revision(course, number).await
    }

    async fn find_revision_lessons(
        &self,
        course: CourseId,
        number: u32,
        lessons: &[LessonId],
    ) -> Result<Vec<(LessonId, Option<LessonContent>)>, StoreError> {
        self.store.find_revision_lessons(course, number, lessons).await
    }
}

#[async_trait]
impl MergeReader for CachedCatalogue {
    async fn find_unsettled_subjects(&self, limit: u32) -> Result<Vec<Subject>, StoreError> {
        self.store.find_unsettled_subjects(limit).await
    }

    async fn find_unsettled_instructors(&self, limit: u32) -> Result<Vec<Instructor>, StoreError> {
        self.store.find_unsettled_instructors(limit).await
    }

    async fn find_courses_naming(
        &self,
        replacement: Replacement,
        limit: u32,
    ) -> Result<Vec<Course>, StoreError> {
        self.store.find_courses_naming(replacement, limit).await
    }

    async fn find_runs_naming(
        &self,
        instructor: InstructorId,
        limit: u32,
    ) -> Result<Vec<Run>, StoreError> {
        self.store.find_runs_naming(instructor, limit).await
    }
}

#[async_trait]
impl CatalogueReader for CachedCatalogue {
    async fn list_tags(&self, query: &TagQuery) -> Result<Page<TagCount, TagPosition>, StoreError> {
        self.store.list_tags(query).await
    }

    async fn suggest(&self, request: &SuggestionRequest) -> Result<Vec<Suggestion>, StoreError> {
        self.store.suggest(request).await
    }

    async fn find_subject(&self, id: SubjectId) -> Result<Option<Subject>, StoreError> {
        Ok(self.find_subjects(&[id]).await?.pop())
    }

    async fn find_subjects(&self, ids: &[SubjectId]) -> Result<Vec<Subject>, StoreError> {
        let ask = |ids: Vec<SubjectId>| async move { self.store.find_subjects(&ids).await };
        self.caches.subjects.find(ids, ask).await
    }

    async fn find_subjects_by_codes(
        &self,
        codes: &[SubjectCode],
    ) -> Result<Vec<Subject>, StoreError> {
        let ask = |codes: Vec<SubjectCode>| async move {
            self.store.find_subjects_by_codes(&codes).await
        };
        self.caches.codes.find(codes, ask).await
    }

    async fn find_instructor(&self, id: InstructorId) -> Result<Option<Instructor>, StoreError> {
        Ok(self.find_instructors(&[id]).await?.pop())
    }

    async fn find_instructors(&self, ids: &[InstructorId]) -> Result<Vec<Instructor>, StoreError> {
        let ask = |ids: Vec<InstructorId>| async move { self.store.find_instructors(&ids).await };
        self.caches.instructors.find(ids, ask).await
    }

    async fn find_course(&self, id: CourseId) -> Result<Option<Course>, StoreError> {
        self.store.find_course(id).await
    }

    async fn find_course_by_external_id(
        &self,
        external_id: &ExternalId,
    ) -> Result<Option<Course>, StoreError> {
        self.store.find_course_by_external_id(external_id).await
    }

    async fn find_courses_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Course>, StoreError> {
        self.store.find_courses_by_external_ids(external_ids).await
    }

    async fn find_published(&self, id: CourseId) -> Result<Option<PublishedCourse>, StoreError> {
        self.store.find_published(id).await
    }

    async fn find_published_by_slug(
        &self,
        slug: &Slug,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        self.store.find_published_by_slug(slug).await
    }

    async fn find_published_by_lesson(
        &self,
        lesson: LessonId,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        self.store.find_published_by_lesson(lesson).await
    }

    async fn list_courses(
        &self,
        query: &CourseQuery,
    ) -> Result<Page<CourseSummary, CoursePosition>, StoreError> {
        self.store.list_courses(query).await
    }

    async fn count_facets(
        &self,
        query: &CourseQuery,
        facets: &[Facet],
    ) -> Result<Vec<FacetCounts>, StoreError> {
        self.store.count_facets(query, facets).await
    }

    async fn find_lesson_content(
        &self,
        course: CourseId,
        lesson: LessonId,
        copy: LessonCopy,
    ) -> Result<Option<Option<LessonContent>>, StoreError> {
        self.store.find_lesson_content(course, lesson, copy).await
    }

    async fn find_run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        self.store.find_run(id).await
    }

    async fn find_run_by_key(
        &self,
        course: CourseId,
        key: &RunKey,
    ) -> Result<Option<Run>, StoreError> {
        self.store.find_run_by_key(course, key).await
    }

    async fn list_runs(
        &self,
        course: CourseId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Run, IdPosition>, StoreError> {
        self.store.list_runs(course, after, limit).await
    }

    async fn find_runs_by_keys(
        &self,
        courses: &[CourseId],
        keys: &[RunKey],
    ) -> Result<Vec<Run>, StoreError> {
        self.store.find_runs_by_keys(courses, keys).await
    }

    async fn list_subjects(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Subject, IdPosition>, StoreError> {
        self.store.list_subjects(after, limit).await
    }

    async fn find_instructors_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Instructor>, StoreError> {
        self.store.find_instructors_by_external_ids(external_ids).await
    }

    async fn list_instructors(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Instructor, IdPosition>, StoreError> {
        self.store.list_instructors(after, limit).await
    }
}
