//! The catalogue's reader: each method is a query and what becomes of its answer.

use async_trait::async_trait;
use courses_domain::catalogue::{
    Course, CourseId, Instructor, InstructorId, LessonContent, LessonCopy, LessonId,
    PublishedCourse, Run, RunId, RunKey, Subject, SubjectCode, SubjectId,
};
use courses_domain::shared::{ExternalId, Slug};
use courses_port::catalogue::{
    CatalogueReader, CoursePosition, CourseQuery, CourseSummary, Facet, FacetCounts, IdPosition,
    Suggestion, SuggestionRequest, TagCount, TagPosition, TagQuery,
};
use courses_port::{Page, StoreError};
use futures::future::try_join_all;

use crate::MongoStore;
use crate::document::{
    CountDocument, CourseDocument, InstructorDocument, LessonRecord, PublishedCourseDocument,
    RunDocument, SubjectDocument, SuggestedDocument, SummaryDocument,
};
use crate::query;

/// A limit as a number of items.
fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

#[async_trait]
impl CatalogueReader for MongoStore {
    #[tracing::instrument(name = "repository.mongo.find_course", skip_all)]
    async fn find_course(&self, id: CourseId) -> Result<Option<Course>, StoreError> {
        self.fetch_one::<CourseDocument>(query::course_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_course_by_external_id", skip_all)]
    async fn find_course_by_external_id(
        &self,
        external_id: &ExternalId,
    ) -> Result<Option<Course>, StoreError> {
        let query = query::courses_by_external_ids(std::slice::from_ref(external_id));
        self.fetch_one::<CourseDocument>(query).await
    }

    #[tracing::instrument(name = "repository.mongo.find_courses_by_external_ids", skip_all)]
    async fn find_courses_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Course>, StoreError> {
        self.fetch::<CourseDocument>(query::courses_by_external_ids(external_ids)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_published", skip_all)]
    async fn find_published(&self, id: CourseId) -> Result<Option<PublishedCourse>, StoreError> {
        self.fetch_published(id).await
    }

    #[tracing::instrument(name = "repository.mongo.find_published_by_slug", skip_all)]
    async fn find_published_by_slug(
        &self,
        slug: &Slug,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        let query = query::published_by_slug(slug);
        Ok(self.fetch_one::<PublishedCourseDocument>(query).await?.flatten())
    }

    #[tracing::instrument(name = "repository.mongo.find_published_by_lesson", skip_all)]
    async fn find_published_by_lesson(
        &self,
        lesson: LessonId,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        let query = query::published_by_lesson(lesson);
        Ok(self.fetch_one::<PublishedCourseDocument>(query).await?.flatten())
    }

    #[tracing::instrument(name = "repository.mongo.list_courses", skip_all)]
    async fn list_courses(
        &self,
        query: &CourseQuery,
    ) -> Result<Page<CourseSummary, CoursePosition>, StoreError> {
        let listed = self.fetch::<SummaryDocument>(query::course_list(query)).await?;
        let items = listed.into_iter().map(|course| course.ordered_by(query.sort)).collect();
        Ok(Page::from_surplus(items, size(query.limit), |item| item.position.clone()))
    }

    #[tracing::instrument(name = "repository.mongo.count_facets", skip_all)]
    async fn count_facets(
        &self,
        query: &CourseQuery,
        facets: &[Facet],
    ) -> Result<Vec<FacetCounts>, StoreError> {
        let counts = facets.iter().map(|facet| async move {
            let values = self.fetch::<CountDocument>(query::facet(query, *facet)).await?;
            Ok(FacetCounts { facet: *facet, values })
        });
        try_join_all(counts).await
    }

    #[tracing::instrument(name = "repository.mongo.list_tags", skip_all)]
    async fn list_tags(&self, query: &TagQuery) -> Result<Page<TagCount, TagPosition>, StoreError> {
        let counted = self.fetch::<CountDocument>(query::tag_list(query)).await?;
        let tags = counted.into_iter().map(|it| TagCount { tag: it.value, count: it.count });
        Ok(Page::from_surplus(tags.collect(), size(query.limit), |it| TagPosition(it.tag.clone())))
    }

    #[tracing::instrument(name = "repository.mongo.suggest", skip_all)]
    async fn suggest(&self, request: &SuggestionRequest) -> Result<Vec<Suggestion>, StoreError> {
        let found = self.fetch::<SuggestedDocument>(query::suggestions(request)).await?;
        Ok(found.into_iter().map(|it| it.of(request.kind)).collect())
    }

    #[tracing::instrument(name = "repository.mongo.find_lesson_content", skip_all)]
    async fn find_lesson_content(
        &self,
        course: CourseId,
        lesson: LessonId,
        copy: LessonCopy,
    ) -> Result<Option<Option<LessonContent>>, StoreError> {
        self.fetch_one::<LessonRecord>(query::lesson_by_id(course, lesson, copy)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_run", skip_all)]
    async fn find_run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        self.fetch_one::<RunDocument>(query::run_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_run_by_key", skip_all)]
    async fn find_run_by_key(
        &self,
        course: CourseId,
        key: &RunKey,
    ) -> Result<Option<Run>, StoreError> {
        self.fetch_one::<RunDocument>(query::run_by_key(course, key)).await
    }

    #[tracing::instrument(name = "repository.mongo.list_runs", skip_all)]
    async fn list_runs(
        &self,
        course: CourseId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Run, IdPosition>, StoreError> {
        let runs = self.fetch::<RunDocument>(query::course_runs(course, after, limit)).await?;
        Ok(Page::from_surplus(runs, size(limit), |run| IdPosition(run.state().id.into())))
    }

    #[tracing::instrument(name = "repository.mongo.find_runs_by_keys", skip_all)]
    async fn find_runs_by_keys(
        &self,
        courses: &[CourseId],
        keys: &[RunKey],
    ) -> Result<Vec<Run>, StoreError> {
        self.fetch::<RunDocument>(query::runs_by_keys(courses, keys)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_subject", skip_all)]
    async fn find_subject(&self, id: SubjectId) -> Result<Option<Subject>, StoreError> {
        self.fetch_one::<SubjectDocument>(query::subject_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_subjects", skip_all)]
    async fn find_subjects(&self, ids: &[SubjectId]) -> Result<Vec<Subject>, StoreError> {
        self.fetch::<SubjectDocument>(query::subjects_by_ids(ids)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_subjects_by_codes", skip_all)]
    async fn find_subjects_by_codes(
        &self,
        codes: &[SubjectCode],
    ) -> Result<Vec<Subject>, StoreError> {
        self.fetch::<SubjectDocument>(query::subjects_by_codes(codes)).await
    }

    #[tracing::instrument(name = "repository.mongo.list_subjects", skip_all)]
    async fn list_subjects(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Subject, IdPosition>, StoreError> {
        let subjects = self.fetch::<SubjectDocument>(query::subject_list(after, limit)).await?;
        Ok(Page::from_surplus(subjects, size(limit), |it| IdPosition(it.state().id.into())))
    }

    #[tracing::instrument(name = "repository.mongo.find_instructor", skip_all)]
    async fn find_instructor(&self, id: InstructorId) -> Result<Option<Instructor>, StoreError> {
        self.fetch_one::<InstructorDocument>(query::instructor_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_instructors", skip_all)]
    async fn find_instructors(&self, ids: &[InstructorId]) -> Result<Vec<Instructor>, StoreError> {
        self.fetch::<InstructorDocument>(query::instructors_by_ids(ids)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_instructors_by_external_ids", skip_all)]
    async fn find_instructors_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Instructor>, StoreError> {
        let query = query::instructors_by_external_ids(external_ids);
        self.fetch::<InstructorDocument>(query).await
    }

    #[tracing::instrument(name = "repository.mongo.list_instructors", skip_all)]
    async fn list_instructors(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Instructor, IdPosition>, StoreError> {
        let query = query::instructor_list(after, limit);
        let instructors = self.fetch::<InstructorDocument>(query).await?;
        Ok(Page::from_surplus(instructors, size(limit), |it| IdPosition(it.state().id.into())))
    }
}
