//! What goes on by itself: learning what is void, forgetting what has run out.

use std::sync::Arc;

use courses_domain::identity::{RevokedTokens, TokenRevocation};
use courses_port::identity::{IdentityChange, IdentityReader as _};
use courses_port::{ChangeSet, Clock as _, Commit as _};
use courses_usecase::identity::{
    PollRevocations, Revocations, SignOut, SignOutInput, TidyIdentity, Void,
};
use jiff::{SignedDuration, Timestamp};

use super::cast::request;
use super::*;
use crate::support::id;

fn poll(house: &House) -> (PollRevocations, Arc<Revocations>) {
    let known = Arc::new(Revocations::new());
    let reader = house.ports.identity.clone();
    (PollRevocations::new(reader, house.clock.clone(), known.clone()), known)
}

async fn revoke(house: &House, account: u128, recorded_at: Timestamp) {
    let tokens = RevokedTokens::Account(id(account));
    let expires_at = recorded_at + SignedDuration::from_secs(900);
    let revocation = TokenRevocation { tokens, until: recorded_at, recorded_at, expires_at };
    let set = ChangeSet::new(recorded_at).with(IdentityChange::Revoke(revocation));
    house.store.commit(set).await.unwrap();
}

#[tokio::test]
async fn a_new_instance_learns_everything_and_then_what_is_new() {
    let house = House::new();
    let (poll, known) = poll(&house);
    let count = u128::from(PollRevocations::STEP) * 2 + 50;
    let now = house.clock.now();
    for account in 0..count {
        revoke(&house, account, now).await;
    }
    poll.execute().await.unwrap();
    assert_eq!(known.len() as u128, count, "all of one moment");
    house.pass(300);
    revoke(&house, count, house.clock.now()).await;
    poll.execute().await.unwrap();
    assert_eq!(known.len() as u128, count + 1);
    house.pass(601);
    poll.execute().await.unwrap();
    assert_eq!(known.len(), 1, "the others have run out");
}

#[tokio::test]
async fn a_record_that_arrives_late_is_seen_within_the_overlap() {
    let house = House::new();
    let (poll, known) = poll(&house);
    house.pass(100);
    poll.execute().await.unwrap();
    let earlier = house.clock.now() - SignedDuration::from_secs(59);
    revoke(&house, 1, earlier).await;
    house.pass(1);
    poll.execute().await.unwrap();
    let minted = earlier.as_millisecond();
    assert_eq!(known.is_void(None, id(1), minted), Some(Void::Account));
}

#[tokio::test]
async fn what_has_run_out_is_removed_and_with_it_devices_and_addresses() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let gone = house.sign_in("ada@example.org").await;
    turned_away(house.try_sign_in("nobody@example.org", "a wrong password").await);
    let input = SignOutInput { session: Some(gone.tokens.session), everywhere: false };
    SignOut::new(house.ports.clone()).execute(&request(&ada), input).await.unwrap();
    house.events().await;
    let tidy = TidyIdentity::new(
        house.ports.identity.clone(),
        house.ports.attempts.clone(),
        house.clock.clone(),
    );
    house.pass(1);
    assert_eq!(tidy.execute().await.unwrap(), 1, "the session that ended");
    assert!(house.store.find_session(gone.tokens.session).await.unwrap().is_none());
    house.pass(24 * 3600);
    assert_eq!(tidy.execute().await.unwrap(), 3, "its revocation and two counts");
    assert_eq!(house.live(ada.account.id).await, 1);
    house.pass(10 * 24 * 3600);
    assert_eq!(tidy.execute().await.unwrap(), 1);
    assert!(house.store.find_session(ada.tokens.session).await.unwrap().is_none());
    assert_eq!(tidy.execute().await.unwrap(), 0);
}
