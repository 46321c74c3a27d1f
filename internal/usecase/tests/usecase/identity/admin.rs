//! What administrators see and do, and that it is written down.

use std::sync::Arc;

use courses_domain::identity::{AccountStatus, AuditAction, EndReason};
use courses_domain::shared::{AccountId, Role, Scope};
use courses_port::identity::{AccountQuery, AuditQuery};
use courses_usecase::identity::{
    BlockAccount, BlockAccountInput, BlockMove, CreateAdmin, CreateAdminInput, IdentityError,
    ListAccounts, ListAudit, ReadAccount, SelfHarm, SetRoles, SetRolesInput, Void,
};
use courses_usecase::{Precondition, Refusal, Reply, Request, Taken, WriteError};

use super::cast::{PASSWORD, person, request};
use super::*;
use crate::support::{Death, anonymous, id, key as idempotency};

fn everybody() -> AccountQuery {
    AccountQuery { prefix: None, status: None, role: None, after: None, limit: 10 }
}

async fn block(
    house: &House,
    who: &Request,
    account: AccountId,
    move_to: BlockMove,
) -> Result<AccountStatus, IdentityError> {
    let input = BlockAccountInput { account, move_to, idempotency: None };
    match BlockAccount::new(house.ports.clone()).execute(who, input).await? {
        Reply::Fresh(account) => Ok(account.status),
        replayed @ Reply::Replayed(_) => panic!("{replayed:?}"),
    }
}

async fn set_roles(
    house: &House,
    who: &Request,
    account: AccountId,
    roles: &[Role],
) -> Result<Vec<Role>, IdentityError> {
    let input = SetRolesInput { account, if_match: Some(Vec::new()), roles: roles.to_vec() };
    Ok(SetRoles::new(house.ports.clone()).execute(who, input).await?.roles)
}

#[tokio::test]
async fn the_first_administrator_comes_from_the_command_line() {
    let house = House::strict();
    let (admin, _) = house.admin().await;
    assert_eq!(admin.roles, [Role::Admin]);
    let signed_in = house.sign_in("root@example.org").await;
    assert_eq!(house.claims(&signed_in.tokens).roles, [Role::Student, Role::Admin]);
    assert_eq!(house.audit().await, [(None, "admin_created", Some(admin.id), None)]);
    let input = CreateAdminInput {
        email: email("ROOT@example.org"),
        name: name("Root"),
        password: house.ports.parse_password(PASSWORD).unwrap(),
    };
    let taken = CreateAdmin::new(house.ports.clone()).execute(&anonymous(), input).await;
    assert!(matches!(taken, Err(IdentityError::Write(WriteError::Taken(Taken::Email)))));
}

