//! Who is believed.

use std::sync::Arc;

use courses_domain::identity::{ApiKeyToken, RevokedTokens, Secret, TokenHash, TokenRevocation};
use courses_domain::shared::{Role, Scope};
use courses_port::{ChangeSet, Clock, Commit};
use courses_testkit::build::{Make, Save};
use courses_testkit::memory::{
    CountingIds, CountingSecrets, FakeAccess, FakeAccessTokens, FakePasswords, FixedClock,
    MemoryStore,
};
use courses_usecase::Ports;
use courses_usecase::identity::{IdentityPorts, IdentitySettings, Revocations};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use jiff::SignedDuration;
use uuid::Uuid;
use xapi::Authenticate;
use xerror::Problem;
use xtoken::{CachedVerifier, Claims, SigningKey, Verifier};

use super::{Authenticator, Caller};
use crate::generated::OperationId;

const ISSUER: &str = "https://courses.example";
const ACCOUNT: Uuid = Uuid::from_u128(1);
const SESSION: Uuid = Uuid::from_u128(3);

/// An authenticator and what it leans on.
struct Gate {
    key: SigningKey,
    clock: Arc<FixedClock>,
    store: MemoryStore,
    revocations: Arc<Revocations>,
    authenticator: Authenticator,
}

impl Gate {
    fn new() -> Self {
        let (key, _) = SigningKey::generate().unwrap();
        let (store, clock) = (MemoryStore::new(), Arc::new(FixedClock::default()));
        let ports = IdentityPorts {
            base: Ports {
                catalogue: Arc::new(store.clone()),
                listed: Arc::new(store.clone()),
                access: Arc::new(FakeAccess::default()),
                commit: Arc::new(store.clone()),
                idempotency: Arc::new(store.clone()),
                clock: Arc::clone(&clock) as Arc<dyn Clock>,
                ids: Arc::new(CountingIds::default()),
            },
            identity: Arc::new(store.clone()),
            attempts: Arc::new(store.clone()),
            passwords: Arc::new(FakePasswords::default()),
            tokens: Arc::new(FakeAccessTokens::default()),
            secrets: Arc::new(CountingSecrets::default()),
            settings: Arc::new(IdentitySettings::default()),
        };
        let revocations = Arc::new(Revocations::new());
        let verifier = Verifier::new([key.verifying_key()], ISSUER, "courses");
        let verifier = CachedVerifier::new(verifier);
        let authenticator = Authenticator::new(verifier, Arc::clone(&revocations), &ports);
        Self { key, clock, store, revocations, authenticator }
    }

    /// A token that counts for so many seconds from now.
    fn minted(&self, seconds: i64, roles: &[&str]) -> String {
        self.minted_as(seconds, roles, Uuid::from_u128(2))
    }

    fn minted_as(&self, seconds: i64, roles: &[&str], jti: Uuid) -> String {
        let (iat, exp) =
            (self.clock.now().as_second() - 900, self.clock.now().as_second() + seconds);
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        let (iss, aud) = (ISSUER.to_owned(), "courses".to_owned());
        let (sub, sid) = (ACCOUNT, Some(SESSION));
        self.key.mint(&Claims { iss, aud, sub, iat, nbf: iat, exp, jti, sid, roles }).unwrap()
    }

    async fn asked(&self, id: OperationId, values: &[&str]) -> Result<Option<Caller>, Problem> {
        let headers = headers(values);
        self.authenticator.authenticate(id.operation(), &headers).await
    }

    fn revoke(&self, tokens: RevokedTokens) {
        let now = self.clock.now();
        let expires_at = now + SignedDuration::from_hours(1);
        let revocation = TokenRevocation { tokens, until: now, recorded_at: now, expires_at };
        self.revocations.merge(&[revocation], now);
    }

    /// An API key of an administrator, good for reading the catalogue.
    async fn api_key(&self) -> String {
        let mut make = Make::new(1);
        let (mut account, secret) = (make.account(), Secret::new([7; 32]));
        account.roles = vec![Role::Admin];
        let mut key = make.api_key(account.id);
        key.hash = TokenHash::of(secret.expose());
        let text = ApiKeyToken { id: key.id, secret }.encode();
        let set = ChangeSet::new(self.clock.now()).with(account.save()).with(key.save());
        self.store.commit(set).await.unwrap();
        text
    }
}

fn headers(values: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
    }
    headers
}

fn code(outcome: Result<Option<Caller>, Problem>) -> &'static str {
    outcome.expect_err("refused").code()
}

#[tokio::test]
async fn a_token_names_account_session_and_the_roles_that_are_known() {
    let gate = Gate::new();
    let header = format!("bearer {}", gate.minted(60, &["teacher", "astronaut"]));
    let caller = gate.asked(OperationId::CreateCourse, &[&header]).await.unwrap().unwrap();
    assert_eq!(caller.actor.account(), ACCOUNT.into());
    assert_eq!(caller.actor.roles(), [Role::Student, Role::Teacher]);
    assert_eq!(caller.actor.scopes(), None);
    assert_eq!(caller.session, Some(SESSION.into()));
}

