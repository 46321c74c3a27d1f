//! Staying in.

use std::collections::HashSet;
use std::sync::Arc;

use courses_domain::identity::EndReason;
use courses_domain::shared::Role;
use courses_domain::{Aggregate, AggregateKind};
use courses_port::{CommitError, Conflict};
use courses_usecase::identity::{IdentityError, Refresh, SetRoles, SetRolesInput, Tokens, Void};

use super::*;
use crate::support::anonymous;

fn is_refused(result: Result<Tokens, IdentityError>) {
    match result {
        Err(IdentityError::InvalidRefreshToken) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_refresh_gives_the_next_pair_and_prolongs_the_session() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    house.pass(3600);
    let next = house.refresh(&ada.tokens).await.unwrap();
    assert_ne!(next.refresh, ada.tokens.refresh);
    assert_eq!(next.session, ada.tokens.session);
    assert!(next.refresh_expires_at > ada.tokens.refresh_expires_at);
    let claims = house.claims(&next);
    assert_eq!((claims.account, claims.session), (ada.account.id, ada.tokens.session));
    house.pass(3600);
    house.refresh(&next).await.unwrap();
    assert_eq!(house.events().await, ["account.registered"], "rotation is no event");
}

#[tokio::test]
async fn the_same_token_in_the_grace_gets_the_same_child_and_nothing_is_stored() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let first = house.refresh(&ada.tokens).await.unwrap();
    house.pass(10);
    let passed = house.gate.passed();
    let second = house.refresh(&ada.tokens).await.unwrap();
    assert_eq!((&first.refresh, house.gate.passed()), (&second.refresh, passed));
}

#[tokio::test]
async fn a_token_that_comes_later_ends_the_session_although_it_is_refused() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let next = house.refresh(&ada.tokens).await.unwrap();
    house.pass(11);
    is_refused(house.refresh(&ada.tokens).await);
    let session = house.session(&ada.tokens).await;
    assert_eq!(session.ended.unwrap().reason, EndReason::Reused);
    assert_eq!(house.void(&next).await, Some(Void::Session));
    is_refused(house.refresh(&next).await);
    assert_eq!(house.events().await, ["account.registered", "session.reuse_detected"]);
}

#[tokio::test]
async fn a_reuse_that_is_not_committed_is_an_error_of_the_store() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    house.refresh(&ada.tokens).await.unwrap();
    house.pass(11);
    house.gate.die(crate::support::Death::Before(0));
    let failed = house.refresh(&ada.tokens).await;
    assert!(matches!(failed, Err(IdentityError::Write(_))), "{failed:?}");
    house.gate.revive();
    is_refused(house.refresh(&ada.tokens).await);
    assert_eq!(house.live(ada.account.id).await, 0);
}

#[tokio::test]
async fn what_is_no_token_expired_or_of_nobody_is_refused_alike() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let refresh = Refresh::new(house.ports.clone());
    for text in ["", "cr1.abc", "ck1.abc", &ada.tokens.access.text] {
        is_refused(refresh.execute(&anonymous(), text).await);
    }
    let other = House::new().register("ada@example.org").await;
    let stranger = House::new();
    is_refused(stranger.refresh(&other.tokens).await);
    house.pass(10 * 24 * 3600);
    is_refused(house.refresh(&ada.tokens).await);
}

#[tokio::test]
async fn who_lost_a_race_reads_again_and_gets_the_same_child() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let kind = AggregateKind::Session;
    let stale = Conflict::Stale(Aggregate { kind, id: ada.tokens.session.into() });
    house.gate.refuse(CommitError::Conflict(stale));
    house.refresh(&ada.tokens).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_refreshes_at_once_stay_one_family() {
    let house = Arc::new(House::new());
    let ada = house.register("ada@example.org").await;
    let racers = (0..100).map(|_| {
        let (house, tokens) = (house.clone(), ada.tokens.clone());
        tokio::spawn(async move { house.refresh(&tokens).await.unwrap().refresh })
    });
    let ended = futures::future::join_all(racers).await;
    let children: HashSet<String> = ended.into_iter().map(Result::unwrap).collect();
    assert_eq!(children.len(), 1);
    assert_eq!((house.live(ada.account.id).await, house.gate.passed()), (1, 2));
    assert_eq!(house.session(&ada.tokens).await.generation, 1);
}

#[tokio::test]
async fn the_next_token_names_the_roles_of_now_and_the_last_one_is_void() {
    let house = House::new();
    let (_, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let input = SetRolesInput {
        account: ada.account.id,
        if_match: Some(vec![]),
        roles: vec![Role::Teacher],
    };
    SetRoles::new(house.ports.clone()).execute(&admin, input).await.unwrap();
    assert_eq!(house.void(&ada.tokens).await, Some(Void::Account));
    house.pass(1);
    let next = house.refresh(&ada.tokens).await.unwrap();
    assert_eq!(house.claims(&next).roles, [Role::Student, Role::Teacher]);
    assert_eq!(house.void(&next).await, None);
}
