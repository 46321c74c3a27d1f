//! A house with a door: a store in memory, people with passwords, and what they do.

use std::fmt::Debug;
use std::net::IpAddr;
use std::sync::Arc;

use courses_domain::identity::{
    AccountState, AccountStatus, DeviceLabel, DisplayName, EmailAddress, EmailKey, SessionState,
};
use courses_domain::shared::{AccountId, Actor, Role};
use courses_port::identity::{IdentityReader as _, TokenClaims};
use courses_port::{Clock as _, EventLog as _, Leases as _};
use courses_testkit::memory::{
    CountingIds, CountingSecrets, FakeAccess, FakeAccessTokens, FakePasswords, FixedClock,
    KeptMails, MemoryStore,
};
use courses_usecase::identity::{
    CreateAdmin, CreateAdminInput, Device, IdentityError, IdentityPorts, IdentitySettings,
    PollRevocations, Refresh, Register, RegisterInput, Revocations, SendMails, SignIn, SignInInput,
    SignedIn, Tokens, Void,
};
use courses_usecase::{Ports, Refusal, Request, WriteError};
use jiff::SignedDuration;

use crate::support::{Gate, anonymous, id};

/// The password of everybody who does not say another one.
pub(super) const PASSWORD: &str = "correct horse battery";

/// A house and everybody in it.
pub(super) struct House {
    pub(super) store: MemoryStore,
    pub(super) clock: Arc<FixedClock>,
    pub(super) gate: Arc<Gate>,
    pub(super) passwords: Arc<FakePasswords>,
    pub(super) tokens: Arc<FakeAccessTokens>,
    pub(super) mailer: Arc<KeptMails>,
    pub(super) ports: IdentityPorts,
}

impl House {
    pub(super) fn new() -> Self {
        Self::with(IdentitySettings::default())
    }

    /// Where addresses must be proved.
    pub(super) fn strict() -> Self {
        Self::with(IdentitySettings { verify_email: true, ..IdentitySettings::default() })
    }

