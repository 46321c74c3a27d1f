//! Every question that is asked of the server.
//!
//! A [`Query`] can only be made here, under a [`QueryName`]; the test `explained` holds at least
//! one sample of each name against the server and refuses a plan that scans a collection. Filters
//! of writes are on `_id` alone, or find their ids by a query first.

mod audit;
mod availability;
mod catalogue;
mod courses;
mod events;
mod facets;
mod filter;
mod identity;
mod imports;
mod merging;
mod publication;
mod relevance;
mod suggestions;
mod tags;
mod work;

#[cfg(test)]
mod explained;
#[cfg(test)]
mod identity_samples;

pub(crate) use audit::{audit_after, audit_list, logged_account_events, waiting_account_events};
pub(crate) use catalogue::{
    course_runs, instructor_by_id, instructor_list, instructors_by_external_ids,
    instructors_by_ids, lesson_by_id, run_by_id, run_by_key, runs_by_keys, subject_by_id,
    subject_list, subjects_by_codes, subjects_by_ids,
};
pub(crate) use courses::{
    course_by_id, course_list, courses_by_external_ids, published_by_ids, published_by_lesson,
    published_by_slug,
};
pub(crate) use events::{
    counter, event_ids, events_after, lease_token, oldest_waiting, tombstones, waiting,
    waiting_count,
};
pub(crate) use facets::facet;
pub(crate) use identity::{
    account_by_email, account_by_id, account_list, api_key_by_id, api_key_list, attempts_by_keys,
    expired_revocations, forgotten_attempts, mails_due, owned_courses, revocations_since,
    session_by_id, session_list, sessions_over, sessions_to_end,
};
pub(crate) use imports::{
    courses_of_source, import_by_id, import_list, live_among, live_imports, numbered, old_files,
    old_imports, part_by_number, reject_list,
};
pub(crate) use merging::{courses_naming, runs_naming, unsettled_instructors, unsettled_subjects};
pub(crate) use publication::{
    kept_lessons, kept_lessons_by_ids, open_publication_request, publication_request_by_id,
    publication_request_list, revision_by_number, revision_list,
};
pub(crate) use suggestions::suggestions;
pub(crate) use tags::tag_list;
pub(crate) use work::{
    answer_by_scope, event_in_log, event_in_outbox, expired_answers, lesson_stamps, lessons_by_ids,
    revisions,
};

use bson::Document;

/// Declares the names and a list of all of them.
macro_rules! query_names {
    ($($name:ident,)*) => {
        /// The name of a query.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum QueryName {
            $($name,)*
        }

        #[cfg(test)]
        impl QueryName {
            const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

query_names! {
    CourseById,
    CoursesByExternalIds,
    PublishedByIds,
    PublishedBySlug,
    PublishedByLesson,
    CourseList,
    CourseListByRelevance,
    CourseFacet,
    TagList,
    Suggestions,
    LessonById,
    PublicationRequestById,
    OpenPublicationRequest,
    PublicationRequestList,
    RevisionByNumber,
    RevisionList,
    KeptLessons,
    KeptLessonsByIds,
    RunById,
    RunByKey,
    CourseRuns,
    RunsByKeys,
    SubjectById,
    SubjectsByIds,
    SubjectsByCodes,
    SubjectList,
    InstructorById,
    InstructorsByIds,
    InstructorsByExternalIds,
    InstructorList,
    UnsettledSubjects,
    UnsettledInstructors,
    CoursesNaming,
    RunsNaming,
    AnswerByScope,
    ExpiredAnswers,
    Revisions,
    EventInOutbox,
    EventInLog,
    LessonStamps,
    LessonsByIds,
    EventsAfter,
    EventIds,
    LeaseToken,
    Counter,
    Waiting,
    WaitingCount,
    OldestWaiting,
    Tombstones,
    AccountById,
    AccountByEmail,
    AccountList,
    SessionById,
    SessionList,
    SessionsToEnd,
    SessionsOver,
    ApiKeyById,
    ApiKeyList,
    RevocationsSince,
    ExpiredRevocations,
    AuditList,
    AuditAfter,
    LoggedAccountEvents,
    WaitingAccountEvents,
    OwnedCourses,
    MailsDue,
    AttemptsByKeys,
    ForgottenAttempts,
    ImportById,
    LiveImports,
    LiveAmong,
    ImportList,
    OldImports,
    RejectList,
    PartByNumber,
    OldFiles,
    CoursesOfSource,
}

/// A question, ready to be asked. Its name goes along as a comment, so that the server's log of
/// slow commands says which one it was.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    name: QueryName,
    collection: &'static str,
    kind: Kind,
    secondary: bool,
}

/// How a question is asked.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Find(Box<Find>),
    Aggregate(Vec<Document>),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Find {
    pub(crate) filter: Document,
    pub(crate) projection: Option<Document>,
    pub(crate) sort: Option<Document>,
    pub(crate) limit: Option<i64>,
}

impl Query {
    fn find(name: QueryName, collection: &'static str, filter: Document) -> Self {
        let kind = Kind::Find(Box::new(Find { filter, ..Find::default() }));
        Self { name, collection, kind, secondary: false }
    }

    fn aggregate(name: QueryName, collection: &'static str, stages: Vec<Document>) -> Self {
        Self { name, collection, kind: Kind::Aggregate(stages), secondary: false }
    }

    fn only(mut self, projection: Document) -> Self {
        if let Kind::Find(find) = &mut self.kind {
            find.projection = Some(projection);
        }
        self
    }

    fn sorted(mut self, sort: Document) -> Self {
        if let Kind::Find(find) = &mut self.kind {
            find.sort = Some(sort);
        }
        self
    }

    fn limited(mut self, limit: impl Into<i64>) -> Self {
        if let Kind::Find(find) = &mut self.kind {
            find.limit = Some(limit.into());
        }
        self
    }

    /// May be answered by a secondary if the store is told to allow that.
    const fn on_secondary(mut self) -> Self {
        self.secondary = true;
        self
    }

    pub(crate) const fn name(&self) -> QueryName {
        self.name
    }

    pub(crate) const fn collection(&self) -> &'static str {
        self.collection
    }

    pub(crate) const fn may_be_secondary(&self) -> bool {
        self.secondary
    }

    pub(crate) const fn kind(&self) -> &Kind {
        &self.kind
    }

    pub(crate) fn into_kind(self) -> Kind {
        self.kind
    }
}
