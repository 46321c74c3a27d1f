//! Machines that call for people.

use courses_domain::identity::{ApiKeyId, KeyName};
use courses_domain::shared::{Role, Scope};
use courses_usecase::Refusal;
use courses_usecase::identity::{
    AuthenticateApiKey, BlockAccount, BlockAccountInput, BlockMove, CreateApiKey,
    CreateApiKeyInput, IdentityError, IssuedApiKey, ListApiKeys, RevokeApiKey, RotateApiKey,
    SetRoles, SetRolesInput, SignedIn,
};
use jiff::SignedDuration;

use super::cast::request;
use super::*;
use crate::support::{anonymous, id};

fn input(scopes: &[Scope]) -> CreateApiKeyInput {
    let name = KeyName::parse("build").unwrap();
    CreateApiKeyInput { name, scopes: scopes.to_vec(), expires_at: None }
}

async fn create(house: &House, who: &SignedIn) -> IssuedApiKey {
    let create = CreateApiKey::new(house.ports.clone());
    create.execute(&request(who), input(&[Scope::CatalogueRead])).await.unwrap()
}

/// As another instance would, which remembers nothing.
async fn authenticate(
    house: &House,
    secret: &str,
) -> Result<courses_usecase::identity::AuthenticatedKey, IdentityError> {
    AuthenticateApiKey::new(house.ports.clone()).execute(secret).await
}

#[tokio::test]
async fn a_key_calls_with_the_roles_of_now_and_its_scopes() {
    let house = House::new();
    let (_, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let key = create(&house, &ada).await;
    let roles = SetRolesInput {
        account: ada.account.id,
        if_match: Some(Vec::new()),
        roles: vec![Role::Teacher],
    };
    SetRoles::new(house.ports.clone()).execute(&admin, roles).await.unwrap();
    let found = authenticate(&house, &key.secret).await.unwrap();
    assert_eq!((found.key, found.actor.account()), (key.key.id, ada.account.id));
    assert!(found.actor.has(Role::Teacher));
    assert_eq!(found.actor.scopes(), Some([Scope::CatalogueRead].as_slice()));
    assert!(!format!("{key:?}{found:?}").contains(&key.secret));
}

#[tokio::test]
async fn keys_that_are_void_in_any_way_are_refused_alike() {
    let house = House::new();
    let (_, admin) = house.admin().await;
    let ada = house.register("ada@example.org").await;
    let me = request(&ada);
    let revoked = create(&house, &ada).await;
    RevokeApiKey::new(house.ports.clone()).execute(&me, revoked.key.id).await.unwrap();
    let rotated = create(&house, &ada).await;
    let rotate = RotateApiKey::new(house.ports.clone());
    let fresh = rotate.execute(&me, rotated.key.id).await.unwrap();
    assert_eq!((fresh.key.id, fresh.key.version), (rotated.key.id, 2));
    let late = input(&[Scope::CatalogueRead]);
    let expires_at = Some(house.ports.base.clock.now() + SignedDuration::from_secs(60));
    let late = CreateApiKeyInput { expires_at, ..late };
    let late = CreateApiKey::new(house.ports.clone()).execute(&me, late).await.unwrap();
    let remembers = AuthenticateApiKey::new(house.ports.clone());
    remembers.execute(&late.secret).await.unwrap();
    house.pass(60);

    let other = House::new();
    let stranger = other.register("ada@example.org").await;
    let foreign = create(&other, &stranger).await;
    let voids = [&revoked.secret, &rotated.secret, &late.secret, &ada.tokens.refresh];
    for secret in voids.into_iter().map(String::as_str).chain(["", "ck1.abc"]) {
        assert_eq!(refused(authenticate(&house, secret).await), Refusal::Unauthenticated);
    }
    let late = remembers.execute(&late.secret).await;
    assert_eq!(refused(late), Refusal::Unauthenticated, "remembered, but expired");
    let empty = House::new();
    assert_eq!(refused(authenticate(&empty, &foreign.secret).await), Refusal::Unauthenticated);

    authenticate(&house, &fresh.secret).await.unwrap();
    let block =
        BlockAccountInput { account: ada.account.id, move_to: BlockMove::Block, idempotency: None };
    BlockAccount::new(house.ports.clone()).execute(&admin, block).await.unwrap();
    assert_eq!(refused(authenticate(&house, &fresh.secret).await), Refusal::Unauthenticated);
}

#[tokio::test]
async fn what_was_found_is_remembered_for_a_moment_and_use_is_noted_now_and_then() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let (me, key) = (request(&ada), create(&house, &ada).await);
    let list = ListApiKeys::new(house.ports.clone());
    assert_eq!(list.execute(&me, None, 10).await.unwrap().items[0].last_used_at, None);
    house.pass(1);
    let first = Some(house.ports.base.clock.now());
    let one = AuthenticateApiKey::new(house.ports.clone());
    one.execute(&key.secret).await.unwrap();
    house.pass(1);
    one.execute(&key.secret).await.unwrap();
    assert_eq!(list.execute(&me, None, 10).await.unwrap().items[0].last_used_at, first);
    RevokeApiKey::new(house.ports.clone()).execute(&me, key.key.id).await.unwrap();
    one.execute(&key.secret).await.unwrap();
    assert_eq!(refused(authenticate(&house, &key.secret).await), Refusal::Unauthenticated);
}

