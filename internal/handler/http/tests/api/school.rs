//! A school in memory with the layers that render answers, and people in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use courses_handler_http::{ApiParts, ApiState, CursorKey, RateQuotas, Rates, router};
use courses_port::{Change, ChangeSet, Clock, Commit, IdSource};
use courses_testkit::memory::{
    CountingSecrets, FakeAccess, FakePasswords, FixedClock, KeptMails, MemoryStore,
};
use courses_usecase::Ports;
use courses_usecase::catalogue::ImportPorts;
use courses_usecase::identity::{
    IdentityPorts, IdentitySettings, PollRevocations, Revocations, SendMails,
};
use http::{Method, Request};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;
use xhttp::{Checks, Edge, EdgeOptions};
use xtelemetry::{HttpMetrics, Registry};

use crate::ask::Ask;
use crate::tokens::{AUDIENCE, ISSUER, Signer};

/// A password that nobody else uses.
pub(crate) const PASSWORD: &str = "seven green herons";

/// Somebody with an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) account: Uuid,
    pub(crate) role: &'static str,
}

pub(crate) const TEACHER: Person = person(1, "teacher");
pub(crate) const OTHER_TEACHER: Person = person(2, "teacher");
pub(crate) const STUDENT: Person = person(3, "student");
pub(crate) const MODERATOR: Person = person(4, "moderator");
pub(crate) const ADMIN: Person = person(5, "admin");

const fn person(number: u128, role: &'static str) -> Person {
    Person { account: Uuid::from_u128(number), role }
}

/// Ids of version 7 by the clock of the school: revocations compare them with it.
#[derive(Debug)]
struct SchoolIds {
    clock: Arc<FixedClock>,
    count: AtomicU64,
}

impl IdSource for SchoolIds {
    fn new_id(&self) -> Uuid {
        let millis = u128::try_from(self.clock.now().as_millisecond()).unwrap();
        let count = u128::from(self.count.fetch_add(1, Ordering::SeqCst));
        Uuid::from_u128(millis << 80 | 0x7000 << 64 | 0x8000 << 48 | count)
    }
}

/// What a school may do differently.
pub(crate) struct Options {
    pub(crate) checks: Checks,
    pub(crate) quotas: RateQuotas,
    pub(crate) verify_email: bool,
    pub(crate) review: bool,
}

impl Default for Options {
    fn default() -> Self {
        let checks = Checks::builder().build();
        Self { checks, quotas: RateQuotas::OFF, verify_email: false, review: false }
    }
}

/// The service and everything behind it.
pub(crate) struct School {
    app: Router,
    pub(crate) signer: Arc<Signer>,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) passwords: Arc<FakePasswords>,
    pub(crate) access: Arc<FakeAccess>,
    store: MemoryStore,
    revocations: PollRevocations,
    mails: Arc<KeptMails>,
    sender: SendMails,
}

impl School {
    pub(crate) fn new() -> Self {
        Self::with(Options::default())
    }

    pub(crate) fn with_checks(checks: Checks) -> Self {
        Self::with(Options { checks, ..Options::default() })
    }

    pub(crate) fn with(options: Options) -> Self {
        let (store, clock) = (MemoryStore::new(), Arc::new(FixedClock::default()));
        let (signer, passwords) = (Signer::new(), Arc::new(FakePasswords::default()));
        let access = Arc::new(FakeAccess::default());
        let base = Ports {
            catalogue: Arc::new(store.clone()),
            listed: Arc::new(store.clone()),
            access: Arc::clone(&access) as _,
            commit: Arc::new(store.clone()),
            idempotency: Arc::new(store.clone()),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::new(SchoolIds { clock: Arc::clone(&clock), count: AtomicU64::new(1) }),
        };
        let verify_email = options.verify_email;
        let settings = IdentitySettings { verify_email, ..IdentitySettings::default() };
        let ports = IdentityPorts {
            base,
            identity: Arc::new(store.clone()),
            attempts: Arc::new(store.clone()),
            passwords: Arc::clone(&passwords) as _,
            tokens: Arc::clone(&signer) as _,
            secrets: Arc::new(CountingSecrets::default()),
            settings: Arc::new(settings),
        };
        let (mails, known) = (Arc::new(KeptMails::default()), Arc::new(Revocations::new()));
        let leases = Arc::new(store.clone());
        let sender =
            SendMails::new(ports.clone(), Arc::clone(&mails) as _, leases, Uuid::from_u128(1));
        let time = Arc::clone(&ports.base.clock);
        let revocations =
            PollRevocations::new(Arc::clone(&ports.identity), time, Arc::clone(&known));
        let metrics = Registry::new("courses");
        let imports = ImportPorts {
            base: ports.base.clone(),
            imports: Arc::new(store.clone()),
            leases: Arc::new(store.clone()),
        };
        let state = ApiState::new(ApiParts {
            ports,
            imports,
            ring: signer.ring.clone(),
            revocations: known,
            issuer: ISSUER.to_owned(),
            audience: AUDIENCE.to_owned(),
            cursors: CursorKey::new(b"secret"),
            rates: Rates::new(options.quotas, &metrics),
            review: options.review,
            checks: options.checks,
            version: "1.2.3".to_owned(),
        });
        let edge_options =
            EdgeOptions { type_prefix: "urn:courses:problem:".into(), ..EdgeOptions::default() };
        let edge = Edge::new(edge_options, HttpMetrics::new(&metrics), || "made-by-us".to_owned());
        let app = edge.apply(router(state));
        Self { app, signer, clock, passwords, access, store, revocations, mails, sender }
    }

