//! What is revoked stays revoked.

use courses_domain::identity::{RevokedTokens, TokenRevocation};
use courses_port::ChangeSet;
use jiff::Timestamp;

use super::Stores;
use super::races::all_at_once;
use crate::build::{Make, Save};

async fn since(stores: &Stores, since: Timestamp, now: Timestamp) -> Vec<TokenRevocation> {
    stores.identity.revocations_since(since, now, 100).await.expect("the store answers")
}

/// Of sessions and accounts; the same id may be both.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(2101);
    let id: uuid::Uuid = make.id();
    let tokens = [RevokedTokens::Session(id.into()), RevokedTokens::Account(id.into())];
    let both = tokens.map(|tokens| TokenRevocation {
        until: make.at(-3),
        expires_at: make.at(900),
        ..make.revocation(tokens)
    });
    assert_eq!(since(stores, make.at(-1_000), make.now()).await, []);
    stores.put_all(&make, both.map(Save::save)).await;
    assert_eq!(since(stores, make.at(-1_000), make.now()).await, both);
}

/// From the given time on, in the order they were recorded, as many as asked for.
pub async fn only_what_is_new_and_not_expired_is_answered(stores: &Stores) {
    let mut make = Make::new(2102);
    let mut all = Vec::new();
    for number in 0..12 {
        let tokens = RevokedTokens::Account(make.id());
        let lasts = if number % 3 == 0 { 5 } else { 600 };
        let revocation = make.revocation(tokens);
        all.push(TokenRevocation {
            expires_at: revocation.recorded_at + jiff::SignedDuration::from_secs(lasts),
            ..revocation
        });
    }
    stores.put_all(&make, all.iter().rev().copied().map(Save::save)).await;
    for from in 0..12 {
        for now in [-3, 0, 1, 2, 700] {
            let (since_at, now) = (all[from].recorded_at, make.at(now));
            let mut expected = all[from..].to_vec();
            expected.retain(|it| it.expires_at > now);
            assert_eq!(since(stores, since_at, now).await, expected);
            let some = stores.identity.revocations_since(since_at, now, 3).await;
            expected.truncate(3);
            assert_eq!(some.expect("answers"), expected);
        }
    }
}

/// A later one replaces an earlier one, an earlier one does not take it back.
pub async fn a_revocation_never_goes_back(stores: &Stores) {
    let mut make = Make::new(2103);
    let tokens = [RevokedTokens::Session(make.id()), RevokedTokens::Account(make.id())];
    for tokens in tokens {
        let (first, second, third) =
            (make.revocation(tokens), make.revocation(tokens), make.revocation(tokens));
        let all = async || {
            let mut all = since(stores, make.at(-1_000), make.now()).await;
            all.retain(|it| it.tokens == tokens);
            all
        };
        stores.put(&make, second).await;
        stores.put(&make, first).await;
        assert_eq!(all().await, std::slice::from_ref(&second));
        stores.put(&make, third).await;
        assert_eq!(all().await, std::slice::from_ref(&third));
        stores.put(&make, second).await;
        assert_eq!(all().await, [third]);
    }
}

/// Instances that revoke the same at once agree on the latest.
pub async fn the_latest_of_many_at_once_stays(stores: &Stores) {
    let mut make = Make::new(2104);
    let tokens = RevokedTokens::Account(make.id());
    let all: Vec<_> = (0..40).map(|_| make.revocation(tokens)).collect();
    let sets = all.iter().rev().map(|it| ChangeSet::new(make.now()).with((*it).save()));
    for result in all_at_once(stores, sets.collect()).await {
        result.expect("nothing stands against a revocation");
    }
    assert_eq!(since(stores, make.at(-1_000), make.now()).await, all[39..]);
}
