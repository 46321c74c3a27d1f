//! What the store holds.

use std::collections::{BTreeMap, HashMap};

use courses_domain::catalogue::{
    CourseState, ImportJobState, ImportReject, InstructorState, LessonContent, LessonCopy,
    LessonId, PublicationRequestState, Revision, RunState, SearchEntry, SubjectState,
};
use courses_domain::identity::{
    AccountState, ApiKeyState, AttemptKey, Attempts, AuditRecord, MailId, RevokedTokens,
    SessionState, TokenRevocation,
};
use courses_domain::{Aggregate, Event};
use courses_port::identity::MailRequest;
use courses_port::{IdempotencyScope, IdempotencyWrite, LoggedEvent};
use jiff::Timestamp;
use uuid::Uuid;

#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) courses: BTreeMap<Uuid, CourseState>,
    pub(super) search: HashMap<Uuid, SearchEntry>,
    pub(super) lessons: HashMap<(Uuid, LessonId, LessonCopy), Option<LessonContent>>,
    pub(super) revisions: BTreeMap<(Uuid, u32), Revision>,
    pub(super) revision_lessons: HashMap<(Uuid, u32, LessonId), Option<LessonContent>>,
    pub(super) publication_requests: BTreeMap<Uuid, PublicationRequestState>,
    pub(super) runs: BTreeMap<Uuid, RunState>,
    pub(super) subjects: BTreeMap<Uuid, SubjectState>,
    pub(super) instructors: BTreeMap<Uuid, InstructorState>,
    pub(super) accounts: BTreeMap<Uuid, AccountState>,
    pub(super) sessions: BTreeMap<Uuid, SessionState>,
    pub(super) api_keys: BTreeMap<Uuid, ApiKeyState>,
    pub(super) api_key_uses: HashMap<Uuid, Timestamp>,
    pub(super) audit: Vec<AuditRecord>,
    pub(super) revocations: HashMap<RevokedTokens, TokenRevocation>,
    pub(super) mails: HashMap<MailId, MailRequest>,
    pub(super) attempts: HashMap<AttemptKey, Attempts>,
    pub(super) idempotency: HashMap<IdempotencyScope, IdempotencyWrite>,
    pub(super) outbox: BTreeMap<Aggregate, Vec<Event>>,
    pub(super) log: Vec<LoggedEvent>,
    pub(super) imports: BTreeMap<Uuid, ImportJobState>,
    pub(super) rejects: BTreeMap<(Uuid, u64), ImportReject>,
    pub(super) parts: BTreeMap<(Uuid, u32), (Timestamp, Vec<u8>)>,
    pub(super) rounds: HashMap<String, u64>,
    pub(super) leases: HashMap<String, HeldLease>,
}

#[derive(Clone)]
pub(super) struct HeldLease {
    pub(super) token: u64,
    pub(super) holder: Option<Uuid>,
    pub(super) expires_at: Timestamp,
}
