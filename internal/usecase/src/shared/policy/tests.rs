//! The table, row by row.

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
const TABLE: [(Operation, [Allowed; 5], bool); 36] = {
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
        (Op::RequestPublication, [N, N, O, O, A], false),
        (Op::ListPublicationRequests, [N, N, A, A, A], false),
        (Op::ReadPublicationRequest, [N, N, O, A, A], true),
        (Op::DecidePublication, [N, N, N, A, A], false),
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
        (Op::Register, [A, A, A, A, A], false),
        (Op::SignIn, [A, A, A, A, A], false),
        (Op::Refresh, [A, A, A, A, A], false),
        (Op::ConfirmMail, [A, A, A, A, A], false),
        (Op::SignOut, [N, A, A, A, A], false),
        (Op::ReadMe, [N, A, A, A, A], false),
        (Op::EditMe, [N, A, A, A, A], false),
        (Op::UseApiKeys, [N, A, A, A, A], false),
        (Op::ReadAccounts, [N, N, N, N, A], false),
        (Op::BlockAccount, [N, N, N, N, A], false),
        (Op::SetRoles, [N, N, N, N, A], false),
        (Op::ReadAudit, [N, N, N, N, A], false),
        (Op::ReadKeys, [A, A, A, A, A], false),
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
    assert_eq!(Operation::ReadKeys as usize + 1, TABLE.len());
}

/// What an API key of an administrator may do with each scope; nothing else.
#[test]
fn an_api_key_does_what_its_scopes_say_and_nothing_about_the_account_itself() {
    let admin = |scopes: &[Scope]| actor(Role::Admin).with_scopes(scopes.to_vec());
    for (operation, ..) in TABLE {
        let none = operation.permit(Some(&admin(&[])), Relation::Owner);
        assert_eq!(none, Err(Refusal::Forbidden), "{operation:?}");
        for scope in Scope::ALL {
            let granted = operation.permit(Some(&admin(&[scope])), Relation::Owner).is_ok();
            assert_eq!(granted, operation.scope() == Some(scope), "{operation:?} {scope:?}");
        }
    }
    for never in [Operation::EditMe, Operation::UseApiKeys, Operation::SetRoles] {
        assert_eq!(never.scope(), None);
    }
}

#[test]
fn a_scope_gives_nobody_more_than_the_roles_do() {
    let key = actor(Role::Student).with_scopes(Scope::ALL.to_vec());
    for operation in [Operation::ReadAccounts, Operation::CreateCourse, Operation::ReadAudit] {
        assert_eq!(operation.permit(Some(&key), Relation::Other), Err(Refusal::Forbidden));
    }
    assert_eq!(Operation::ReadCourse.permit_scope(Some(&key)), Ok(()));
    assert_eq!(Operation::EditMe.permit_scope(Some(&actor(Role::Student))), Ok(()));
    assert_eq!(Operation::ListCourses.permit_scope(None), Ok(()));
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