#[tokio::test]
async fn only_administrators_and_keys_with_the_scope_look_at_people() {
    let house = House::new();
    let (root, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let list = ListAccounts::new(house.ports.clone());
    let read = ReadAccount::new(house.ports.clone());
    let audit = ListAudit::new(house.ports.clone());
    let moderator = person(id(8), vec![Role::Moderator, Role::Teacher]);
    for (who, why) in [
        (anonymous(), Refusal::Unauthenticated),
        (request(&ada), Refusal::Forbidden),
        (moderator, Refusal::Forbidden),
    ] {
        assert_eq!(refused(list.execute(&who, &everybody()).await), why);
        assert_eq!(refused(read.execute(&who, ada.account.id).await), why);
        assert_eq!(refused(audit.execute(&who, &AuditQuery::default()).await), why);
        let roles = set_roles(&house, &who, ada.account.id, &[Role::Admin]).await;
        assert_eq!(refused(roles), why);
        assert_eq!(refused(block(&house, &who, root.id, BlockMove::Block).await), why);
    }
    let mut by_key = admin.clone();
    by_key.actor = by_key.actor.map(|actor| actor.with_scopes(vec![Scope::AccountsRead]));
    assert_eq!(read.execute(&by_key, ada.account.id).await.unwrap(), ada.account);
    let blocked = block(&house, &by_key, ada.account.id, BlockMove::Block).await;
    assert_eq!(refused(blocked), Refusal::Forbidden);
    let roles = set_roles(&house, &by_key, ada.account.id, &[Role::Admin]).await;
    assert_eq!(refused(roles), Refusal::Forbidden);
}

#[tokio::test]
async fn who_looks_is_written_down_before_anything_is_shown() {
    let house = House::new();
    let (root, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let list = ListAccounts::new(house.ports.clone());
    let read = ReadAccount::new(house.ports.clone());
    let audit = ListAudit::new(house.ports.clone());
    assert_eq!(list.execute(&admin, &everybody()).await.unwrap().items.len(), 2);
    read.execute(&admin, ada.account.id).await.unwrap();
    assert_eq!(refused(read.execute(&admin, id(9)).await), Refusal::NotFound);
    let about_ada =
        AuditQuery { subject: Some(ada.account.id), limit: 10, ..AuditQuery::default() };
    let page = audit.execute(&admin, &about_ada).await.unwrap();
    assert_eq!(page.items[0].entry.action, AuditAction::AccountRead);
    assert_eq!(page.items[0].entry.request_id.as_deref(), Some("a-request"));
    let me = Some(root.id);
    assert_eq!(
        house.audit().await[1..],
        [
            (me, "accounts_listed", None, None),
            (me, "account_read", Some(ada.account.id), None),
            (me, "audit_read", Some(ada.account.id), None),
        ]
    );

    house.gate.die(Death::Before(0));
    assert!(list.execute(&admin, &everybody()).await.is_err());
    assert!(read.execute(&admin, ada.account.id).await.is_err());
    assert!(audit.execute(&admin, &about_ada).await.is_err());
}

#[tokio::test]
async fn who_is_blocked_is_out_everywhere_until_unblocked() {
    let house = House::new();
    let (root, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let blocked = block(&house, &admin, ada.account.id, BlockMove::Block).await.unwrap();
    assert_eq!(blocked, AccountStatus::Blocked);
    assert_eq!(house.void(&ada.tokens).await, Some(Void::Session));
    assert_eq!(house.session(&ada.tokens).await.ended.unwrap().reason, EndReason::Blocked);
    assert!(house.refresh(&ada.tokens).await.is_err());
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
    let twice = block(&house, &admin, ada.account.id, BlockMove::Block).await;
    assert!(matches!(twice, Err(IdentityError::IllegalTransition(_))), "{twice:?}");

    house.pass(1);
    block(&house, &admin, ada.account.id, BlockMove::Unblock).await.unwrap();
    let back = house.sign_in("ada@example.org").await;
    assert_eq!(house.void(&back.tokens).await, None);
    assert!(house.refresh(&ada.tokens).await.is_err(), "the old session stays ended");
    let me = Some(root.id);
    assert_eq!(
        house.audit().await[1..],
        [
            (me, "account_blocked", Some(ada.account.id), None),
            (me, "account_unblocked", Some(ada.account.id), None),
        ]
    );
    assert_eq!(refused(block(&house, &admin, id(9), BlockMove::Block).await), Refusal::NotFound);
}

#[tokio::test]
async fn a_repeated_block_is_answered_as_the_first() {
    let house = House::new();
    let (_, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let use_case = BlockAccount::new(house.ports.clone());
    let input = || BlockAccountInput {
        account: ada.account.id,
        move_to: BlockMove::Block,
        idempotency: Some(idempotency("k", 1)),
    };
    let first = use_case.execute(&admin, input()).await.unwrap();
    let second = use_case.execute(&admin, input()).await.unwrap();
    assert!(matches!((first, second), (Reply::Fresh(_), Reply::Replayed(_))));
}

#[tokio::test]
async fn a_session_that_starts_while_its_account_is_blocked_ends_too() {
    let house = Arc::new(House::new());
    let (_, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let rival = house.clone();
    house.gate.meanwhile(move || async move {
        rival.sign_in("ada@example.org").await;
    });
    block(&house, &admin, ada.account.id, BlockMove::Block).await.unwrap();
    assert_eq!(house.live(ada.account.id).await, 0);
}

#[tokio::test]
async fn roles_are_given_and_taken_one_line_for_each() {
    let house = House::new();
    let (root, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let account = ada.account.id;
    let teacher = [Role::Student, Role::Teacher, Role::Moderator];
    let roles = set_roles(&house, &admin, account, &teacher).await.unwrap();
    assert_eq!(roles, [Role::Teacher, Role::Moderator]);
    let passed = house.gate.passed();
    set_roles(&house, &admin, account, &teacher).await.unwrap();
    assert_eq!(house.gate.passed(), passed, "the same roles are no change");
    set_roles(&house, &admin, account, &[Role::Teacher]).await.unwrap();
    let (me, whom) = (Some(root.id), Some(account));
    let line = |action, role: &str| (me, action, whom, Some(role.to_owned()));
    assert_eq!(
        house.audit().await[1..],
        [
            line("role_granted", "teacher"),
            line("role_granted", "moderator"),
            line("role_revoked", "moderator"),
        ]
    );
    assert_eq!(house.void(&ada.tokens).await, Some(Void::Account));
    assert_eq!(house.live(account).await, 1, "sessions go on");
    assert_eq!(refused(set_roles(&house, &admin, id(9), &[]).await), Refusal::NotFound);

    let input = |if_match| SetRolesInput { account, if_match, roles: Vec::new() };
    let use_case = SetRoles::new(house.ports.clone());
    let missing = use_case.execute(&admin, input(None)).await;
    let required = Precondition::Required;
    let is_required = matches!(missing, Err(IdentityError::Write(WriteError::Precondition(it))) if it == required);
    assert!(is_required);
    assert!(use_case.execute(&admin, input(Some(vec![1]))).await.is_err());
}

#[tokio::test]
async fn an_administrator_cannot_shut_himself_out() {
    let house = House::new();
    let (root, admin) = house.admin().await;
    let blocked = block(&house, &admin, root.id, BlockMove::Block).await;
    assert!(matches!(blocked, Err(IdentityError::SelfHarm(SelfHarm::Block))), "{blocked:?}");
    let demoted = set_roles(&house, &admin, root.id, &[Role::Teacher]).await;
    assert!(matches!(demoted, Err(IdentityError::SelfHarm(SelfHarm::Demote))), "{demoted:?}");
    let both = [Role::Teacher, Role::Admin];
    assert_eq!(set_roles(&house, &admin, root.id, &both).await.unwrap(), both);
}
