//! Which row of the policy table each operation of the contract falls under. Without a wildcard,
//! so that an operation without a row does not compile.

use courses_domain::shared::{Actor, Role};
use courses_usecase::{Allowed, Operation, Relation};
use xerror::Problem;

use crate::generated::OperationId;
use crate::problem;

/// The row of an operation.
#[must_use]
pub const fn row(operation: OperationId) -> Operation {
    use OperationId as Id;
    match operation {
        Id::ListCourses | Id::ListTags | Id::Suggest => Operation::ListCourses,
        Id::CreateCourse => Operation::CreateCourse,
        Id::GetCourse | Id::GetCourseBySlug | Id::GetCourseByKey => Operation::ReadCourse,
        Id::PatchCourse => Operation::EditCourse,
        Id::DeleteCourse => Operation::DeleteCourse,
        Id::PublishCourse | Id::UnpublishCourse | Id::ArchiveCourse | Id::RestoreCourse => {
            Operation::MoveCourse
        }
        Id::CreatePublicationRequest => Operation::RequestPublication,
        Id::ListPublicationRequests => Operation::ListPublicationRequests,
        Id::GetPublicationRequest => Operation::ReadPublicationRequest,
        Id::ApprovePublicationRequest | Id::RejectPublicationRequest => {
            Operation::DecidePublication
        }
        Id::ListCourseLessons | Id::GetLesson => Operation::ReadLesson,
        Id::GetDraft
        | Id::GetCourseProvenance
        | Id::ListDraftLessons
        | Id::GetDraftLesson
        | Id::ListRevisions
        | Id::GetRevision
        | Id::CompareRevisions => Operation::ReadDraft,
        Id::UpsertCourse
        | Id::ReplaceDraft
        | Id::PatchDraft
        | Id::MoveDraftParts
        | Id::CreateDraftLesson
        | Id::ReplaceDraftLesson
        | Id::PatchDraftLesson
        | Id::DeleteDraftLesson
        | Id::RestoreRevision => Operation::EditDraft,
        Id::ListRuns | Id::GetRun | Id::GetRunAvailability | Id::GetRunCalendar => {
            Operation::ReadRun
        }
        Id::CreateRun => Operation::CreateRun,
        Id::PatchRun | Id::OpenRun | Id::CloseRun | Id::CancelRun | Id::CompleteRun => {
            Operation::EditRun
        }
        Id::ListSubjects | Id::GetSubject => Operation::ReadSubject,
        Id::CreateSubject | Id::PatchSubject | Id::MergeSubject => Operation::EditSubject,
        Id::ListInstructors | Id::GetInstructor => Operation::ReadInstructor,
        Id::CreateInstructor => Operation::CreateInstructor,
        Id::PatchInstructor | Id::MergeInstructor => Operation::EditInstructor,
        Id::CreateImport | Id::ListJobs | Id::GetJob | Id::ListJobRejects => Operation::Import,
        Id::GetLiveness | Id::GetReadiness => Operation::ReadHealth,
        Id::Register => Operation::Register,
        Id::SignIn => Operation::SignIn,
        Id::RefreshTokens => Operation::Refresh,
        Id::VerifyEmail | Id::RequestPasswordReset | Id::ResetPassword => Operation::ConfirmMail,
        Id::SignOut => Operation::SignOut,
        Id::GetMe | Id::ListSessions | Id::ExportMe | Id::ListMyEvents => Operation::ReadMe,
        Id::PatchMe
        | Id::EraseMe
        | Id::ChangePassword
        | Id::EndSession
        | Id::RequestVerification => Operation::EditMe,
        Id::ListApiKeys | Id::CreateApiKey | Id::RevokeApiKey | Id::RotateApiKey => {
            Operation::UseApiKeys
        }
        Id::ListAccounts | Id::GetAccount => Operation::ReadAccounts,
        Id::BlockAccount | Id::UnblockAccount => Operation::BlockAccount,
        Id::SetAccountRoles => Operation::SetRoles,
        Id::ListAudit => Operation::ReadAudit,
        Id::GetSigningKeys | Id::GetDiscovery => Operation::ReadKeys,
    }
}

/// Refuses actors early, before their input is looked at, where the resource does not matter: API
/// keys without the scope, and in rows without "with what the account owns" everybody without the
/// role.
///
/// # Errors
///
/// `forbidden`.
pub(crate) fn admit(operation: &xapi::Operation, actor: &Actor) -> Result<(), Problem> {
    let row = row(OperationId::of(operation));
    row.permit_scope(Some(actor)).map_err(problem::refused)?;
    let own = |role| row.rule().allowed(Some(role)) == Allowed::Own;
    if Role::ALL.into_iter().any(own) {
        return Ok(());
    }
    row.permit(Some(actor), Relation::Other).map_err(problem::refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_names_the_roles_of_the_policy() {
        let roles = || std::iter::once(None).chain(Role::ALL.map(Some));
        for id in OperationId::ALL {
            let may: Vec<&str> = roles()
                .filter(|role| row(id).rule().allowed(*role) != Allowed::Never)
                .map(|role| role.map_or("anonymous", Role::word))
                .collect();
            assert_eq!(id.operation().roles, may, "{id:?}");
        }
    }

    #[test]
    fn what_the_contract_asks_a_token_for_is_what_the_policy_denies_to_the_unknown() {
        for id in OperationId::ALL {
            let open = row(id).rule().anonymous == Allowed::Always;
            let asks = id.operation().security == xapi::Security::Required;
            assert_eq!(open, !asks, "{id:?}");
        }
    }
}
