//! Who may do what: one row for each operation, one column for each role.
//!
//! [`Operation::rule`] matches without a wildcard, and the HTTP layer maps each operation of the
//! contract to a row without a wildcard, so an operation without a row does not compile.

use courses_domain::shared::{AccountId, Actor, Role, Scope};

use crate::Refusal;

/// Everything that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// List and search the public catalogue.
    ListCourses,
    /// Make a course.
    CreateCourse,
    /// Read a published course, by id, slug or outside key.
    ReadCourse,
    /// Change the settings of a course.
    EditCourse,
    /// Delete a course that was never published.
    DeleteCourse,
    /// Publish, unpublish, archive or restore a course.
    MoveCourse,
    /// Read the draft of a course, its lessons and its revisions.
    ReadDraft,
    /// Change the draft of a course and its lessons.
    EditDraft,
    /// Ask to have the draft of a course published.
    RequestPublication,
    /// List publication requests: those that the actor may read.
    ListPublicationRequests,
    /// Read a publication request.
    ReadPublicationRequest,
    /// Approve or reject a publication request.
    DecidePublication,
    /// Read lessons of a published course.
    ReadLesson,
    /// Read runs.
    ReadRun,
    /// Make a run.
    CreateRun,
    /// Change, open or close a run.
    EditRun,
    /// Read subjects.
    ReadSubject,
    /// Make or change a subject.
    EditSubject,
    /// Read instructors.
    ReadInstructor,
    /// Add an instructor.
    CreateInstructor,
    /// Change an instructor.
    EditInstructor,
    /// Bring in a catalogue from outside.
    Import,
    /// Ask whether the service is well.
    ReadHealth,
    /// Make an account.
    Register,
    /// Get tokens for a password.
    SignIn,
    /// Get tokens for a refresh token.
    Refresh,
    /// Prove an address, or choose a new password, by a mail.
    ConfirmMail,
    /// End the present session, or all.
    SignOut,
    /// Read the own account, its sessions, events and everything else kept about it.
    ReadMe,
    /// Change or erase the own account, end its sessions.
    EditMe,
    /// Make, list, rotate and revoke own API keys.
    UseApiKeys,
    /// Read accounts of others.
    ReadAccounts,
    /// Block or unblock accounts.
    BlockAccount,
    /// Give and take roles.
    SetRoles,
    /// Read the audit log.
    ReadAudit,
    /// Read the public keys that tokens are signed with.
    ReadKeys,
}

/// What one role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Allowed {
    /// Nothing.
    Never,
    /// With what the account owns.
    Own,
    /// With everything.
    Always,
}

/// How an account stands to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It owns it.
    Owner,
    /// It does not, or nobody owns such things.
    Other,
}

impl Relation {
    /// How `actor` stands to what `owner` owns.
    #[must_use]
    pub fn of(actor: Option<&Actor>, owner: AccountId) -> Self {
        if actor.is_some_and(|actor| actor.account() == owner) { Self::Owner } else { Self::Other }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Somebody unknown.
    pub anonymous: Allowed,
    /// Every account.
    pub student: Allowed,
    /// Accounts that teach.
    pub teacher: Allowed,
    /// Accounts that review.
    pub moderator: Allowed,
    /// Accounts that may do everything.
    pub admin: Allowed,
    /// Whether a refusal always looks as if the thing did not exist.
    pub conceals: bool,
}

impl Rule {
    /// What a role may do.
    #[must_use]
    pub const fn allowed(&self, role: Option<Role>) -> Allowed {
        match role {
            None => self.anonymous,
            Some(Role::Student) => self.student,
            Some(Role::Teacher) => self.teacher,
            Some(Role::Moderator) => self.moderator,
            Some(Role::Admin) => self.admin,
        }
    }
}

impl Operation {
    /// The row of the operation.
    #[must_use]
    pub const fn rule(self) -> Rule {
        use Allowed::{Always, Never, Own};
        match self {
            Self::ListCourses
            | Self::ReadCourse
            | Self::ReadLesson
            | Self::ReadRun
            | Self::ReadSubject
            | Self::ReadInstructor
            | Self::ReadHealth
            | Self::Register
            | Self::SignIn
            | Self::Refresh
            | Self::ConfirmMail
            | Self::ReadKeys => rule(Always, Always, Always, Always, Always, false),
            Self::SignOut | Self::ReadMe | Self::EditMe | Self::UseApiKeys => {
                rule(Never, Always, Always, Always, Always, false)
            }
            Self::CreateCourse | Self::ListPublicationRequests | Self::CreateInstructor => {
                rule(Never, Never, Always, Always, Always, false)
            }
            Self::EditCourse
            | Self::DeleteCourse
            | Self::MoveCourse
            | Self::RequestPublication
            | Self::CreateRun
            | Self::EditRun => rule(Never, Never, Own, Own, Always, false),
            Self::ReadDraft | Self::ReadPublicationRequest => {
                rule(Never, Never, Own, Always, Always, true)
            }
            Self::EditDraft => rule(Never, Never, Own, Own, Always, true),
            Self::DecidePublication | Self::EditSubject | Self::EditInstructor => {
                rule(Never, Never, Never, Always, Always, false)
            }
            Self::Import
            | Self::ReadAccounts
            | Self::BlockAccount
            | Self::SetRoles
            | Self::ReadAudit => rule(Never, Never, Never, Never, Always, false),
        }
    }

