//! Walking a list from its first page to its last.

use futures::stream::{self, BoxStream};
use futures::{StreamExt as _, TryStreamExt as _};

use crate::error::Error;
use crate::generated::{builder, types};

/// A call of a list, which can be walked to its end.
pub trait Paged<'a>: Sized {
    /// What a page holds.
    type Item: Send + 'a;
    /// A page.
    type Page: Send + 'a;

    /// All pages from here on, each asked for when it is needed.
    fn pages(self) -> BoxStream<'a, Result<Self::Page, Error>>;

    /// The items of all pages from here on.
    fn items(self) -> BoxStream<'a, Result<Self::Item, Error>>;
}

macro_rules! paged {
    ($($list:ident: $page:ident of $item:ident,)*) => {$(
        impl<'a> Paged<'a> for builder::$list<'a> {
            type Item = types::$item;
            type Page = types::$page;

            fn pages(self) -> BoxStream<'a, Result<Self::Page, Error>> {
                stream::try_unfold(Some(self), async |call| {
                    let Some(call) = call else { return Ok(None) };
                    let page = call.clone().send().await?.into_inner();
                    let next = page.page.next_cursor.clone().filter(|_| page.page.has_more);
                    Ok(Some((page, next.map(|cursor| call.cursor(cursor)))))
                })
                .boxed()
            }

            fn items(self) -> BoxStream<'a, Result<Self::Item, Error>> {
                self.pages()
                    .map_ok(|page| stream::iter(page.items.into_iter().map(Ok)))
                    .try_flatten()
                    .boxed()
            }
        }
    )*};
}

paged! {
    ListCourses: CoursePage of CourseSummary,
    ListCourseLessons: LessonPage of LessonSummary,
    ListDraftLessons: LessonPage of LessonSummary,
    ListPublicationRequests: PublicationRequestPage of PublicationRequest,
    ListRevisions: RevisionPage of RevisionSummary,
    ListRuns: RunPage of Run,
    ListSubjects: SubjectPage of Subject,
    ListInstructors: InstructorPage of Instructor,
    ListTags: TagPage of TagCount,
    ListSessions: SessionPage of Session,
    ListMyEvents: AccountEventPage of AccountEvent,
    ListAccounts: AccountPage of AccountSummary,
    ListApiKeys: ApiKeyPage of ApiKey,
    ListAudit: AuditPage of AuditRecord,
    ListJobs: JobPage of Job,
    ListJobRejects: JobRejectPage of JobReject,
}