    fn with(settings: IdentitySettings) -> Self {
        let store = MemoryStore::new();
        let clock = Arc::new(FixedClock::default());
        let gate = Arc::new(Gate::new(store.clone()));
        let passwords = Arc::new(FakePasswords::default());
        let tokens = Arc::new(FakeAccessTokens::default());
        let base = Ports {
            catalogue: Arc::new(store.clone()),
            listed: Arc::new(store.clone()),
            access: Arc::new(FakeAccess::default()),
            commit: gate.clone(),
            idempotency: Arc::new(store.clone()),
            clock: clock.clone(),
            ids: Arc::new(CountingIds::default()),
        };
        let ports = IdentityPorts {
            base,
            identity: Arc::new(store.clone()),
            attempts: Arc::new(store.clone()),
            passwords: passwords.clone(),
            tokens: tokens.clone(),
            secrets: Arc::new(CountingSecrets::default()),
            settings: Arc::new(settings),
        };
        let mailer = Arc::default();
        Self { store, clock, gate, passwords, tokens, mailer, ports }
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub(super) async fn try_register(
        &self,
        address: &str,
    ) -> Result<Option<SignedIn>, IdentityError> {
        let input = RegisterInput {
            email: email(address),
            name: name("Ada"),
            password: self.ports.parse_password(PASSWORD).unwrap(),
            device: device(),
        };
        Register::new(self.ports.clone()).execute(&anonymous(), input).await
    }

    pub(super) async fn register(&self, address: &str) -> SignedIn {
        self.try_register(address).await.unwrap().unwrap()
    }

    /// Somebody who may do everything.
    pub(super) async fn admin(&self) -> (AccountState, Request) {
        let input = CreateAdminInput {
            email: email("root@example.org"),
            name: name("Root"),
            password: self.ports.parse_password(PASSWORD).unwrap(),
        };
        let admin =
            CreateAdmin::new(self.ports.clone()).execute(&anonymous(), input).await.unwrap();
        let request = person(admin.id, vec![Role::Admin]);
        (admin, request)
    }

    pub(super) async fn try_sign_in(
        &self,
        address: &str,
        password: &str,
    ) -> Result<SignedIn, IdentityError> {
        self.sign_in_from(address, password, device()).await
    }

    pub(super) async fn sign_in_from(
        &self,
        address: &str,
        password: &str,
        device: Device,
    ) -> Result<SignedIn, IdentityError> {
        let email = EmailKey::parse(address).unwrap();
        let input = SignInInput { email, password: password.to_owned(), device };
        SignIn::new(self.ports.clone()).execute(&anonymous(), input).await
    }

    pub(super) async fn sign_in(&self, address: &str) -> SignedIn {
        self.try_sign_in(address, PASSWORD).await.unwrap()
    }

    pub(super) async fn refresh(&self, tokens: &Tokens) -> Result<Tokens, IdentityError> {
        Refresh::new(self.ports.clone()).execute(&anonymous(), &tokens.refresh).await
    }

    pub(super) async fn account(&self, id: AccountId) -> AccountState {
        self.store.find_account(id).await.unwrap().unwrap().state().clone()
    }

    pub(super) async fn session(&self, tokens: &Tokens) -> SessionState {
        self.store.find_session(tokens.session).await.unwrap().unwrap().state().clone()
    }

    /// How many sessions of the account are live.
    pub(super) async fn live(&self, id: AccountId) -> usize {
        self.store.find_live_sessions(id, self.clock.now()).await.unwrap().len()
    }

    /// What the access token says.
    pub(super) fn claims(&self, tokens: &Tokens) -> TokenClaims {
        let all = self.tokens.minted();
        let found = all.into_iter().find(|it| tokens.access.text.ends_with(&it.id.to_string()));
        found.unwrap()
    }

    /// Whether another instance refuses the access token by now, and why.
    pub(super) async fn void(&self, tokens: &Tokens) -> Option<Void> {
        let known = Arc::new(Revocations::new());
        let reader = self.ports.identity.clone();
        let poll = PollRevocations::new(reader, self.clock.clone(), known.clone());
        poll.execute().await.unwrap();
        let claims = self.claims(tokens);
        let minted = claims.now.as_millisecond();
        known.is_void(Some(claims.session.into()), claims.account, minted)
    }

    /// Whatever waits is sent; answers the mails sent so far, as address and text.
    pub(super) async fn post(&self) -> Vec<(String, String)> {
        self.sender(1).execute(|| true).await.unwrap();
        let mails = self.mailer.mails().into_iter();
        mails.map(|mail| (mail.to.as_str().to_owned(), mail.text)).collect()
    }

    pub(super) fn sender(&self, holder: u128) -> SendMails {
        let leases = Arc::new(self.store.clone());
        SendMails::new(self.ports.clone(), self.mailer.clone(), leases, id(holder))
    }

    /// The token in the last mail.
    pub(super) async fn mailed_token(&self) -> String {
        let mails = self.post().await;
        let (_, text) = mails.last().unwrap();
        let token = text.split('#').nth(1).unwrap();
        token.lines().next().unwrap().to_owned()
    }

    /// The types of everything that happened so far.
    pub(super) async fn events(&self) -> Vec<String> {
        let now = self.clock.now();
        let until = now + SignedDuration::from_secs(10);
        let lease = self.store.acquire("test", id(1), now, until).await.unwrap().unwrap();
        self.store.collect(&lease.fence, 10_000).await.unwrap();
        let logged = self.store.read(0, 10_000).await.unwrap();
        logged.into_iter().map(|event| event.type_name).collect()
    }

    /// What the audit log says, oldest first: who, what, whom, detail.
    pub(super) async fn audit(
        &self,
    ) -> Vec<(Option<AccountId>, &'static str, Option<AccountId>, Option<String>)> {
        let lines = self.store.audit_after(0, 1_000).await.unwrap().into_iter();
        let line = |it: courses_domain::identity::AuditEntry| {
            (it.actor, it.action.word(), it.subject, it.detail)
        };
        lines.map(|it| line(it.entry)).collect()
    }

    pub(super) async fn status(&self, id: AccountId) -> AccountStatus {
        self.account(id).await.status
    }
}

/// A request of somebody who signed in.
pub(super) fn person(account: AccountId, roles: Vec<Role>) -> Request {
    Request {
        actor: Some(Actor::new(account, roles)),
        id: "a-request".to_owned(),
        traceparent: None,
    }
}

/// A request of somebody without roles.
pub(super) fn request(signed_in: &SignedIn) -> Request {
    person(signed_in.account.id, Vec::new())
}

pub(super) fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub(super) fn key(text: &str) -> EmailKey {
    email(text).key()
}

pub(super) fn name(text: &str) -> DisplayName {
    DisplayName::parse(text).unwrap()
}

pub(super) fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

pub(super) fn device() -> Device {
    Device { label: DeviceLabel::clip("Browser 1.0"), address: Some(address(1)) }
}

/// Why a request was refused.
pub(super) fn refused<T: Debug>(result: Result<T, IdentityError>) -> Refusal {
    match result {
        Err(IdentityError::Write(WriteError::Refused(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

/// The one rule that an input breaks.
pub(super) fn violation<T: Debug>(result: Result<T, IdentityError>) -> (String, &'static str) {
    match result {
        Err(IdentityError::Write(WriteError::Invalid(violations))) => {
            let mut all = violations.into_vec();
            assert_eq!(all.len(), 1, "{all:?}");
            let only = all.remove(0);
            (only.pointer, only.code)
        }
        other => panic!("{other:?}"),
    }
}

/// For how many seconds somebody is to wait.
pub(super) fn is_throttled<T: Debug>(result: Result<T, IdentityError>) -> u64 {
    match result {
        Err(IdentityError::Throttled { retry_after }) => retry_after.as_secs(),
        other => panic!("{other:?}"),
    }
}

/// Asserts that a sign-in was refused as every other is.
pub(super) fn turned_away<T: Debug>(result: Result<T, IdentityError>) {
    match result {
        Err(IdentityError::InvalidCredentials) => {}
        other => panic!("{other:?}"),
    }
}
