//! What can be asked about the catalogue.

use async_trait::async_trait;
use courses_domain::catalogue::{
    Course, CourseId, Instructor, InstructorId, LearnerContent, LessonContent, LessonCopy,
    LessonId, PublishedCourse, Run, RunId, RunKey, Subject, SubjectCode, SubjectId,
};
use courses_domain::shared::{ExternalId, Slug};

use crate::catalogue::{
    CoursePosition, CourseQuery, CourseSummary, Facet, FacetCounts, IdPosition, MergeReader,
    PublicationReader, Suggestion, SuggestionRequest, TagCount, TagPosition, TagQuery,
};
use crate::{Page, StoreError};

/// Reads the catalogue.
///
/// `find…` answers `None` for what does not exist or was deleted, which is not an error here.
/// Methods that take several ids or keys answer what exists, in any order. Lists by id go from
/// the newest id to the oldest. A reader sees every change set that was committed before it
/// asked, unless the method says that it may be served by a secondary, or whoever gives out the
/// reader says that it remembers.
///
/// # Errors
///
/// Every method fails with [`StoreError`] alone.
#[async_trait]
pub trait CatalogueReader: MergeReader + PublicationReader + Send + Sync {
    /// A course with both copies, to decide on.
    async fn find_course(&self, id: CourseId) -> Result<Option<Course>, StoreError>;

    /// The course with this name in an outside source.
    async fn find_course_by_external_id(
        &self,
        external_id: &ExternalId,
    ) -> Result<Option<Course>, StoreError>;

    /// The courses with these names in outside sources; at most 500 names.
    async fn find_courses_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Course>, StoreError>;

    /// The published copy of a course, listed or not.
    async fn find_published(&self, id: CourseId) -> Result<Option<PublishedCourse>, StoreError>;

    /// The published copy of the course that has, or had, this slug.
    async fn find_published_by_slug(
        &self,
        slug: &Slug,
    ) -> Result<Option<PublishedCourse>, StoreError>;

    /// The published copy of the course that has this lesson in it.
    async fn find_published_by_lesson(
        &self,
        lesson: LessonId,
    ) -> Result<Option<PublishedCourse>, StoreError>;

    /// Listed courses. May be served by a secondary.
    async fn list_courses(
        &self,
        query: &CourseQuery,
    ) -> Result<Page<CourseSummary, CoursePosition>, StoreError>;

    /// Counts of listed courses by facet, in the order asked for; each facet ignores the filter
    /// on itself (subject, levels, languages, tags, instructor). `sort`, `after` and `limit` of
    /// the query do not matter. May be served by a secondary.
    async fn count_facets(
        &self,
        query: &CourseQuery,
        facets: &[Facet],
    ) -> Result<Vec<FacetCounts>, StoreError>;

    /// The tags of listed courses with their counts, in the order of their code points. They are
    /// counted when asked for, so that no two publications meet in a count; it costs as much as a
    /// facet. May be served by a secondary.
    async fn list_tags(&self, query: &TagQuery) -> Result<Page<TagCount, TagPosition>, StoreError>;

    /// What somebody may mean who is still typing: listed courses, subjects and instructors that were
    /// not merged into others, in the order of [`SuggestionQuery::order`] and then by id. Costs what
    /// begins with the longest word. May be served by a secondary.
    ///
    /// [`SuggestionQuery::order`]: courses_domain::catalogue::SuggestionQuery::order
    async fn suggest(&self, request: &SuggestionRequest) -> Result<Vec<Suggestion>, StoreError>;

    /// The content of a lesson in one copy, for those who write it: a quiz has its answers.
    /// `None`: no such lesson in that copy; `Some(None)`: the lesson has no content yet.
    async fn find_lesson_content(
        &self,
        course: CourseId,
        lesson: LessonId,
        copy: LessonCopy,
    ) -> Result<Option<Option<LessonContent>>, StoreError>;

    /// The content of a lesson of the published copy, for those who learn: a quiz is without its
    /// answers. `None` and `Some(None)` as in [`find_lesson_content`].
    ///
    /// [`find_lesson_content`]: Self::find_lesson_content
    async fn find_learner_content(
        &self,
        course: CourseId,
        lesson: LessonId,
    ) -> Result<Option<Option<LearnerContent>>, StoreError> {
        let found = self.find_lesson_content(course, lesson, LessonCopy::Published).await?;
        Ok(found.map(|content| content.map(LearnerContent::from)))
    }

    /// A run.
    async fn find_run(&self, id: RunId) -> Result<Option<Run>, StoreError>;

    /// A run by its key in a course.
    async fn find_run_by_key(
        &self,
        course: CourseId,
        key: &RunKey,
    ) -> Result<Option<Run>, StoreError>;

    /// The runs of a course.
    async fn list_runs(
        &self,
        course: CourseId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Run, IdPosition>, StoreError>;

    /// The runs of these courses whose key is among `keys`; at most 500 courses and 5,000 keys.
    async fn find_runs_by_keys(
        &self,
        courses: &[CourseId],
        keys: &[RunKey],
    ) -> Result<Vec<Run>, StoreError>;

    /// A subject.
    async fn find_subject(&self, id: SubjectId) -> Result<Option<Subject>, StoreError>;

    /// The subjects with these ids; at most 500.
    async fn find_subjects(&self, ids: &[SubjectId]) -> Result<Vec<Subject>, StoreError>;

    /// The subjects with these codes; at most 500.
    async fn find_subjects_by_codes(
        &self,
        codes: &[SubjectCode],
    ) -> Result<Vec<Subject>, StoreError>;

    /// All subjects that were not merged into others. May be served by a secondary.
    async fn list_subjects(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Subject, IdPosition>, StoreError>;

    /// An instructor.
    async fn find_instructor(&self, id: InstructorId) -> Result<Option<Instructor>, StoreError>;

    /// The instructors with these ids; at most 500.
    async fn find_instructors(&self, ids: &[InstructorId]) -> Result<Vec<Instructor>, StoreError>;

    /// The instructors with these names in outside sources; at most 1,000.
    async fn find_instructors_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Instructor>, StoreError>;

    /// All instructors that were not merged into others. May be served by a secondary.
    async fn list_instructors(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Instructor, IdPosition>, StoreError>;
}
