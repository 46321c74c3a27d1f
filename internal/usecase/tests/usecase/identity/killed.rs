//! A process that dies at any commit leaves nothing that is of use to anybody it should not be,
//! and nothing that stands in the way of its owner.

use courses_domain::shared::Role;
use courses_usecase::identity::{
    BlockAccount, BlockAccountInput, BlockMove, ChangePassword, ChangePasswordInput, EraseMe,
    EraseMeInput, RequestPasswordReset, ResetPassword, ResetPasswordInput, SetRoles, SetRolesInput,
    SignOut, SignOutInput, SignedIn,
};

use super::cast::{PASSWORD, request};
use super::*;
use crate::support::{Death, anonymous};

const NEW: &str = "another password";

/// Every place where three commits can die.
fn deaths() -> impl Iterator<Item = Death> {
    (0..3).flat_map(|commit| [Death::Before(commit), Death::After(commit)])
}

/// Whether the first commit, which changes the account, was made.
fn happened(death: Death) -> bool {
    death != Death::Before(0)
}

/// Nobody is in by a token of before, nor gets in by an old password.
async fn nobody_is_in(house: &House, before: &SignedIn) {
    assert!(house.refresh(&before.tokens).await.is_err());
    assert!(house.void(&before.tokens).await.is_some());
    assert_eq!(house.live(before.account.id).await, 0);
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
}

/// Everything is as it was.
async fn nothing_happened(house: &House, before: &SignedIn) {
    assert_eq!(house.account(before.account.id).await.version, before.account.version);
    assert_eq!(house.void(&before.tokens).await, None);
    house.refresh(&before.tokens).await.unwrap();
    house.sign_in("ada@example.org").await;
}

#[tokio::test]
async fn a_registration_is_whole_or_can_be_repeated() {
    for death in deaths().take(2) {
        let house = House::new();
        house.gate.die(death);
        assert!(house.try_register("ada@example.org").await.is_err(), "{death:?}");
        house.gate.revive();
        let again = house.try_register("ada@example.org").await;
        assert_eq!(again.is_err(), happened(death), "{death:?}");
        house.sign_in("ada@example.org").await;
    }
}

#[tokio::test]
async fn a_sign_in_that_died_can_be_repeated() {
    for death in deaths().take(2) {
        let house = House::new();
        let ada = house.register("ada@example.org").await;
        house.gate.die(death);
        assert!(house.try_sign_in("ada@example.org", PASSWORD).await.is_err(), "{death:?}");
        house.gate.revive();
        house.sign_in("ada@example.org").await;
        assert_eq!(house.live(ada.account.id).await, 2 + usize::from(happened(death)));
    }
}

#[tokio::test]
async fn a_refresh_that_died_can_be_repeated_with_the_same_token() {
    for death in deaths().take(2) {
        let house = House::new();
        let ada = house.register("ada@example.org").await;
        house.gate.die(death);
        assert!(house.refresh(&ada.tokens).await.is_err(), "{death:?}");
        house.gate.revive();
        let next = house.refresh(&ada.tokens).await.unwrap();
        house.refresh(&next).await.unwrap();
        assert_eq!(house.live(ada.account.id).await, 1);
    }
}

#[tokio::test]
async fn a_sign_out_everywhere_is_whole_or_nothing() {
    for death in deaths() {
        let house = House::new();
        let ada = house.register("ada@example.org").await;
        house.gate.die(death);
        let input = SignOutInput { session: Some(ada.tokens.session), everywhere: true };
        let done = SignOut::new(house.ports.clone()).execute(&request(&ada), input).await;
        house.gate.revive();
        if happened(death) {
            assert!(house.refresh(&ada.tokens).await.is_err(), "{death:?}");
            assert!(house.void(&ada.tokens).await.is_some(), "{death:?}");
        } else {
            assert!(done.is_err());
            nothing_happened(&house, &ada).await;
        }
    }
}

