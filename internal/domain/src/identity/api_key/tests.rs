//! What an API key does, case by case.

use proptest::prelude::*;

use super::*;
use crate::identity::fixtures::{account_id, at, happened};

fn secret(byte: u8) -> Secret {
    Secret::new([byte; 32])
}

fn created(expires_at: Option<Timestamp>) -> ApiKey {
    let new = NewApiKey {
        id: Uuid::from_u128(8).into(),
        account_id: account_id(),
        name: KeyName::parse("Nightly import of Ada").unwrap(),
        scopes: vec![Scope::CatalogueWrite, Scope::CatalogueRead, Scope::CatalogueWrite],
        expires_at,
        secret: &secret(1),
    };
    ApiKey::create(new, at(0))
}

fn stored(key: ApiKey) -> ApiKey {
    ApiKey::restore(key.into_parts().0)
}

#[test]
fn a_new_key_is_an_event_and_keeps_each_scope_once() {
    let key = created(None);
    assert!(key.is_changed());
    assert_eq!(key.state().scopes, [Scope::CatalogueRead, Scope::CatalogueWrite]);
    let (state, recorder) = key.into_parts();
    assert_eq!((state.version, state.revision, state.next_sequence), (1, 1, 2));
    assert_eq!((state.created_at, state.rotated_at), (at(0), at(0)));
    assert_eq!(happened(recorder), ["api_key.created"]);
}

#[test]
fn a_key_admits_its_secret_until_it_expires() {
    let forever = created(None);
    assert!(forever.admits(&[1; 32], Timestamp::MAX));
    assert!(!forever.admits(&[2; 32], at(0)) && !forever.admits(&[], at(0)));
    assert!(!forever.admits(forever.state().hash.as_bytes(), at(0)));
    let key = created(Some(at(10)));
    assert!(key.admits(&[1; 32], at(9)) && !key.admits(&[1; 32], at(10)));
}

#[test]
fn a_rotated_key_admits_the_new_secret_alone() {
    let mut key = stored(created(None));
    key.rotate(&secret(2), at(5));
    assert!(key.admits(&[2; 32], at(5)) && !key.admits(&[1; 32], at(5)));
    let (state, recorder) = key.into_parts();
    assert_eq!((state.version, state.revision, state.rotated_at), (2, 2, at(5)));
    assert_eq!(happened(recorder), ["api_key.rotated"]);
}

#[test]
fn a_revoked_key_admits_nothing_for_ever_and_forgets_its_name() {
    let mut key = stored(created(None));
    key.revoke(at(5));
    key.revoke(at(6));
    key.rotate(&secret(2), at(7));
    assert!(!key.admits(&[1; 32], at(5)) && !key.admits(&[2; 32], at(7)));
    let (state, recorder) = key.into_parts();
    assert_eq!((state.version, state.revoked_at, state.rotated_at), (2, Some(at(5)), at(0)));
    assert_eq!(state.name.as_str(), "revoked");
    assert_eq!(happened(recorder), ["api_key.revoked"]);
}

#[test]
fn the_secret_of_a_key_is_not_shown() {
    let token = ApiKeyToken { id: Uuid::from_u128(8).into(), secret: secret(1) };
    let shown = format!("{token:?} {:?}", created(None));
    assert!(shown.contains("secret: Secret(..)") && shown.contains("hash: TokenHash(..)"));
}

proptest! {
    #[test]
    fn the_text_of_a_key_is_read_back(id in any::<u128>(), secret in any::<[u8; 32]>()) {
        let id = Uuid::from_u128(id).into();
        let token = ApiKeyToken { id, secret: Secret::new(secret) };
        let text = token.encode();
        prop_assert!(text.starts_with("ck1.") && text.len() == 68);
        prop_assert_eq!(ApiKeyToken::parse(&text), Some(token));
    }

    #[test]
    fn what_has_another_form_is_no_key(text in ".{0,80}|ck1\\.[\\w-]{60,70}") {
        if let Some(token) = ApiKeyToken::parse(&text) {
            prop_assert_eq!(token.encode(), text);
        }
    }
}