#[tokio::test]
async fn keys_of_others_do_not_exist() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let bob = house.register("bob@example.org").await;
    let key = create(&house, &ada).await.key.id;
    let revoke = RevokeApiKey::new(house.ports.clone());
    let rotate = RotateApiKey::new(house.ports.clone());
    for key in [key, id::<ApiKeyId>(9)] {
        assert_eq!(refused(revoke.execute(&request(&bob), key).await), Refusal::NotFound);
        assert_eq!(refused(rotate.execute(&request(&bob), key).await), Refusal::NotFound);
    }
    let list = ListApiKeys::new(house.ports.clone());
    assert_eq!(list.execute(&request(&bob), None, 10).await.unwrap().items, []);
    assert_eq!(refused(list.execute(&anonymous(), None, 10).await), Refusal::Unauthenticated);
    revoke.execute(&request(&ada), key).await.unwrap();
    assert_eq!(refused(revoke.execute(&request(&ada), key).await), Refusal::NotFound);
    assert_eq!(refused(rotate.execute(&request(&ada), key).await), Refusal::NotFound);
}

#[tokio::test]
async fn an_account_has_so_many_keys_and_no_more() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let mut last = None;
    for _ in 0..CreateApiKey::MAX {
        last = Some(create(&house, &ada).await.key.id);
    }
    let create = CreateApiKey::new(house.ports.clone());
    let many = create.execute(&request(&ada), input(&[Scope::AuditRead])).await;
    assert!(matches!(many, Err(IdentityError::TooManyApiKeys)), "{many:?}");
    let revoke = RevokeApiKey::new(house.ports.clone());
    revoke.execute(&request(&ada), last.unwrap()).await.unwrap();
    create.execute(&request(&ada), input(&[Scope::AuditRead])).await.unwrap();
}

#[tokio::test]
async fn a_key_for_nothing_or_for_the_past_is_refused_and_keys_make_no_keys() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let create = CreateApiKey::new(house.ports.clone());
    let nothing = create.execute(&request(&ada), input(&[])).await;
    assert_eq!(violation(nothing).0, "/scopes");
    let expires_at = Some(house.ports.base.clock.now());
    let past = CreateApiKeyInput { expires_at, ..input(&[Scope::AuditRead]) };
    assert_eq!(violation(create.execute(&request(&ada), past).await).0, "/expires_at");
    let mut by_key = request(&ada);
    by_key.actor = by_key.actor.map(|actor| actor.with_scopes(Scope::ALL.to_vec()));
    let made = create.execute(&by_key, input(&[Scope::AuditRead])).await;
    assert_eq!(refused(made), Refusal::Forbidden);
}

#[tokio::test]
async fn what_happens_to_keys_is_written_down() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let key = create(&house, &ada).await.key.id;
    RotateApiKey::new(house.ports.clone()).execute(&request(&ada), key).await.unwrap();
    RevokeApiKey::new(house.ports.clone()).execute(&request(&ada), key).await.unwrap();
    let me = Some(ada.account.id);
    let line = |action| (me, action, me, Some(key.to_string()));
    let lines = [line("api_key_created"), line("api_key_rotated"), line("api_key_revoked")];
    assert_eq!(house.audit().await, lines);
    let events = house.events().await;
    assert_eq!(events[1..], ["api_key.created", "api_key.rotated", "api_key.revoked"]);
}