    /// Opens an account.
    pub(crate) async fn register(&self, email: &str) -> SignedIn {
        let body = json!({ "email": email, "password": PASSWORD, "name": "Somebody" });
        let answer = self.post("/v1/auth/register").json(&body).gets(201).await.json();
        SignedIn::of(&answer["tokens"], &answer["account"]["id"])
    }

    /// Opens an account that has a role beside `student`.
    pub(crate) async fn register_as(&self, email: &str, role: &str) -> SignedIn {
        let person = self.register(email).await;
        let path = format!("/v1/accounts/{}/roles", person.account);
        let ask = self.put(&path).by(ADMIN).header("if-match", "*");
        ask.json(&json!({ "roles": [role] })).gets(200).await;
        self.refresh(&person).await
    }

    /// The next tokens of somebody.
    pub(crate) async fn refresh(&self, person: &SignedIn) -> SignedIn {
        let body = json!({ "refresh_token": person.refresh });
        let tokens = self.post("/v1/auth/refresh").json(&body).gets(200).await.json();
        SignedIn::of(&tokens, &json!(person.account))
    }

    /// The token in the last mail that went out.
    pub(crate) async fn mailed_token(&self) -> String {
        self.sender.execute(|| true).await.unwrap();
        let mail = self.mails.mails().pop().expect("a mail was sent");
        let token = mail.text.split_once("cv1.").expect("with a token").1;
        let end = token.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        format!("cv1.{}", &token[..end.unwrap_or(token.len())])
    }

    /// How many mails went out.
    pub(crate) async fn mails_sent(&self) -> usize {
        self.sender.execute(|| true).await.unwrap();
        self.mails.mails().len()
    }

    /// Puts something into the store behind everybody's back.
    pub(crate) async fn seed(&self, changes: impl IntoIterator<Item = impl Into<Change>>) {
        let mut set = ChangeSet::new(self.clock.now());
        set.changes = changes.into_iter().map(Into::into).collect();
        self.store.commit(set).await.unwrap();
    }

    pub(crate) fn get(&self, target: &str) -> Ask<'_> {
        self.ask(Method::GET, target)
    }

    pub(crate) fn post(&self, target: &str) -> Ask<'_> {
        self.ask(Method::POST, target)
    }

    pub(crate) fn put(&self, target: &str) -> Ask<'_> {
        self.ask(Method::PUT, target)
    }

    pub(crate) fn patch(&self, target: &str) -> Ask<'_> {
        self.ask(Method::PATCH, target)
    }

    pub(crate) fn delete(&self, target: &str) -> Ask<'_> {
        self.ask(Method::DELETE, target)
    }

    pub(crate) fn ask(&self, method: Method, target: &str) -> Ask<'_> {
        Ask::new(self, method, target)
    }

    /// Answers. Time goes on a little, and the instance learns what was revoked meanwhile.
    pub(crate) async fn serve(&self, request: Request<Body>) -> Response {
        self.clock.advance(SignedDuration::from_millis(1));
        self.revocations.execute().await.unwrap();
        self.app.clone().oneshot(request).await.unwrap()
    }

    pub(crate) fn token(&self, person: Person) -> String {
        let now = self.clock.now().as_second();
        self.signer.key.mint(&Signer::claims(person.account, &[person.role], now)).unwrap()
    }
}

/// Somebody who signed in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) account: String,
    pub(crate) session: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl SignedIn {
    fn of(tokens: &Value, account: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            account: text(account),
            session: text(&tokens["session_id"]),
            access: text(&tokens["access_token"]),
            refresh: text(&tokens["refresh_token"]),
        }
    }
}
