//! Mails: proving an address, and sending at all.

use courses_domain::identity::AccountStatus;
use courses_port::Clock as _;
use courses_port::identity::IdentityReader as _;
use courses_usecase::identity::{
    EraseMe, EraseMeInput, IdentityError, RequestPasswordReset, RequestVerification, SendMails,
    SentMails, VerifyEmail,
};
use jiff::SignedDuration;

use super::cast::request;
use super::*;
use crate::support::{Death, anonymous};

async fn verify(house: &House, token: &str) -> Result<(), IdentityError> {
    VerifyEmail::new(house.ports.clone()).execute(&anonymous(), token).await
}

async fn ask(house: &House, who: &courses_usecase::identity::SignedIn) {
    RequestVerification::new(house.ports.clone()).execute(&request(who)).await.unwrap();
}

async fn round(house: &House) -> SentMails {
    house.sender(1).execute(|| true).await.unwrap()
}

#[tokio::test]
async fn an_address_is_proved_by_its_mail_once() {
    let house = House::strict();
    house.try_register("ada@example.org").await.unwrap();
    let token = house.mailed_token().await;
    verify(&house, &token).await.unwrap();
    let ada = house.sign_in("ada@example.org").await;
    assert_eq!(ada.account.email_verified_at, Some(house.clock.now()));
    let again = violation(verify(&house, &token).await);
    assert_eq!(again, ("/token".to_owned(), "invalid-token"));
    let events = house.events().await;
    assert_eq!(events, ["account.registered", "account.verified"]);
}

#[tokio::test]
async fn a_late_or_made_up_token_proves_nothing() {
    let house = House::strict();
    house.try_register("ada@example.org").await.unwrap();
    let token = house.mailed_token().await;
    house.pass(24 * 3600);
    for text in [token.as_str(), "", "cv1.x"] {
        assert_eq!(violation(verify(&house, text).await).1, "invalid-token");
    }
    let stranger = House::new();
    assert_eq!(violation(verify(&stranger, &token).await).1, "invalid-token");
}

#[tokio::test]
async fn the_mail_comes_again_but_not_at_once_and_not_without_need() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    ask(&house, &ada).await;
    let first = house.mailed_token().await;
    ask(&house, &ada).await;
    assert_eq!(house.post().await.len(), 1);
    house.pass(61);
    ask(&house, &ada).await;
    let second = house.mailed_token().await;
    assert_ne!(first, second);
    assert_eq!(violation(verify(&house, &first).await).1, "invalid-token", "replaced");
    verify(&house, &second).await.unwrap();
    house.pass(61);
    ask(&house, &ada).await;
    assert_eq!(house.post().await.len(), 2, "proved already");
}

#[tokio::test]
async fn a_mail_that_is_not_taken_is_tried_again_with_growing_pauses() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    ask(&house, &ada).await;
    house.mailer.be_busy();
    for pause in [1, 2, 4, 8] {
        assert_eq!(
            round(&house).await,
            SentMails { held: true, postponed: 1, ..Default::default() }
        );
        house.pass(pause - 1);
        assert_eq!(round(&house).await, SentMails { held: true, ..Default::default() });
        house.pass(1);
    }
    house.mailer.work();
    assert_eq!(round(&house).await, SentMails { held: true, sent: 1, ..Default::default() });
    verify(&house, &house.mailed_token().await).await.unwrap();
}

#[tokio::test]
async fn a_mail_that_is_refused_or_too_old_is_given_up() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    ask(&house, &ada).await;
    house.mailer.refuse();
    let given_up = SentMails { held: true, given_up: 1, ..Default::default() };
    assert_eq!(round(&house).await, given_up);
    house.pass(61);
    ask(&house, &ada).await;
    house.clock.advance(SendMails::PATIENCE + SignedDuration::from_secs(1));
    assert_eq!(round(&house).await, given_up);
    let now = house.clock.now() + SignedDuration::from_hours(1);
    assert_eq!(house.store.mails_due(now, 10).await.unwrap(), []);
}

#[tokio::test]
async fn mails_to_nobody_are_dropped() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    ask(&house, &ada).await;
    let reset = RequestPasswordReset::new(house.ports.clone());
    reset.execute(&anonymous(), &key("ada@example.org")).await.unwrap();
    reset.execute(&anonymous(), &key("nobody@example.org")).await.unwrap();
    let input = EraseMeInput { if_match: Some(Vec::new()) };
    EraseMe::new(house.ports.clone()).execute(&request(&ada), input).await.unwrap();
    assert_eq!(house.status(ada.account.id).await, AccountStatus::Erased);
    assert_eq!(round(&house).await, SentMails { held: true, dropped: 3, ..Default::default() });
    assert_eq!(round(&house).await, SentMails { held: true, ..Default::default() });
    assert!(house.mailer.mails().is_empty());
}

#[tokio::test]
async fn one_replica_sends_at_a_time() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let (one, two) = (house.sender(1), house.sender(2));
    assert!(one.execute(|| true).await.unwrap().held);
    ask(&house, &ada).await;
    assert_eq!(two.execute(|| true).await.unwrap(), SentMails::default());
    assert_eq!(one.execute(|| false).await.unwrap().sent, 0, "told to stop");
    one.release().await.unwrap();
    assert_eq!(two.execute(|| true).await.unwrap().sent, 1);
}

#[tokio::test]
async fn a_sender_that_dies_at_any_commit_leaves_a_mail_that_is_tried_again() {
    for death in [Death::Before(0), Death::After(0), Death::Before(1), Death::After(1)] {
        let house = House::new();
        let ada = house.register("ada@example.org").await;
        ask(&house, &ada).await;
        house.gate.die(death);
        assert!(house.sender(1).execute(|| true).await.is_err());
        house.gate.revive();
        house.pass(61);
        house.post().await;
        let sent = house.mailer.mails().len();
        let expected = if death == Death::Before(1) { 2 } else { 1 };
        assert_eq!(sent, expected, "{death:?}");
        verify(&house, &house.mailed_token().await).await.unwrap();
    }
}
