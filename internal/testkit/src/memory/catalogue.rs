//! Reads the catalogue.

use async_trait::async_trait;
use courses_domain::catalogue::{
    Course, CourseId, CourseState, Instructor, InstructorId, LessonContent, LessonCopy, LessonId,
    PublishedCourse, Run, RunId, RunKey, Subject, SubjectCode, SubjectId, lessons_of,
};
use courses_domain::shared::{ExternalId, Slug};
use courses_port::catalogue::{
    CatalogueReader, CoursePosition, CourseQuery, CourseSummary, Facet, FacetCounts, IdPosition,
    Suggestion, SuggestionRequest, TagCount, TagPosition, TagQuery,
};
use courses_port::{Page, StoreError};
use uuid::Uuid;

use crate::memory::{MemoryStore, lists, suggestions};

#[async_trait]
impl CatalogueReader for MemoryStore {
    async fn find_course(&self, id: CourseId) -> Result<Option<Course>, StoreError> {
        let found = self.state().courses.get(&id.into()).filter(|it| !it.deleted).cloned();
        Ok(found.map(Course::restore))
    }

    async fn find_course_by_external_id(
        &self,
        external_id: &ExternalId,
    ) -> Result<Option<Course>, StoreError> {
        Ok(self.course(|it| it.external_ids.contains(external_id)).map(Course::restore))
    }

    async fn find_courses_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Course>, StoreError> {
        let state = self.state();
        let wanted = |it: &&CourseState| {
            !it.deleted && it.external_ids.iter().any(|name| external_ids.contains(name))
        };
        Ok(state.courses.values().filter(wanted).cloned().map(Course::restore).collect())
    }

    async fn find_published(&self, id: CourseId) -> Result<Option<PublishedCourse>, StoreError> {
        Ok(self.course(|it| it.id == id).and_then(|it| PublishedCourse::of(&it)))
    }

    async fn find_published_by_slug(
        &self,
        slug: &Slug,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        let found = self.course(|it| it.slug == *slug || it.former_slugs.contains(slug));
        Ok(found.and_then(|it| PublishedCourse::of(&it)))
    }

    async fn find_published_by_lesson(
        &self,
        lesson: LessonId,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        let found = self.course(|it| {
            it.published.as_ref().is_some_and(|copy| {
                lessons_of(&copy.content.sections).any(|(.., one)| one.id == lesson)
            })
        });
        Ok(found.and_then(|it| PublishedCourse::of(&it)))
    }

    async fn list_courses(
        &self,
        query: &CourseQuery,
    ) -> Result<Page<CourseSummary, CoursePosition>, StoreError> {
        Ok(lists::courses(&self.state(), query))
    }

    async fn count_facets(
        &self,
        query: &CourseQuery,
        facets: &[Facet],
    ) -> Result<Vec<FacetCounts>, StoreError> {
        let state = self.state();
        Ok(facets.iter().map(|facet| lists::facet(&state, query, *facet)).collect())
    }

    async fn list_tags(&self, query: &TagQuery) -> Result<Page<TagCount, TagPosition>, StoreError> {
        Ok(lists::tags(&self.state(), query))
    }

    async fn suggest(&self, request: &SuggestionRequest) -> Result<Vec<Suggestion>, StoreError> {
        Ok(suggestions::suggest(&self.state(), request))
    }

    async fn find_lesson_content(
        &self,
        course: CourseId,
        lesson: LessonId,
        copy: LessonCopy,
    ) -> Result<Option<Option<LessonContent>>, StoreError> {
        Ok(self.state().lessons.get(&(course.into(), lesson, copy)).cloned())
    }

    async fn find_run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        let found = self.state().runs.get(&id.into()).filter(|it| !it.deleted).cloned();
        Ok(found.map(Run::restore))
    }

    async fn find_run_by_key(
        &self,
        course: CourseId,
        key: &RunKey,
    ) -> Result<Option<Run>, StoreError> {
        Ok(self.find_runs_by_keys(&[course], std::slice::from_ref(key)).await?.pop())
    }

    async fn list_runs(
        &self,
        course: CourseId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Run, IdPosition>, StoreError> {
        let state = self.state();
        let runs = state.runs.values().filter(|it| !it.deleted && it.course_id == course);
        let runs: Vec<_> = runs.map(|it| (it.id.into(), it.clone())).collect();
        Ok(newest_first(runs, after, limit).map(|(_, it)| Run::restore(it)))
    }

    async fn find_runs_by_keys(
        &self,
        courses: &[CourseId],
        keys: &[RunKey],
    ) -> Result<Vec<Run>, StoreError> {
        let state = self.state();
        let runs = state
            .runs
            .values()
            .filter(|it| !it.deleted && courses.contains(&it.course_id) && keys.contains(&it.key));
        Ok(runs.cloned().map(Run::restore).collect())
    }

    async fn find_subject(&self, id: SubjectId) -> Result<Option<Subject>, StoreError> {
        Ok(self.state().subjects.get(&id.into()).cloned().map(Subject::restore))
    }

    async fn find_subjects(&self, ids: &[SubjectId]) -> Result<Vec<Subject>, StoreError> {
        let state = self.state();
        let found = state.subjects.values().filter(|it| ids.contains(&it.id));
        Ok(found.cloned().map(Subject::restore).collect())
    }

    async fn find_subjects_by_codes(
        &self,
        codes: &[SubjectCode],
    ) -> Result<Vec<Subject>, StoreError> {
        let state = self.state();
        let found = state.subjects.values().filter(|it| codes.contains(&it.code));
        Ok(found.cloned().map(Subject::restore).collect())
    }

    async fn list_subjects(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Subject, IdPosition>, StoreError> {
        let mut all: Vec<_> = self.state().subjects.clone().into_iter().collect();
        all.retain(|(_, it)| it.merged.is_none());
        Ok(newest_first(all, after, limit).map(|(_, it)| Subject::restore(it)))
    }

    async fn find_instructor(&self, id: InstructorId) -> Result<Option<Instructor>, StoreError> {
        Ok(self.state().instructors.get(&id.into()).cloned().map(Instructor::restore))
    }

    async fn find_instructors(&self, ids: &[InstructorId]) -> Result<Vec<Instructor>, StoreError> {
        let state = self.state();
        let found = state.instructors.values().filter(|it| ids.contains(&it.id));
        Ok(found.cloned().map(Instructor::restore).collect())
    }

    async fn find_instructors_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Instructor>, StoreError> {
        let state = self.state();
        let found = state
            .instructors
            .values()
            .filter(|it| it.external_ids.iter().any(|name| external_ids.contains(name)));
        Ok(found.cloned().map(Instructor::restore).collect())
    }

    async fn list_instructors(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Instructor, IdPosition>, StoreError> {
        let mut all: Vec<_> = self.state().instructors.clone().into_iter().collect();
        all.retain(|(_, it)| it.merged.is_none());
        Ok(newest_first(all, after, limit).map(|(_, it)| Instructor::restore(it)))
    }
}

impl MemoryStore {
    fn course(&self, wanted: impl Fn(&CourseState) -> bool) -> Option<CourseState> {
        self.state().courses.values().find(|it| !it.deleted && wanted(it)).cloned()
    }
}

pub(super) fn newest_first<T>(
    mut all: Vec<(Uuid, T)>,
    after: Option<IdPosition>,
    limit: u32,
) -> Page<(Uuid, T), IdPosition> {
    all.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    all.retain(|(id, _)| after.is_none_or(|after| *id < after.0));
    Page::from_surplus(all, limit as usize, |(id, _)| IdPosition(*id))
}
