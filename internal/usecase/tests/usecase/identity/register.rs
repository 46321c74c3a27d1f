//! Making an account.

use courses_port::identity::IdentityReader as _;
use courses_testkit::memory::FakePasswords;
use courses_usecase::identity::IdentityError;
use courses_usecase::{Taken, WriteError};

use super::*;

fn is_taken<T>(result: &Result<T, IdentityError>) -> bool {
    matches!(result, Err(IdentityError::Write(WriteError::Taken(Taken::Email))))
}

#[tokio::test]
async fn a_registration_gives_an_account_and_tokens_that_work_in_one_commit() {
    let house = House::new();
    let ada = house.register("Ada@example.org").await;
    assert_eq!(house.gate.passed(), 1);
    assert_eq!(house.account(ada.account.id).await, ada.account);
    let claims = house.claims(&ada.tokens);
    assert_eq!((claims.account, claims.session), (ada.account.id, ada.tokens.session));
    assert_eq!(house.void(&ada.tokens).await, None);
    let session = house.session(&ada.tokens).await;
    assert_eq!(session.expires_at, ada.tokens.refresh_expires_at);
    assert_eq!((session.label, session.address), (device().label, Some(address(1))));
    assert!(house.refresh(&ada.tokens).await.is_ok());
    house.sign_in("ada@EXAMPLE.org").await;
    assert_eq!(house.events().await, ["account.registered"]);
}

#[tokio::test]
async fn a_taken_address_is_refused_in_any_case_of_letters_and_nothing_is_stored() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let refused = house.try_register("ADA@example.ORG").await;
    assert!(is_taken(&refused), "{refused:?}");
    assert_eq!((house.gate.passed(), house.live(ada.account.id).await), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_at_once_one_gets_the_address() {
    let house = std::sync::Arc::new(House::new());
    let racers = (0..100).map(|_| {
        let house = house.clone();
        tokio::spawn(async move { house.try_register("ada@example.org").await })
    });
    let ended = futures::future::join_all(racers).await;
    let taken = ended.iter().filter(|it| is_taken(it.as_ref().unwrap())).count();
    assert_eq!((taken, house.gate.passed()), (99, 1));
}

#[tokio::test]
async fn where_addresses_are_proved_new_and_taken_look_the_same() {
    let house = House::strict();
    assert!(house.try_register("ada@example.org").await.unwrap().is_none());
    let (calls, commits) = (house.passwords.calls(), house.gate.passed());
    assert!(house.try_register("Ada@example.org").await.unwrap().is_none());
    assert_eq!((house.passwords.calls(), house.gate.passed()), (calls * 2, commits * 2));

    let mails = house.post().await;
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|(to, _)| to == "ada@example.org"), "to the address that was proved");
    let already = mails.iter().filter(|(_, text)| text.contains("has one already")).count();
    assert_eq!(already, 1);
}

#[tokio::test]
async fn who_is_overtaken_while_registering_gets_the_same_answer_by_mail() {
    let house = std::sync::Arc::new(House::strict());
    let rival = house.clone();
    house.gate.meanwhile(move || async move {
        assert!(rival.try_register("ada@example.org").await.unwrap().is_none());
    });
    assert!(house.try_register("ada@example.org").await.unwrap().is_none());
    let texts = house.post().await;
    assert!(texts.iter().any(|(_, text)| text.contains("has one already")), "{texts:?}");
}

#[tokio::test]
async fn nobody_gets_in_before_the_address_is_proved() {
    let house = House::strict();
    house.try_register("ada@example.org").await.unwrap();
    turned_away(house.try_sign_in("ada@example.org", cast::PASSWORD).await);
    let found = house.store.find_account_by_email(&key("ada@example.org")).await.unwrap();
    assert_eq!(house.live(found.unwrap().state().id).await, 0);
}

#[tokio::test]
async fn without_a_place_in_the_queue_nothing_is_stored() {
    let house = House::new();
    house.passwords.set_overloaded(true);
    let refused = house.try_register("ada@example.org").await;
    assert!(matches!(refused, Err(IdentityError::Overloaded { .. })), "{refused:?}");
    assert_eq!(house.gate.passed(), 0);
}

#[test]
fn a_common_password_is_refused() {
    let house = House::new();
    assert!(house.ports.parse_password(FakePasswords::COMMON).is_err());
}
