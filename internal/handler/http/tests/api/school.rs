//! A school in memory with the layers that render answers, and people who ask it things.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use courses_handler_http::{ApiState, CursorKey, router};
use courses_port::{Change, ChangeSet, Clock, Commit};
use courses_testkit::memory::{CountingIds, FixedClock, MemoryStore};
use courses_usecase::Ports;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;
use xhttp::{Checks, Edge, EdgeOptions};
use xtelemetry::{HttpMetrics, Registry};
use xtoken::{Claims, SigningKey, Verifier};

const ISSUER: &str = "https://courses.example";
const AUDIENCE: &str = "courses";

/// Somebody with an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) account: Uuid,
    role: &'static str,
}

pub(crate) const TEACHER: Person = person(1, "teacher");
pub(crate) const OTHER_TEACHER: Person = person(2, "teacher");
pub(crate) const STUDENT: Person = person(3, "student");
pub(crate) const MODERATOR: Person = person(4, "moderator");
pub(crate) const ADMIN: Person = person(5, "admin");

const fn person(number: u128, role: &'static str) -> Person {
    Person { account: Uuid::from_u128(number), role }
}

/// The service and everything behind it.
pub(crate) struct School {
    app: Router,
    key: SigningKey,
    pub(crate) clock: Arc<FixedClock>,
    store: MemoryStore,
}

impl School {
    pub(crate) fn new() -> Self {
        Self::with_checks(Checks::builder().build())
    }

    pub(crate) fn with_checks(checks: Checks) -> Self {
        let (store, clock) = (MemoryStore::new(), Arc::new(FixedClock::default()));
        let ports = Ports {
            catalogue: Arc::new(store.clone()),
            commit: Arc::new(store.clone()),
            idempotency: Arc::new(store.clone()),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::new(CountingIds::default()),
        };
        let (key, _) = SigningKey::generate().unwrap();
        let verifier = Verifier::new([key.verifying_key()], ISSUER, AUDIENCE);
        let state = ApiState::new(&ports, verifier, CursorKey::new(b"secret"), checks, "1.2.3");
        let options =
            EdgeOptions { type_prefix: "urn:courses:problem:".into(), ..EdgeOptions::default() };
        let metrics = HttpMetrics::new(&Registry::new("courses"));
        let edge = Edge::new(options, metrics, || "made-by-us".to_owned());
        Self { app: edge.apply(router(state)), key, clock, store }
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
        let merge = method == Method::PATCH;
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method;
        *request.uri_mut() = target.parse().unwrap();
        Ask { school: self, request, merge }
    }

    fn token(&self, person: Person) -> String {
        let now = self.clock.now().as_second();
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: person.account,
            iat: now,
            nbf: now,
            exp: now + 900,
            jti: Uuid::from_u128(9),
            sid: None,
            roles: vec![person.role.to_owned()],
        };
        self.key.mint(&claims).unwrap()
    }
}

/// A request that is being put together.
pub(crate) struct Ask<'a> {
    school: &'a School,
    request: Request<Body>,
    merge: bool,
}

impl Ask<'_> {
    pub(crate) fn by(self, person: Person) -> Self {
        let token = self.school.token(person);
        self.header(AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let name: http::HeaderName = name.parse().unwrap();
        self.request.headers_mut().append(name, value.parse().unwrap());
        self
    }

    pub(crate) fn json(mut self, body: &Value) -> Self {
        *self.request.body_mut() = Body::from(body.to_string());
        let media = if self.merge { "application/merge-patch+json" } else { "application/json" };
        self.header(CONTENT_TYPE.as_str(), media)
    }

    pub(crate) async fn send(self) -> Answer {
        let response = self.school.app.clone().oneshot(self.request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Sends, and expects this status.
    pub(crate) async fn gets(self, status: u16) -> Answer {
        let answer = self.send().await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
        answer
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn tag(&self) -> &str {
        self.header("etag").unwrap()
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        let problem = self.json();
        let kind = problem["type"].as_str().unwrap();
        kind.strip_prefix("urn:courses:problem:").unwrap().to_owned()
    }

    /// The places that a problem points at.
    pub(crate) fn pointers(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|it| it["pointer"].as_str().unwrap().to_owned()).collect()
    }
}
