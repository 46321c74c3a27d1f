//! Leaving.

use courses_domain::identity::EndReason;
use courses_usecase::Refusal;
use courses_usecase::identity::{EndSession, ListSessions, SignOut, SignOutInput, Void};

use super::cast::{person, request};
use super::*;
use crate::support::{anonymous, id};

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let other = house.sign_in("ada@example.org").await;
    let sign_out = SignOut::new(house.ports.clone());
    let input = || SignOutInput { session: Some(ada.tokens.session), everywhere: false };
    sign_out.execute(&request(&ada), input()).await.unwrap();
    assert_eq!(house.void(&ada.tokens).await, Some(Void::Session));
    assert!(house.refresh(&ada.tokens).await.is_err());
    assert_eq!(house.void(&other.tokens).await, None);
    house.refresh(&other.tokens).await.unwrap();
    let passed = house.gate.passed();
    sign_out.execute(&request(&ada), input()).await.unwrap();
    assert_eq!(house.gate.passed(), passed, "twice changes nothing");
    assert_eq!(house.events().await, ["account.registered", "session.ended"]);
}

#[tokio::test]
async fn a_session_that_ended_gets_no_tokens_even_from_a_slow_clock() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let sign_out = SignOut::new(house.ports.clone());
    let input = SignOutInput { session: Some(ada.tokens.session), everywhere: false };
    sign_out.execute(&request(&ada), input).await.unwrap();
    house.pass(5);
    assert_eq!(house.void(&ada.tokens).await, Some(Void::Session));
}

#[tokio::test]
async fn signing_out_everywhere_ends_all() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let other = house.sign_in("ada@example.org").await;
    let bob = house.register("bob@example.org").await;
    let input = SignOutInput { session: Some(ada.tokens.session), everywhere: true };
    SignOut::new(house.ports.clone()).execute(&request(&ada), input).await.unwrap();
    for tokens in [&ada.tokens, &other.tokens] {
        assert_eq!(house.void(tokens).await, Some(Void::Session));
        let ended = house.session(tokens).await.ended.unwrap();
        assert_eq!(ended.reason, EndReason::SignedOutEverywhere);
    }
    assert_eq!((house.void(&bob.tokens).await, house.live(bob.account.id).await), (None, 1));
    house.pass(1);
    let back = house.sign_in("ada@example.org").await;
    assert_eq!(house.void(&back.tokens).await, None);
}

#[tokio::test]
async fn a_token_without_a_session_has_nothing_to_end() {
    let house = House::new();
    let input = SignOutInput { session: None, everywhere: false };
    let sign_out = SignOut::new(house.ports.clone());
    sign_out.execute(&person(id(9), Vec::new()), input).await.unwrap();
    let input = SignOutInput { session: None, everywhere: true };
    assert_eq!(refused(sign_out.execute(&anonymous(), input).await), Refusal::Unauthenticated);
    assert_eq!(house.gate.passed(), 0);
}

#[tokio::test]
async fn people_end_their_own_sessions_and_those_of_nobody_else() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let phone = house.sign_in("ada@example.org").await;
    let bob = house.register("bob@example.org").await;
    let list = ListSessions::new(house.ports.clone());
    let page = list.execute(&request(&ada), None, 1).await.unwrap();
    assert_eq!(page.items[0].id, phone.tokens.session, "newest first");
    let page = list.execute(&request(&ada), page.next, 1).await.unwrap();
    assert_eq!((page.items[0].id, page.next), (ada.tokens.session, None));

    let end = EndSession::new(house.ports.clone());
    let foreign = end.execute(&request(&ada), bob.tokens.session).await;
    assert_eq!(refused(foreign), Refusal::NotFound);
    end.execute(&request(&ada), phone.tokens.session).await.unwrap();
    assert_eq!(house.void(&phone.tokens).await, Some(Void::Session));
    let again = end.execute(&request(&ada), phone.tokens.session).await;
    assert_eq!(refused(again), Refusal::NotFound);
    assert_eq!(list.execute(&request(&ada), None, 9).await.unwrap().items.len(), 1);
}