#[tokio::test]
async fn nobody_is_nobody_and_bad_credentials_are_refused() {
    let (gate, id) = (Gate::new(), OperationId::GetCourse);
    assert_eq!(gate.asked(id, &[]).await.unwrap(), None);
    for bad in ["Bearer", "Bearer  ", "Bearer nonsense", "Bearer ck1.nonsense", "Basic dXNlcg=="] {
        assert_eq!(code(gate.asked(id, &[bad]).await), "unauthenticated", "{bad}");
    }
    let good = format!("Bearer {}", gate.minted(60, &[]));
    assert_eq!(code(gate.asked(id, &[&good, &good]).await), "unauthenticated");
    let other = Gate::new();
    assert_eq!(code(other.asked(id, &[&good]).await), "unauthenticated");
}

#[tokio::test]
async fn an_old_token_is_told_apart_also_if_it_was_believed_before() {
    let (gate, id) = (Gate::new(), OperationId::GetCourse);
    let token = format!("Bearer {}", gate.minted(60, &["admin"]));
    assert!(gate.asked(id, &[&token]).await.is_ok());
    gate.clock.advance(SignedDuration::from_secs(66));
    let problem = gate.asked(id, &[&token]).await.expect_err("too old");
    assert_eq!(problem.code(), "token-expired");
    let (name, value) = &problem.headers()[0];
    assert_eq!(*name, "www-authenticate");
    assert!(value.starts_with(r#"Bearer error="invalid_token""#), "{value}");
}

#[tokio::test]
async fn whoever_can_never_do_it_is_refused_before_the_body_is_read() {
    let gate = Gate::new();
    let student = format!("Bearer {}", gate.minted(60, &[]));
    assert_eq!(code(gate.asked(OperationId::CreateSubject, &[&student]).await), "forbidden");
    assert!(gate.asked(OperationId::PatchDraft, &[&student]).await.is_ok());
}

#[tokio::test]
async fn a_token_of_a_session_that_ended_is_worth_nothing() {
    let gate = Gate::new();
    let token = format!("Bearer {}", gate.minted(60, &[]));
    gate.revoke(RevokedTokens::Session(SESSION.into()));
    assert_eq!(code(gate.asked(OperationId::GetCourse, &[&token]).await), "unauthenticated");
}

#[tokio::test]
async fn a_token_from_before_a_change_of_its_account_must_be_refreshed() {
    let (gate, id) = (Gate::new(), OperationId::GetCourse);
    let minted_now = |millis: i64| {
        let at = gate.clock.now().as_millisecond() + millis;
        Uuid::from_u128(u128::try_from(at).unwrap() << 80 | 0x7000 << 64 | 0x8000 << 48)
    };
    let before = format!("Bearer {}", gate.minted_as(60, &[], minted_now(0)));
    let after = format!("Bearer {}", gate.minted_as(60, &[], minted_now(1)));
    gate.revoke(RevokedTokens::Account(ACCOUNT.into()));
    assert_eq!(code(gate.asked(id, &[&before]).await), "token-expired");
    assert!(gate.asked(id, &[&after]).await.is_ok());
    // Without a moment in its id, the second counts in which it was issued.
    let by_second = format!("Bearer {}", gate.minted(60, &[]));
    assert_eq!(code(gate.asked(id, &[&by_second]).await), "token-expired");
}

#[tokio::test]
async fn an_api_key_has_the_roles_of_its_account_and_its_own_scopes() {
    let gate = Gate::new();
    let key = format!("Bearer {}", gate.api_key().await);
    let caller = gate.asked(OperationId::GetCourse, &[&key]).await.unwrap().unwrap();
    assert_eq!(caller.actor.roles(), [Role::Student, Role::Admin]);
    assert_eq!(caller.actor.scopes(), Some([Scope::CatalogueRead].as_slice()));
    assert_eq!(caller.session, None);
    for id in [OperationId::CreateSubject, OperationId::GetMe, OperationId::ListAccounts] {
        assert_eq!(code(gate.asked(id, &[&key]).await), "forbidden", "{id:?}");
    }
}

#[tokio::test]
async fn requests_are_counted_for_an_account_once_it_is_proved() {
    let gate = Gate::new();
    let known = |values: &[&str]| gate.authenticator.known(&headers(values));
    let token = format!("Bearer {}", gate.minted(60, &[]));
    assert_eq!(known(&[&token]), Some(ACCOUNT.into()));
    assert_eq!(known(&["Bearer nonsense"]), None);
    assert_eq!(known(&[]), None);
    let key = format!("Bearer {}", gate.api_key().await);
    assert_eq!(known(&[&key]), None);
    gate.asked(OperationId::GetCourse, &[&key]).await.unwrap();
    assert!(known(&[&key]).is_some());
}
