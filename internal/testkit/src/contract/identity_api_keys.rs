//! API keys are kept whole, with their last use beside them.

use courses_domain::identity::{ApiKey, ApiKeyState};
use courses_domain::shared::AccountId;
use courses_domain::{Aggregate, AggregateKind};
use courses_port::Conflict;
use courses_port::identity::ApiKeyUse;

use super::{Stores, refused};
use crate::build::{Make, Save, changed};

async fn find(stores: &Stores, state: &ApiKeyState) -> Option<ApiKeyState> {
    let found = stores.identity.find_api_key(state.id).await.expect("the store answers");
    found.map(|key| key.state().clone())
}

async fn walk(stores: &Stores, account: AccountId) -> Vec<ApiKeyUse> {
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = stores.identity.list_api_keys(account, after, 2).await;
        let page = page.expect("the store answers");
        assert!(page.items.len() <= 2);
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

/// Every field of a key comes back, set or not, also of a revoked one.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(1901);
    let account = make.id();
    let mut without_scopes = make.api_key(account);
    without_scopes.scopes.clear();
    let states = [make.api_key(account), make.rich_api_key(account), without_scopes];
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    for state in states {
        let found = stores.identity.find_api_key(state.id).await.expect("answers");
        assert_eq!(found, Some(ApiKey::restore(state)));
    }
    assert_eq!(stores.identity.find_api_key(make.id()).await.expect("answers"), None);
}

/// A change can set, replace and clear every field.
pub async fn every_field_can_change(stores: &Stores) {
    let mut make = Make::new(1902);
    let (one, two) = (make.id(), make.id());
    let plain = make.api_key(one);
    stores.put(&make, plain.clone()).await;
    let rich = ApiKeyState { id: plain.id, revision: 2, ..make.rich_api_key(two) };
    stores.put(&make, rich.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(rich));
    let bare = ApiKeyState { id: plain.id, revision: 3, ..make.api_key(one) };
    stores.put(&make, bare.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(bare));
}

/// What was decided on another revision is refused.
pub async fn a_stale_key_is_refused(stores: &Stores) {
    let mut make = Make::new(1903);
    let account = make.id();
    let first = make.api_key(account);
    let stale = Conflict::Stale(Aggregate { kind: AggregateKind::ApiKey, id: first.id.into() });
    let never = changed(&first, |_| ());
    assert_eq!(refused(stores.save(&make, never.clone()).await), stale);
    stores.put(&make, first.clone()).await;
    assert_eq!(refused(stores.save(&make, first.clone()).await), stale);
    let hash = make.token_hash();
    let second = changed(&first, |it| it.hash = hash);
    stores.put(&make, second.clone()).await;
    assert_eq!(refused(stores.save(&make, never).await), stale);
    assert_eq!(find(stores, &first).await, Some(second));
}

/// A revoked key leaves the list and is still found.
pub async fn keys_are_listed_newest_first_until_they_are_revoked(stores: &Stores) {
    let mut make = Make::new(1904);
    let (mine, other) = (make.id(), make.id());
    assert_eq!(walk(stores, mine).await, []);
    let mut keys: Vec<ApiKeyState> = Vec::new();
    for _ in 0..5 {
        let (key, foreign, revoked) =
            (make.api_key(mine), make.api_key(other), make.rich_api_key(mine));
        keys.insert(0, key.clone());
        stores.put_all(&make, [key.save(), foreign.save(), revoked.save()]).await;
    }
    keys[1] = changed(&keys[1], |it| it.expires_at = Some(it.created_at));
    stores.put(&make, keys[1].clone()).await;
    let gone = changed(&keys.remove(3), |it| it.revoked_at = Some(make.now()));
    stores.put(&make, gone.clone()).await;
    let listed: Vec<ApiKeyState> = walk(stores, mine).await.into_iter().map(|it| it.key).collect();
    assert_eq!(listed, keys);
    assert_eq!(find(stores, &gone).await, Some(gone));
}

/// It only moves on, survives changes of the key, and changes nothing about the key.
pub async fn the_last_use_is_kept_beside_the_key(stores: &Stores) {
    let mut make = Make::new(1905);
    let account = make.id();
    let first = make.api_key(account);
    stores.put(&make, first.clone()).await;
    assert_eq!(walk(stores, account).await, [ApiKeyUse { key: first.clone(), last_used_at: None }]);
    for (at, expected) in [(60, 60), (120, 120), (0, 120), (180, 180)] {
        stores.identity.touch_api_key(first.id, make.at(at)).await.expect("answers");
        let expected = ApiKeyUse { key: first.clone(), last_used_at: Some(make.at(expected)) };
        assert_eq!(walk(stores, account).await, [expected]);
    }
    let second = changed(&first, |it| it.version += 1);
    stores.put(&make, second.clone()).await;
    let used = ApiKeyUse { key: second, last_used_at: Some(make.at(180)) };
    assert_eq!(walk(stores, account).await, [used]);
    stores.identity.touch_api_key(make.id(), make.now()).await.expect("no key, nothing to note");
}
