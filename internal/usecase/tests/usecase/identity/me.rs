//! What people see and change of themselves.

use std::sync::Arc;

use courses_domain::identity::{AccountEdit, AccountStatus, EndReason, KeyName};
use courses_domain::shared::{Role, Scope};
use courses_port::identity::Delivery;
use courses_usecase::catalogue::CreateCourse;
use courses_usecase::identity::{
    CreateApiKey, CreateApiKeyInput, EditMe, EditMeInput, EraseMe, EraseMeInput, ExportMe,
    IdentityError, ListMyEvents, ReadMe, Void,
};
use courses_usecase::{Precondition, Refusal, Request, WriteError};

use super::cast::{PASSWORD, person, request};
use super::*;
use crate::support::{anonymous, fresh, id, new_course};

async fn rename(
    house: &House,
    who: &Request,
    if_match: Option<Vec<u64>>,
    to: &str,
) -> Result<u64, IdentityError> {
    let input = EditMeInput { if_match, edit: AccountEdit { name: Some(name(to)) } };
    let edited = EditMe::new(house.ports.clone()).execute(who, input).await?;
    assert_eq!(edited.name, Some(name(to)));
    Ok(edited.version)
}

async fn erase(house: &House, who: &Request, version: u64) -> Result<(), IdentityError> {
    let input = EraseMeInput { if_match: Some(vec![version]) };
    EraseMe::new(house.ports.clone()).execute(who, input).await
}

#[tokio::test]
async fn people_read_and_rename_themselves_based_on_a_version() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let (me, read) = (request(&ada), ReadMe::new(house.ports.clone()));
    assert_eq!(read.execute(&me).await.unwrap(), ada.account);
    let missing = rename(&house, &me, None, "Countess").await;
    let missing = matches!(
        missing,
        Err(IdentityError::Write(WriteError::Precondition(Precondition::Required)))
    );
    assert!(missing);
    assert_eq!(rename(&house, &me, Some(vec![1]), "Countess").await.unwrap(), 2);
    let passed = house.gate.passed();
    assert_eq!(rename(&house, &me, Some(vec![2]), "Countess").await.unwrap(), 2);
    assert_eq!(house.gate.passed(), passed, "the same name is no change");
    let old = rename(&house, &me, Some(vec![1]), "Lady").await;
    let mismatch = Precondition::Mismatch { current: 2 };
    assert!(
        matches!(old, Err(IdentityError::Write(WriteError::Precondition(it))) if it == mismatch)
    );
}

#[tokio::test]
async fn nobody_is_nobody_and_a_key_cannot_ask_about_its_owner() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let read = ReadMe::new(house.ports.clone());
    assert_eq!(refused(read.execute(&anonymous()).await), Refusal::Unauthenticated);
    assert_eq!(refused(read.execute(&person(id(9), Vec::new())).await), Refusal::NotFound);
    let mut by_key = request(&ada);
    by_key.actor = by_key.actor.map(|actor| actor.with_scopes(Scope::ALL.to_vec()));
    assert_eq!(refused(read.execute(&by_key).await), Refusal::Forbidden);
    assert_eq!(refused(rename(&house, &by_key, Some(vec![]), "X").await), Refusal::Forbidden);
    assert_eq!(refused(erase(&house, &by_key, 1).await), Refusal::Forbidden);
}

#[tokio::test]
async fn the_news_of_a_registration_is_on_its_way_and_then_delivered() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let list = ListMyEvents::new(house.ports.clone());
    let page = list.execute(&request(&ada), None, 10).await.unwrap();
    let (kind, delivery) = (page.items[0].type_name.as_str(), page.items[0].delivery);
    assert_eq!((kind, delivery), ("account.registered", Delivery::InProgress));
    house.events().await;
    let page = list.execute(&request(&ada), None, 10).await.unwrap();
    assert_eq!(page.items[0].delivery, Delivery::Delivered);
    assert_eq!(refused(list.execute(&anonymous(), None, 10).await), Refusal::Unauthenticated);
}

