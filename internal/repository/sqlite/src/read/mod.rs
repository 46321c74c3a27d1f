//! How each question is answered: those about the catalogue here, those about people beside it.

mod identity;
mod imports;
mod listing;
mod merging;
mod publication;
mod suggestions;

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

use crate::SqliteStore;
use crate::row::{
    blob, external_ids_json, hex, json, read_content, read_course, read_instructor, read_published,
    read_run, read_subject,
};
use crate::sql;

#[async_trait]
impl CatalogueReader for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.find_course",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "courses"
        )
    )]
    async fn find_course(&self, id: CourseId) -> Result<Option<Course>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_COURSE, [blob(id)], read_course)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_course_by_external_id",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "courses"
        )
    )]
    async fn find_course_by_external_id(
        &self,
        external_id: &ExternalId,
    ) -> Result<Option<Course>, StoreError> {
        let name = external_id.clone();
        self.read(move |db| {
            let name = (name.source(), name.key());
            db.one(&sql::FIND_COURSE_BY_EXTERNAL_ID, name, read_course)
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_courses_by_external_ids",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "courses"
        )
    )]
    async fn find_courses_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Course>, StoreError> {
        let names = external_ids_json(external_ids);
        self.read(move |db| db.all(&sql::FIND_COURSES_BY_EXTERNAL_IDS, [names], read_course)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_published",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "courses"
        )
    )]
    async fn find_published(&self, id: CourseId) -> Result<Option<PublishedCourse>, StoreError> {
        let found = self.read(move |db| db.one(&sql::FIND_PUBLISHED, [blob(id)], read_published));
        Ok(found.await?.flatten())
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_published_by_slug",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "courses"
        )
    )]
    async fn find_published_by_slug(
        &self,
        slug: &Slug,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        let slug = slug.as_str().to_owned();
        let found =
            self.read(move |db| db.one(&sql::FIND_PUBLISHED_BY_SLUG, [slug], read_published));
        Ok(found.await?.flatten())
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_published_by_lesson",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "courses"
        )
    )]
    async fn find_published_by_lesson(
        &self,
        lesson: LessonId,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        let found = self
            .read(move |db| db.one(&sql::FIND_PUBLISHED_BY_LESSON, [blob(lesson)], read_published));
        Ok(found.await?.flatten())
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_courses",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "listings"
        )
    )]
    async fn list_courses(
        &self,
        query: &CourseQuery,
    ) -> Result<Page<CourseSummary, CoursePosition>, StoreError> {
        listing::list(self, query).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.count_facets",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "count",
            db.collection.name = "listings"
        )
    )]
    async fn count_facets(
        &self,
        query: &CourseQuery,
        facets: &[Facet],
    ) -> Result<Vec<FacetCounts>, StoreError> {
        listing::count(self, query, facets).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_tags",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "listing_tags"
        )
    )]
    async fn list_tags(&self, query: &TagQuery) -> Result<Page<TagCount, TagPosition>, StoreError> {
        listing::tags(self, query).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.suggest",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "suggestions"
        )
    )]
    async fn suggest(&self, request: &SuggestionRequest) -> Result<Vec<Suggestion>, StoreError> {
        suggestions::suggest(self, request).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_lesson_content",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "lessons"
        )
    )]
    async fn find_lesson_content(
        &self,
        course: CourseId,
        lesson: LessonId,
        copy: LessonCopy,
    ) -> Result<Option<Option<LessonContent>>, StoreError> {
        let published = copy == LessonCopy::Published;
        let key = (blob(course), published, blob(lesson));
        self.read(move |db| db.one(&sql::FIND_LESSON, key, |row| read_content(lesson.into(), row)))
            .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_run",
        skip_all,
        fields(db.system.name = "sqlite", db.operation.name = "find", db.collection.name = "runs")
    )]
    async fn find_run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_RUN, [blob(id)], read_run)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_run_by_key",
        skip_all,
        fields(db.system.name = "sqlite", db.operation.name = "find", db.collection.name = "runs")
    )]
    async fn find_run_by_key(
        &self,
        course: CourseId,
        key: &RunKey,
    ) -> Result<Option<Run>, StoreError> {
        let key = key.as_str().to_owned();
        self.read(move |db| db.one(&sql::FIND_RUN_BY_KEY, (blob(course), key), read_run)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_runs",
        skip_all,
        fields(db.system.name = "sqlite", db.operation.name = "list", db.collection.name = "runs")
    )]
    async fn list_runs(
        &self,
        course: CourseId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Run, IdPosition>, StoreError> {
        let bound = (blob(course), before(after), surplus(limit));
        let runs = self.read(move |db| db.all(&sql::LIST_RUNS, bound, read_run)).await?;
        Ok(Page::from_surplus(runs, items(limit), |run| IdPosition(run.state().id.into())))
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_runs_by_keys",
        skip_all,
        fields(db.system.name = "sqlite", db.operation.name = "find", db.collection.name = "runs")
    )]
    async fn find_runs_by_keys(
        &self,
        courses: &[CourseId],
        keys: &[RunKey],
    ) -> Result<Vec<Run>, StoreError> {
        let keys = json(&keys.iter().map(RunKey::as_str).collect::<Vec<_>>());
        let bound = (hex(courses), keys);
        self.read(move |db| db.all(&sql::FIND_RUNS_BY_KEYS, bound, read_run)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_subject",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "subjects"
        )
    )]
    async fn find_subject(&self, id: SubjectId) -> Result<Option<Subject>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_SUBJECT, [blob(id)], read_subject)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_subjects",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "subjects"
        )
    )]
    async fn find_subjects(&self, ids: &[SubjectId]) -> Result<Vec<Subject>, StoreError> {
        let ids = hex(ids);
        self.read(move |db| db.all(&sql::FIND_SUBJECTS, [ids], read_subject)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_subjects_by_codes",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "subjects"
        )
    )]
    async fn find_subjects_by_codes(
        &self,
        codes: &[SubjectCode],
    ) -> Result<Vec<Subject>, StoreError> {
        let codes = json(&codes.iter().map(SubjectCode::as_str).collect::<Vec<_>>());
        self.read(move |db| db.all(&sql::FIND_SUBJECTS_BY_CODES, [codes], read_subject)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_subjects",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "subjects"
        )
    )]
    async fn list_subjects(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Subject, IdPosition>, StoreError> {
        let bound = (before(after), surplus(limit));
        let found = self.read(move |db| db.all(&sql::LIST_SUBJECTS, bound, read_subject)).await?;
        Ok(Page::from_surplus(found, items(limit), |it| IdPosition(it.state().id.into())))
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_instructor",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "instructors"
        )
    )]
    async fn find_instructor(&self, id: InstructorId) -> Result<Option<Instructor>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_INSTRUCTOR, [blob(id)], read_instructor)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_instructors",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "instructors"
        )
    )]
    async fn find_instructors(&self, ids: &[InstructorId]) -> Result<Vec<Instructor>, StoreError> {
        let ids = hex(ids);
        self.read(move |db| db.all(&sql::FIND_INSTRUCTORS, [ids], read_instructor)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_instructors_by_external_ids",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "instructors"
        )
    )]
    async fn find_instructors_by_external_ids(
        &self,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Instructor>, StoreError> {
        let names = external_ids_json(external_ids);
        self.read(move |db| {
            db.all(&sql::FIND_INSTRUCTORS_BY_EXTERNAL_IDS, [names], read_instructor)
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_instructors",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "instructors"
        )
    )]
    async fn list_instructors(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Instructor, IdPosition>, StoreError> {
        let bound = (before(after), surplus(limit));
        let found =
            self.read(move |db| db.all(&sql::LIST_INSTRUCTORS, bound, read_instructor)).await?;
        Ok(Page::from_surplus(found, items(limit), |it| IdPosition(it.state().id.into())))
    }
}

/// The id that the next page stands before; for the first page one that is greater than any.
fn before(after: Option<IdPosition>) -> Vec<u8> {
    after.map_or_else(|| vec![0xff; 17], |position| position.0.as_bytes().to_vec())
}

fn surplus(limit: u32) -> i64 {
    i64::from(limit) + 1
}

fn items(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
