//! Who may do what: one row for each operation, one column for each role.
//!
//! [`Operation::rule`] matches without a wildcard, and the HTTP layer maps each operation of the
//! contract to a row without a wildcard, so an operation without a row does not compile.

use courses_domain::shared::{AccountId, Actor, Role};

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
    /// Read the draft of a course and its lessons.
    ReadDraft,
    /// Change the draft of a course and its lessons.
    EditDraft,
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
            | Self::ReadHealth => rule(Always, Always, Always, Always, Always, false),
            Self::CreateCourse | Self::CreateInstructor => {
                rule(Never, Never, Always, Always, Always, false)
            }
            Self::EditCourse
            | Self::DeleteCourse
            | Self::MoveCourse
            | Self::CreateRun
            | Self::EditRun => rule(Never, Never, Own, Own, Always, false),
            Self::ReadDraft => rule(Never, Never, Own, Always, Always, true),
            Self::EditDraft => rule(Never, Never, Own, Own, Always, true),
            Self::EditSubject | Self::EditInstructor => {
                rule(Never, Never, Never, Always, Always, false)
            }
            Self::Import => rule(Never, Never, Never, Never, Always, false),
        }
    }

    /// Whether `actor` may do this with something it stands to by `relation`.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] if the row conceals, else [`Refusal::Unauthenticated`] for somebody
    /// unknown and [`Refusal::Forbidden`] for the rest.
    pub fn permit(self, actor: Option<&Actor>, relation: Relation) -> Result<(), Refusal> {
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
mod tests {
    use super::*;

    fn actor(role: Role) -> Actor {
        Actor::new(AccountId::IMPORTER, [role])
    }

    #[test]
    fn an_owner_edits_and_a_stranger_cannot_tell_that_there_is_a_draft() {
        let teacher = actor(Role::Teacher);
        let edit = Operation::EditDraft;
        assert_eq!(edit.permit(Some(&teacher), Relation::Owner), Ok(()));
        assert_eq!(edit.permit(Some(&teacher), Relation::Other), Err(Refusal::NotFound));
        assert_eq!(edit.permit(None, Relation::Other), Err(Refusal::NotFound));
    }

    #[test]
    fn a_moderator_reads_drafts_but_edits_none() {
        let moderator = actor(Role::Moderator);
        assert_eq!(Operation::ReadDraft.permit(Some(&moderator), Relation::Other), Ok(()));
        assert!(Operation::EditDraft.permit(Some(&moderator), Relation::Other).is_err());
    }

    /// Every operation with what anonymous, student, teacher, moderator and admin may do, and
    /// whether a refusal conceals.
    const TABLE: [(Operation, [Allowed; 5], bool); 19] = {
        use Allowed::{Always as A, Never as N, Own as O};
        use Operation as Op;
        [
            (Op::ListCourses, [A, A, A, A, A], false),
            (Op::CreateCourse, [N, N, A, A, A], false),
            (Op::ReadCourse, [A, A, A, A, A], false),
            (Op::EditCourse, [N, N, O, O, A], false),
            (Op::DeleteCourse, [N, N, O, O, A], false),
            (Op::MoveCourse, [N, N, O, O, A], false),
            (Op::ReadDraft, [N, N, O, A, A], true),
            (Op::EditDraft, [N, N, O, O, A], true),
            (Op::ReadLesson, [A, A, A, A, A], false),
            (Op::ReadRun, [A, A, A, A, A], false),
            (Op::CreateRun, [N, N, O, O, A], false),
            (Op::EditRun, [N, N, O, O, A], false),
            (Op::ReadSubject, [A, A, A, A, A], false),
            (Op::EditSubject, [N, N, N, A, A], false),
            (Op::ReadInstructor, [A, A, A, A, A], false),
            (Op::CreateInstructor, [N, N, A, A, A], false),
            (Op::EditInstructor, [N, N, N, A, A], false),
            (Op::Import, [N, N, N, N, A], false),
            (Op::ReadHealth, [A, A, A, A, A], false),
        ]
    };

    #[test]
    fn the_table_is_complete_and_means_what_it_says() {
        for (number, (operation, row, conceals)) in TABLE.into_iter().enumerate() {
            assert_eq!(operation as usize, number, "each operation stands in the table, in order");
            for (column, allowed) in row.into_iter().enumerate() {
                let role = column.checked_sub(1).map(|role| Role::ALL[role]);
                assert_eq!(operation.rule().allowed(role), allowed, "{operation:?} {role:?}");
                let actor = role.map(actor);
                for relation in [Relation::Owner, Relation::Other] {
                    let granted = allowed == Allowed::Always
                        || (allowed == Allowed::Own && relation == Relation::Owner);
                    let refusal = match (conceals, role) {
                        (true, _) => Refusal::NotFound,
                        (false, None) => Refusal::Unauthenticated,
                        (false, Some(_)) => Refusal::Forbidden,
                    };
                    let expected = if granted { Ok(()) } else { Err(refusal) };
                    assert_eq!(operation.permit(actor.as_ref(), relation), expected);
                }
            }
        }
        assert_eq!(Operation::ReadHealth as usize + 1, TABLE.len());
    }

    #[test]
    fn an_owner_is_told_apart_by_the_account_alone() {
        let me = actor(Role::Student);
        let other = AccountId::from(uuid::Uuid::from_u128(9));
        assert_eq!(Relation::of(Some(&me), me.account()), Relation::Owner);
        assert_eq!(Relation::of(Some(&me), other), Relation::Other);
        assert_eq!(Relation::of(None, other), Relation::Other);
    }

    #[test]
    fn the_strongest_role_counts() {
        let both = Actor::new(AccountId::IMPORTER, [Role::Teacher, Role::Admin]);
        assert_eq!(Operation::EditSubject.permit(Some(&both), Relation::Other), Ok(()));
    }

    #[test]
    fn students_make_no_courses() {
        let student = actor(Role::Student);
        let create = Operation::CreateCourse;
        assert_eq!(create.permit(Some(&student), Relation::Other), Err(Refusal::Forbidden));
        assert_eq!(create.permit(None, Relation::Other), Err(Refusal::Unauthenticated));
    }
}
