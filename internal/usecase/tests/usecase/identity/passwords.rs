//! Changing a password, and getting a new one.

use std::sync::Arc;

use courses_domain::identity::{EndReason, SessionId};
use courses_usecase::identity::{
    ChangePassword, ChangePasswordInput, IdentityError, RequestPasswordReset, ResetPassword,
    ResetPasswordInput, SignedIn, Void,
};

use super::cast::{PASSWORD, request};
use super::*;
use crate::support::anonymous;

const NEW: &str = "another password";

async fn change(
    house: &House,
    who: &SignedIn,
    session: Option<SessionId>,
    current: &str,
) -> Result<(), IdentityError> {
    let input = ChangePasswordInput {
        session,
        current: current.to_owned(),
        new: house.ports.parse_password(NEW).unwrap(),
        address: Some(address(1)),
    };
    ChangePassword::new(house.ports.clone()).execute(&request(who), input).await
}

async fn reset(house: &House, token: &str) -> Result<(), IdentityError> {
    let new = house.ports.parse_password(NEW).unwrap();
    let input = ResetPasswordInput { token: token.to_owned(), new };
    ResetPassword::new(house.ports.clone()).execute(&anonymous(), input).await
}

async fn ask_for_reset(house: &House, address: &str) {
    let ask = RequestPasswordReset::new(house.ports.clone());
    ask.execute(&anonymous(), &key(address)).await.unwrap();
}

#[tokio::test]
async fn a_changed_password_ends_all_sessions_but_this_one() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let phone = house.sign_in("ada@example.org").await;
    change(&house, &ada, Some(ada.tokens.session), PASSWORD).await.unwrap();
    assert_eq!(house.void(&ada.tokens).await, None);
    house.refresh(&ada.tokens).await.unwrap();
    assert_eq!(house.void(&phone.tokens).await, Some(Void::Session));
    let ended = house.session(&phone.tokens).await.ended.unwrap();
    assert_eq!(ended.reason, EndReason::PasswordChanged);
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
    house.try_sign_in("ada@example.org", NEW).await.unwrap();
    let events = house.events().await;
    assert_eq!(events, ["account.registered", "account.password_changed", "session.ended"]);
}

#[tokio::test]
async fn without_a_session_to_keep_all_end() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    change(&house, &ada, None, PASSWORD).await.unwrap();
    assert_eq!(house.void(&ada.tokens).await, Some(Void::Session));
    assert_eq!(house.live(ada.account.id).await, 0);
}

#[tokio::test]
async fn a_wrong_present_password_is_named_and_guessing_it_is_throttled() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let session = Some(ada.tokens.session);
    for _ in 0..5 {
        let wrong = violation(change(&house, &ada, session, "a wrong password").await);
        assert_eq!(wrong, ("/current_password".to_owned(), "wrong-password"));
    }
    assert_eq!(is_throttled(change(&house, &ada, session, PASSWORD).await), 1);
    assert_eq!(is_throttled(house.try_sign_in("ada@example.org", PASSWORD).await), 1);
    assert_eq!(house.account(ada.account.id).await, ada.account);
    house.pass(1);
    change(&house, &ada, session, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn of_two_changes_at_once_one_wins() {
    let house = Arc::new(House::new());
    let ada = house.register("ada@example.org").await;
    house.pass(1);
    let (rival, who) = (house.clone(), ada.clone());
    house.gate.meanwhile(move || async move {
        change(&rival, &who, Some(who.tokens.session), PASSWORD).await.unwrap();
    });
    let lost = violation(change(&house, &ada, Some(ada.tokens.session), PASSWORD).await);
    assert_eq!(lost.1, "wrong-password");
}

#[tokio::test]
async fn a_mail_sets_a_new_password_once() {
    let house = House::strict();
    house.try_register("ada@example.org").await.unwrap();
    ask_for_reset(&house, "Ada@example.org").await;
    let token = house.mailed_token().await;
    house.pass(1);
    reset(&house, &token).await.unwrap();
    let ada = house.try_sign_in("ada@example.org", NEW).await.unwrap();
    assert!(ada.account.email_verified_at.is_some(), "who reads the mail has the address");
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
    assert_eq!(violation(reset(&house, &token).await).1, "invalid-token");
}

#[tokio::test]
async fn a_new_password_ends_everything_and_forgets_failures() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    for _ in 0..5 {
        turned_away(house.try_sign_in("ada@example.org", "a wrong password").await);
    }
    ask_for_reset(&house, "ada@example.org").await;
    let token = house.mailed_token().await;
    reset(&house, &token).await.unwrap();
    assert_eq!(house.void(&ada.tokens).await, Some(Void::Session));
    assert!(house.refresh(&ada.tokens).await.is_err());
    house.pass(1);
    let back = house.try_sign_in("ada@example.org", NEW).await.unwrap();
    assert_eq!(house.void(&back.tokens).await, None);
}

#[tokio::test]
async fn a_token_that_is_late_replaced_or_made_up_does_nothing_and_costs_no_hashing() {
    let house = House::new();
    house.register("ada@example.org").await;
    ask_for_reset(&house, "ada@example.org").await;
    let replaced = house.mailed_token().await;
    house.pass(61);
    ask_for_reset(&house, "ada@example.org").await;
    let late = house.mailed_token().await;
    assert_ne!(replaced, late);
    let calls = house.passwords.calls();
    let pointer = violation(reset(&house, &replaced).await);
    assert_eq!(pointer, ("/token".to_owned(), "invalid-token"));
    house.pass(3600);
    for text in [late.as_str(), "", "cv1.abc", "cr1.abc"] {
        assert_eq!(violation(reset(&house, text).await).1, "invalid-token");
    }
    assert_eq!(house.passwords.calls(), calls);
}

#[tokio::test]
async fn nobody_learns_whether_an_address_has_an_account_and_nobody_is_flooded() {
    let house = House::new();
    house.register("ada@example.org").await;
    for address in ["ada@example.org", "nobody@example.org", "ada@example.org"] {
        let before = house.gate.passed();
        ask_for_reset(&house, address).await;
        let commits = house.gate.passed() - before;
        assert_eq!(commits, 1, "{address}");
        house.post().await;
    }
    assert_eq!(house.post().await.len(), 1, "one a minute is enough");
}