    /// What an API key must be good for; `None` if no API key may do this.
    #[must_use]
    pub const fn scope(self) -> Option<Scope> {
        match self {
            Self::ListCourses
            | Self::ReadCourse
            | Self::ReadDraft
            | Self::ListPublicationRequests
            | Self::ReadPublicationRequest
            | Self::ReadLesson
            | Self::ReadRun
            | Self::ReadSubject
            | Self::ReadInstructor => Some(Scope::CatalogueRead),
            Self::CreateCourse
            | Self::EditCourse
            | Self::DeleteCourse
            | Self::MoveCourse
            | Self::EditDraft
            | Self::RequestPublication
            | Self::DecidePublication
            | Self::CreateRun
            | Self::EditRun
            | Self::EditSubject
            | Self::CreateInstructor
            | Self::EditInstructor
            | Self::Import => Some(Scope::CatalogueWrite),
            Self::ReadAccounts => Some(Scope::AccountsRead),
            Self::BlockAccount => Some(Scope::AccountsWrite),
            Self::ReadAudit => Some(Scope::AuditRead),
            Self::ReadHealth
            | Self::Register
            | Self::SignIn
            | Self::Refresh
            | Self::ConfirmMail
            | Self::SignOut
            | Self::ReadMe
            | Self::EditMe
            | Self::UseApiKeys
            | Self::SetRoles
            | Self::ReadKeys => None,
        }
    }

    /// Whether the scopes of the actor allow this; those of somebody who signed in, or of nobody,
    /// always do. Says nothing about roles: [`Operation::permit`] asks for both.
    ///
    /// # Errors
    ///
    /// [`Refusal::Forbidden`].
    pub fn permit_scope(self, actor: Option<&Actor>) -> Result<(), Refusal> {
        let Some(scopes) = actor.and_then(Actor::scopes) else { return Ok(()) };
        let granted = self.scope().is_some_and(|scope| scopes.contains(&scope));
        if granted { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// Whether `actor` may do this with something it stands to by `relation`.
    ///
    /// # Errors
    ///
    /// [`Refusal::Forbidden`] if the scopes of the actor do not allow it. Else
    /// [`Refusal::NotFound`] if the row conceals, [`Refusal::Unauthenticated`] for somebody
    /// unknown and [`Refusal::Forbidden`] for the rest.
    pub fn permit(self, actor: Option<&Actor>, relation: Relation) -> Result<(), Refusal> {
        self.permit_scope(actor)?;
        let rule = self.rule();
        let best = actor.map_or(rule.anonymous, |actor| {
            let roles = actor.roles().iter();
            roles.map(|role| rule.allowed(Some(*role))).max().unwrap_or(Allowed::Never)
        });
        let granted = match best {
            Allowed::Always => true,
            Allowed::Own => relation == Relation::Owner,
            Allowed::Never => false,
        };
        match (granted, rule.conceals, actor) {
            (true, ..) => Ok(()),
            (false, true, _) => Err(Refusal::NotFound),
            (false, false, None) => Err(Refusal::Unauthenticated),
            (false, false, Some(_)) => Err(Refusal::Forbidden),
        }
    }
}

const fn rule(
    anonymous: Allowed,
    student: Allowed,
    teacher: Allowed,
    moderator: Allowed,
    admin: Allowed,
    conceals: bool,
) -> Rule {
    Rule { anonymous, student, teacher, moderator, admin, conceals }
}

#[cfg(test)]
mod tests;