#[tokio::test]
async fn a_change_of_the_password_is_whole_or_nothing() {
    for death in deaths() {
        let house = House::new();
        let ada = house.register("ada@example.org").await;
        house.gate.die(death);
        let input = ChangePasswordInput {
            session: None,
            current: PASSWORD.to_owned(),
            new: house.ports.parse_password(NEW).unwrap(),
            address: None,
        };
        let done = ChangePassword::new(house.ports.clone()).execute(&request(&ada), input).await;
        house.gate.revive();
        if happened(death) {
            nobody_is_in(&house, &ada).await;
            house.try_sign_in("ada@example.org", NEW).await.unwrap();
        } else {
            assert!(done.is_err());
            nothing_happened(&house, &ada).await;
        }
    }
}

#[tokio::test]
async fn a_reset_of_the_password_is_whole_or_can_be_repeated() {
    for death in deaths() {
        let house = House::new();
        let ada = house.register("ada@example.org").await;
        let ask = RequestPasswordReset::new(house.ports.clone());
        ask.execute(&anonymous(), &key("ada@example.org")).await.unwrap();
        let token = house.mailed_token().await;
        let reset = ResetPassword::new(house.ports.clone());
        let input = || ResetPasswordInput {
            token: token.clone(),
            new: house.ports.parse_password(NEW).unwrap(),
        };
        house.gate.die(death);
        let _ = reset.execute(&anonymous(), input()).await;
        house.gate.revive();
        if !happened(death) {
            reset.execute(&anonymous(), input()).await.unwrap();
        }
        nobody_is_in(&house, &ada).await;
        house.try_sign_in("ada@example.org", NEW).await.unwrap();
    }
}

#[tokio::test]
async fn a_block_is_whole_or_nothing() {
    for death in deaths() {
        let house = House::new();
        let (_, admin) = house.admin().await;
        let ada = house.register("ada@example.org").await;
        house.gate.die(death);
        let account = ada.account.id;
        let input = BlockAccountInput { account, move_to: BlockMove::Block, idempotency: None };
        let done = BlockAccount::new(house.ports.clone()).execute(&admin, input).await;
        house.gate.revive();
        if happened(death) {
            nobody_is_in(&house, &ada).await;
            assert_eq!(house.audit().await.len(), 2);
        } else {
            assert!(done.is_err());
            assert_eq!(house.audit().await.len(), 1);
            nothing_happened(&house, &ada).await;
        }
    }
}

#[tokio::test]
async fn an_erasure_is_whole_or_nothing() {
    for death in deaths() {
        let house = House::new();
        let ada = house.register("ada@example.org").await;
        house.gate.die(death);
        let input = EraseMeInput { if_match: Some(Vec::new()) };
        let done = EraseMe::new(house.ports.clone()).execute(&request(&ada), input).await;
        house.gate.revive();
        if happened(death) {
            nobody_is_in(&house, &ada).await;
            assert_eq!(house.account(ada.account.id).await.email, None);
        } else {
            assert!(done.is_err());
            nothing_happened(&house, &ada).await;
        }
    }
}

#[tokio::test]
async fn roles_change_with_their_lines_and_tokens_or_not_at_all() {
    for death in deaths() {
        let house = House::new();
        let (_, admin) = house.admin().await;
        let ada = house.register("ada@example.org").await;
        house.gate.die(death);
        let (account, roles) = (ada.account.id, vec![Role::Teacher]);
        let input = SetRolesInput { account, if_match: Some(Vec::new()), roles };
        let _ = SetRoles::new(house.ports.clone()).execute(&admin, input).await;
        house.gate.revive();
        let given = house.account(account).await.roles == [Role::Teacher];
        assert_eq!(given, happened(death), "{death:?}");
        assert_eq!(house.void(&ada.tokens).await.is_some(), given, "{death:?}");
        assert_eq!(house.audit().await.len(), 1 + usize::from(given), "{death:?}");
    }
}