#[tokio::test]
async fn an_export_has_everything_that_is_kept() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    for _ in 0..250 {
        house.sign_in("ada@example.org").await;
    }
    let teacher = person(ada.account.id, vec![Role::Teacher]);
    let create = CreateCourse::new(house.ports.base.clone());
    let course = fresh(create.execute(&teacher, new_course("Rust")).await);
    let input = CreateApiKeyInput {
        name: KeyName::parse("laptop").unwrap(),
        scopes: vec![Scope::CatalogueRead],
        expires_at: None,
    };
    let key = CreateApiKey::new(house.ports.clone()).execute(&request(&ada), input).await.unwrap();
    let export = ExportMe::new(house.ports.clone()).execute(&request(&ada)).await.unwrap();
    assert_eq!(export.account, ada.account);
    assert_eq!(export.sessions.len(), 251, "more than a page");
    assert_eq!(export.api_keys[0].key, key.key);
    assert_eq!(export.courses, [uuid::Uuid::from(course.id)]);
    assert_eq!(export.events.len(), 1);
}

#[tokio::test]
async fn who_is_erased_is_forgotten_and_everything_of_theirs_is_void() {
    let house = House::new();
    let ada = house.register("ada@example.org").await;
    let other = house.sign_in("ada@example.org").await;
    let input = CreateApiKeyInput {
        name: KeyName::parse("laptop of Ada").unwrap(),
        scopes: vec![Scope::CatalogueRead],
        expires_at: None,
    };
    let me = request(&ada);
    let api_key = CreateApiKey::new(house.ports.clone()).execute(&me, input).await.unwrap();
    turned_away(house.try_sign_in("ada@example.org", "a wrong password").await);

    assert!(erase(&house, &me, 7).await.is_err(), "another version");
    erase(&house, &me, 1).await.unwrap();
    let account = house.account(ada.account.id).await;
    assert_eq!(account.status, AccountStatus::Erased);
    assert_eq!((account.email, account.name, account.password), (None, None, None));
    for tokens in [&ada.tokens, &other.tokens] {
        let session = house.session(tokens).await;
        assert_eq!((session.label, session.address), (None, None));
        assert_eq!(session.ended.unwrap().reason, EndReason::Erased);
        assert_eq!(house.void(tokens).await, Some(Void::Session));
        assert!(house.refresh(tokens).await.is_err());
    }
    let kept = house.ports.identity.find_api_key(api_key.key.id).await.unwrap().unwrap();
    assert!(kept.state().revoked_at.is_some() && kept.state().name.as_str() != "laptop of Ada");
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
    let line = (Some(ada.account.id), "account_erased", Some(ada.account.id), None);
    assert!(house.audit().await.contains(&line));

    assert_eq!(refused(erase(&house, &me, 2).await), Refusal::Unauthenticated);
    let anew = house.register("ada@example.org").await;
    assert_ne!(anew.account.id, ada.account.id, "the address is free again");
}

#[tokio::test]
async fn who_signs_in_while_being_erased_is_not_in() {
    let house = Arc::new(House::new());
    let ada = house.register("ada@example.org").await;
    let (rival, me) = (house.clone(), request(&ada));
    house.gate.meanwhile(move || async move { erase(&rival, &me, 1).await.unwrap() });
    turned_away(house.try_sign_in("ada@example.org", PASSWORD).await);
    assert_eq!(house.live(ada.account.id).await, 0);
}

#[tokio::test]
async fn a_session_that_starts_while_erasing_ends_too() {
    let house = Arc::new(House::new());
    let ada = house.register("ada@example.org").await;
    let rival = house.clone();
    house.gate.meanwhile(move || async move {
        rival.sign_in("ada@example.org").await;
    });
    erase(&house, &request(&ada), 1).await.unwrap();
    assert_eq!(house.live(ada.account.id).await, 0);
}
