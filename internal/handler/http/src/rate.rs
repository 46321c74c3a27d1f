//! How many requests somebody may make: which class each operation belongs to, and whose requests
//! are counted together.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::MatchedPath;
use http::Method;
use http::request::Parts;
use xapi::Security;
use xhttp::{ClientAddress, RateClass, RateKey, RateKeyer, RateLimits, RateQuota};
use xtelemetry::Registry;

use crate::caller::Authenticator;
use crate::generated::OperationId;

/// How many requests of each class one caller may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateQuotas {
    /// Reading.
    pub read: RateQuota,
    /// Changing.
    pub write: RateQuota,
    /// Everything about passwords and mails.
    pub sign_in: RateQuota,
}

impl RateQuotas {
    /// No limits.
    pub const OFF: Self =
        Self { read: RateQuota::OFF, write: RateQuota::OFF, sign_in: RateQuota::OFF };
}

/// What a request is counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Read,
    Write,
    SignIn,
    /// Not at all.
    Free,
}

/// The class of an operation. Without a wildcard, so that an operation without one does not
/// compile.
const fn class(operation: OperationId) -> Class {
    use OperationId as Id;
    match operation {
        Id::ListCourses
        | Id::GetCourse
        | Id::GetCourseBySlug
        | Id::GetCourseByKey
        | Id::ListCourseLessons
        | Id::GetLesson
        | Id::GetDraft
        | Id::GetCourseProvenance
        | Id::ListDraftLessons
        | Id::GetDraftLesson
        | Id::ListRevisions
        | Id::GetRevision
        | Id::CompareRevisions
        | Id::ListPublicationRequests
        | Id::GetPublicationRequest
        | Id::ListRuns
        | Id::GetRun
        | Id::GetRunAvailability
        | Id::GetRunCalendar
        | Id::ListSubjects
        | Id::GetSubject
        | Id::ListInstructors
        | Id::GetInstructor
        | Id::ListJobs
        | Id::GetJob
        | Id::ListJobRejects
        | Id::ListTags
        | Id::Suggest
        | Id::GetMe
        | Id::ListSessions
        | Id::ExportMe
        | Id::ListMyEvents
        | Id::ListApiKeys
        | Id::ListAccounts
        | Id::GetAccount
        | Id::ListAudit
        | Id::GetSigningKeys
        | Id::GetDiscovery => Class::Read,
        Id::CreateCourse
        | Id::UpsertCourse
        | Id::PatchCourse
        | Id::DeleteCourse
        | Id::PublishCourse
        | Id::UnpublishCourse
        | Id::ArchiveCourse
        | Id::RestoreCourse
        | Id::ReplaceDraft
        | Id::PatchDraft
        | Id::MoveDraftParts
        | Id::CreateDraftLesson
        | Id::ReplaceDraftLesson
        | Id::PatchDraftLesson
        | Id::DeleteDraftLesson
        | Id::RestoreRevision
        | Id::CreatePublicationRequest
        | Id::ApprovePublicationRequest
        | Id::RejectPublicationRequest
        | Id::CreateRun
        | Id::PatchRun
        | Id::OpenRun
        | Id::CloseRun
        | Id::CancelRun
        | Id::CompleteRun
        | Id::CreateSubject
        | Id::PatchSubject
        | Id::MergeSubject
        | Id::CreateInstructor
        | Id::PatchInstructor
        | Id::CreateImport
        | Id::MergeInstructor
        // Nobody guesses a refresh token, and a whole school may sit behind one address.
        | Id::RefreshTokens
        | Id::SignOut
        | Id::PatchMe
        | Id::EraseMe
        | Id::EndSession
        | Id::CreateApiKey
        | Id::RotateApiKey
        | Id::RevokeApiKey
        | Id::BlockAccount
        | Id::UnblockAccount
        | Id::SetAccountRoles => Class::Write,
        Id::Register
        | Id::SignIn
        | Id::VerifyEmail
        | Id::RequestPasswordReset
        | Id::ResetPassword
        | Id::ChangePassword
        | Id::RequestVerification => Class::SignIn,
        Id::GetLiveness | Id::GetReadiness => Class::Free,
    }
}

/// The limits of this API. Cheap to clone.
#[derive(Clone)]
pub struct Rates {
    limits: RateLimits,
    read: RateClass,
    write: RateClass,
    sign_in: RateClass,
}

impl Rates {
    /// Limits with these quotas, which measure what they refuse in `metrics`.
    #[must_use]
    pub fn new(quotas: RateQuotas, metrics: &Registry) -> Self {
        let mut builder = RateLimits::builder();
        let read = builder.class("read", quotas.read);
        let write = builder.class("write", quotas.write);
        let sign_in = builder.class("sign_in", quotas.sign_in);
        Self { limits: builder.build(metrics), read, write, sign_in }
    }

    /// Puts the limits on every operation of `router`.
    pub(crate) fn apply(&self, router: Router, authenticator: Arc<Authenticator>) -> Router {
        let by_route = |id: OperationId| {
            let operation = id.operation();
            ((operation.method, operation.path), id)
        };
        let operations = OperationId::ALL.into_iter().map(by_route).collect();
        let keyer = Keyer { rates: self.clone(), operations, authenticator };
        self.limits.apply(router, keyer)
    }

    const fn class(&self, operation: OperationId) -> Option<RateClass> {
        match class(operation) {
            Class::Read => Some(self.read),
            Class::Write => Some(self.write),
            Class::SignIn => Some(self.sign_in),
            Class::Free => None,
        }
    }
}

/// Knows the operation and the caller of a request before anything else looks at it.
struct Keyer {
    rates: Rates,
    operations: HashMap<(&'static str, &'static str), OperationId>,
    authenticator: Arc<Authenticator>,
}

impl RateKeyer for Keyer {
    fn key(&self, request: &Parts) -> Option<(RateClass, RateKey)> {
        let route = request.extensions.get::<MatchedPath>()?.as_str();
        let method = if request.method == Method::HEAD { "GET" } else { request.method.as_str() };
        let id = *self.operations.get(&(method, route))?;
        Some((self.rates.class(id)?, self.caller(id, request)?))
    }
}

impl Keyer {
    /// The account, if the token or key proves it; else the address. Public operations do not
    /// look at tokens, so there the address counts, whatever is sent with it.
    fn caller(&self, id: OperationId, request: &Parts) -> Option<RateKey> {
        let known = match id.operation().security {
            Security::Public => None,
            Security::Optional | Security::Required => self.authenticator.known(&request.headers),
        };
        let account = known.map(|account| RateKey::caller(uuid::Uuid::from(account).into_bytes()));
        let address = || Some(RateKey::address(ClientAddress::of(&request.extensions)?.ip()));
        account.or_else(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_nothing_is_a_read() {
        for id in OperationId::ALL {
            let safe = id.operation().is_safe();
            assert_eq!(safe, matches!(class(id), Class::Read | Class::Free), "{id:?}");
        }
    }

    #[test]
    fn whoever_names_a_password_or_causes_a_mail_is_slowed_down() {
        let consumes = |id: &OperationId| class(*id) == Class::SignIn;
        let names: Vec<_> = OperationId::ALL
            .iter()
            .filter(|id| consumes(id))
            .map(|id| id.operation().name)
            .collect();
        assert_eq!(names.len(), 7, "{names:?}");
    }
}
