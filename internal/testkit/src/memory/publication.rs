//! Reads how courses get published.

use async_trait::async_trait;
use courses_domain::catalogue::{
    CourseId, LessonContent, LessonId, PublicationRequest, PublicationRequestId, Revision,
};
use courses_port::catalogue::{
    IdPosition, PublicationReader, PublicationRequestQuery, RevisionSummary,
};
use courses_port::{Page, StoreError};
use uuid::Uuid;

use crate::memory::MemoryStore;

#[async_trait]
impl PublicationReader for MemoryStore {
    async fn find_publication_request(
        &self,
        id: PublicationRequestId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        let found = self.state().publication_requests.get(&id.into()).cloned();
        Ok(found.map(PublicationRequest::restore))
    }

    async fn find_open_publication_request(
        &self,
        course: CourseId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        let state = self.state();
        let mut all = state.publication_requests.values();
        let found = all.find(|it| it.course == course && it.status.is_open());
        Ok(found.cloned().map(PublicationRequest::restore))
    }

    async fn list_publication_requests(
        &self,
        query: &PublicationRequestQuery,
    ) -> Result<Page<PublicationRequest, IdPosition>, StoreError> {
        let state = self.state();
        let all = state.publication_requests.iter();
        let found = all
            .filter(|(id, _)| query.after.is_none_or(|after| **id > after.0))
            .filter(|(_, it)| query.status.is_none_or(|status| it.status == status))
            .filter(|(_, it)| query.owner.is_none_or(|owner| it.owner == owner))
            .take(query.limit as usize + 1)
            .map(|(_, it)| PublicationRequest::restore(it.clone()))
            .collect();
        Ok(Page::from_surplus(found, query.limit as usize, |it| IdPosition(it.state().id.into())))
    }

    async fn list_revisions(
        &self,
        course: CourseId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<RevisionSummary, u64>, StoreError> {
        let state = self.state();
        let id = Uuid::from(course);
        let of_course = state.revisions.range((id, 0)..=(id, u32::MAX)).rev();
        let found = of_course
            .map(|(_, it)| it)
            .filter(|it| before.is_none_or(|before| u64::from(it.number) < before))
            .take(limit as usize + 1)
            .map(|it| RevisionSummary {
                number: it.number,
                draft_version: it.draft_version,
                at: it.at,
                title: it.content.title.clone(),
            });
        Ok(Page::from_surplus(found.collect(), limit as usize, |it| it.number.into()))
    }

    async fn find_revision(
        &self,
        course: CourseId,
        number: u32,
    ) -> Result<Option<Revision>, StoreError> {
        Ok(self.state().revisions.get(&(course.into(), number)).cloned())
    }

    async fn find_revision_lessons(
        &self,
        course: CourseId,
        number: u32,
        lessons: &[LessonId],
    ) -> Result<Vec<(LessonId, Option<LessonContent>)>, StoreError> {
        let state = self.state();
        let said = |lesson: &LessonId| {
            let content = state.revision_lessons.get(&(course.into(), number, *lesson))?;
            Some((*lesson, content.clone()))
        };
        Ok(lessons.iter().filter_map(said).collect())
    }
}
