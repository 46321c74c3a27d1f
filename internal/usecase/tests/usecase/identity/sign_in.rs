//! Getting in, and guessing.

use std::sync::Arc;

use courses_domain::identity::AttemptKey;
use courses_port::identity::SignInAttempts as _;
use courses_testkit::memory::FakePasswords;
use courses_usecase::identity::{
    BlockAccount, BlockAccountInput, BlockMove, ChangePassword, ChangePasswordInput, Device,
    IdentityError,
};

use super::cast::{PASSWORD, request};
use super::*;

async fn block(house: &House, account: courses_domain::shared::AccountId) {
    let (_, admin) = house.admin().await;
    let input = BlockAccountInput { account, move_to: BlockMove::Block, idempotency: None };
    BlockAccount::new(house.ports.clone()).execute(&admin, input).await.unwrap();
}

#[tokio::test]
async fn who_knows_the_password_gets_tokens_of_a_session_of_its_own() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let again = house.sign_in("ada@example.org").await;
    assert_eq!(again.account, ada.account);
    assert_ne!(again.tokens.session, ada.tokens.session);
    assert_eq!(house.live(ada.account.id).await, 2);
    assert_eq!(house.claims(&again.tokens).account, ada.account.id);
}

#[tokio::test]
async fn unknown_wrong_and_blocked_are_the_same_after_the_same_work() {
    let house = House::new();
    let bob = house.register("bob@example.org").await;
    house.register("ada@example.org").await;
    block(&house, bob.account.id).await;
    for (address, password) in [
        ("nobody@example.org", PASSWORD),
        ("ada@example.org", "a wrong password"),
        ("bob@example.org", PASSWORD),
    ] {
        let before = (house.passwords.calls(), house.gate.passed());
        turned_away(house.try_sign_in(address, password).await);
        let after = (house.passwords.calls(), house.gate.passed());
        assert_eq!(after, (before.0 + 1, before.1), "{address}: one comparison, nothing stored");
        let keys = [AttemptKey::email(&key(address))];
        let counted = house.store.find_attempts(&keys, house.ports.base.clock.now()).await.unwrap();
        assert_eq!(counted[0].failures, 1, "{address}");
    }
}

#[tokio::test]
async fn guessing_becomes_slow_whether_there_is_an_account_or_not() {
    let house = House::new();
    house.register("ada@example.org").await;
    for address in ["ada@example.org", "nobody@example.org"] {
        for _ in 0..5 {
            turned_away(house.try_sign_in(address, "a wrong password").await);
        }
        let calls = house.passwords.calls();
        assert_eq!(is_throttled(house.try_sign_in(address, PASSWORD).await), 1);
        assert_eq!(house.passwords.calls(), calls, "not even compared");
        house.pass(1);
        turned_away(house.try_sign_in(address, "a wrong password").await);
        assert_eq!(is_throttled(house.try_sign_in(address, PASSWORD).await), 2);
    }
    house.pass(2);
    house.sign_in("ada@example.org").await;
    for _ in 0..5 {
        turned_away(house.try_sign_in("ada@example.org", "a wrong password").await);
    }
}

#[tokio::test]
async fn one_network_address_tries_many_accounts_slowly_and_success_does_not_count() {
    let house = House::new();
    house.register("ada@example.org").await;
    for _ in 0..60 {
        house.sign_in("ada@example.org").await;
    }
    for number in 0..50 {
        let address = format!("person-{number}@example.org");
        turned_away(house.try_sign_in(&address, PASSWORD).await);
    }
    assert_eq!(is_throttled(house.try_sign_in("ada@example.org", PASSWORD).await), 1);
    let elsewhere = Device { label: None, address: Some(address(9)) };
    house.sign_in_from("ada@example.org", PASSWORD, elsewhere).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_the_same_time_are_counted_too() {
    let house = Arc::new(House::new());
    house.register("ada@example.org").await;
    let calls = house.passwords.calls();
    let guesses = (0..100).map(|_| {
        let house = house.clone();
        tokio::spawn(async move { house.try_sign_in("ada@example.org", "a wrong password").await })
    });
    futures::future::join_all(guesses).await;
    assert!(house.passwords.calls() - calls <= 5, "no more than one after another");
    house.clock.advance(jiff::SignedDuration::from_mins(16));
    house.sign_in("ada@example.org").await;
}

#[tokio::test]
async fn an_outdated_hash_is_made_anew_and_sessions_at_that_moment_go_on() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    house.passwords.set_outdated(true);
    let calls = house.passwords.calls();
    house.sign_in("ada@example.org").await;
    assert_eq!(house.passwords.calls() - calls, 2);
    let after = house.account(ada.account.id).await;
    assert_eq!(after.revision, ada.account.revision + 1);
    assert_eq!((after.version, after.password), (1, Some(FakePasswords::hash_of(PASSWORD))));
    assert_eq!(house.live(ada.account.id).await, 2);
}

#[tokio::test]
async fn a_hash_that_cannot_be_made_anew_keeps_nobody_out() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    house.passwords.set_outdated(true);
    house.gate.die(crate::support::Death::Before(1));
    house.sign_in("ada@example.org").await;
    assert_eq!(house.account(ada.account.id).await, ada.account);
}

#[tokio::test]
async fn who_is_blocked_while_signing_in_stays_out() {
    let house = Arc::new(House::new());
    let ada = house.register("ada@example.org").await;
    let (rival, account) = (house.clone(), ada.account.id);
    house.gate.meanwhile(move || async move { block(&rival, account).await });
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
    assert_eq!(house.live(ada.account.id).await, 0);
}

#[tokio::test]
async fn an_old_password_lets_nobody_in_while_it_is_changed() {
    let house = Arc::new(House::new());
    let ada = house.register("ada@example.org").await;
    house.pass(1);
    let (rival, ask) = (house.clone(), request(&ada));
    let session = ada.tokens.session;
    house.gate.meanwhile(move || async move {
        let input = ChangePasswordInput {
            session: Some(session),
            current: PASSWORD.to_owned(),
            new: rival.ports.parse_password("another password").unwrap(),
            address: None,
        };
        ChangePassword::new(rival.ports.clone()).execute(&ask, input).await.unwrap();
    });
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
    assert_eq!(house.live(ada.account.id).await, 1, "the session that changed it");
    house.try_sign_in("ada@example.org", "another password").await.unwrap();
}

#[tokio::test]
async fn without_a_place_in_the_queue_nobody_is_let_in() {
    let house = House::new();
    house.register("ada@example.org").await;
    house.passwords.set_overloaded(true);
    let refused = house.try_sign_in("ada@example.org", PASSWORD).await;
    assert!(matches!(refused, Err(IdentityError::Overloaded { .. })), "{refused:?}");
}

#[tokio::test]
async fn no_debug_text_shows_a_secret() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let text = format!("{ada:?} {:?}", house.session(&ada.tokens).await);
    for secret in [PASSWORD, &ada.tokens.refresh, &ada.tokens.access.text, "ada@", "$fake$"] {
        assert!(!text.contains(secret), "{text}");
    }
}
