//! A service over a store in memory, and something in it.

use std::cell::RefCell;
use std::sync::Arc;

use bytes::Bytes;
use courses_handler_http::{ApiParts, ApiState, CursorKey, RateQuotas, Rates, router};
use courses_port::Clock as _;
use courses_testkit::memory::{
    CountingIds, CountingSecrets, FakeAccess, FakeAccessTokens, FakePasswords, FixedClock,
    MemoryStore,
};
use courses_usecase::Ports;
use courses_usecase::catalogue::ImportPorts;
use courses_usecase::identity::{IdentityPorts, IdentitySettings, Revocations};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use uuid::Uuid;
use xhttp::{Checks, Edge, EdgeOptions};
use xtelemetry::{HttpMetrics, Registry};
use xtoken::{Claims, KeyRing, SharedRing};

const ISSUER: &str = "https://courses.example";
const AUDIENCE: &str = "courses";

/// So many inputs share a school: what they leave behind is bounded.
const INPUTS: usize = 2_000;

type Serve = Box<dyn Fn(Request<Full<Bytes>>) -> LocalBoxFuture<'static, Answer>>;

/// The service.
pub(crate) struct School {
    runtime: Runtime,
    serve: Serve,
    token: String,
    inputs: usize,
    /// The path of a draft with a tree.
    pub(crate) draft: String,
    /// The cursors of second pages, each with the list it was made for.
    pub(crate) cursors: Vec<(&'static str, String)>,
}

/// What the service answered.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) tag: Option<String>,
    pub(crate) body: Value,
}

thread_local! {
    static SCHOOL: RefCell<Option<School>> = const { RefCell::new(None) };
}

/// Does something in a school that others may have used before.
pub(crate) fn with_school(act: impl FnOnce(&School)) {
    SCHOOL.with_borrow_mut(|slot| {
        let mut school = slot.take().filter(|it| it.inputs < INPUTS).unwrap_or_else(School::new);
        school.inputs += 1;
        act(&school);
        *slot = Some(school);
    });
}

impl School {
    fn new() -> Self {
        let (store, clock) = (MemoryStore::new(), Arc::new(FixedClock::default()));
        let now = clock.now().as_second();
        let base = Ports {
            catalogue: Arc::new(store.clone()),
            listed: Arc::new(store.clone()),
            access: Arc::new(FakeAccess::default()),
            commit: Arc::new(store.clone()),
            idempotency: Arc::new(store.clone()),
            clock,
            ids: Arc::new(CountingIds::default()),
        };
        let imports = ImportPorts {
            base: base.clone(),
            imports: Arc::new(store.clone()),
            leases: Arc::new(store.clone()),
        };
        let ports = IdentityPorts {
            base,
            identity: Arc::new(store.clone()),
            attempts: Arc::new(store),
            passwords: Arc::new(FakePasswords::default()),
            tokens: Arc::new(FakeAccessTokens::default()),
            secrets: Arc::new(CountingSecrets::default()),
            settings: Arc::new(IdentitySettings::default()),
        };
        let ring = SharedRing::new(KeyRing::generate(now).unwrap());
        let token = ring.load().signing_key(now).mint(&claims(now)).unwrap();
        let metrics = Registry::new("fuzz");
        let state = ApiState::new(ApiParts {
            ports,
            imports,
            ring,
            revocations: Arc::new(Revocations::new()),
            issuer: ISSUER.to_owned(),
            audience: AUDIENCE.to_owned(),
            cursors: CursorKey::new(b"secret"),
            rates: Rates::new(RateQuotas::OFF, &metrics),
            review: false,
            checks: Checks::builder().build(),
            version: "1.2.3".to_owned(),
        });
        let edge =
            Edge::new(EdgeOptions::default(), HttpMetrics::new(&metrics), || "id".to_owned());
        let app = edge.apply(router(state));
        let serve: Serve = Box::new(move |request| {
            let app = app.clone();
            async move {
                let (head, body) = app.oneshot(request).await.unwrap().into_parts();
                let body = body.collect().await.unwrap().to_bytes();
                let tag = head.headers.get("etag").map(|tag| tag.to_str().unwrap().to_owned());
                let body = serde_json::from_slice(&body).expect("every answer is JSON");
                Answer { status: head.status, tag, body }
            }
            .boxed_local()
        });
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (draft, cursors, inputs) = (String::new(), Vec::new(), 0);
        let school = Self { runtime, serve, token, inputs, draft, cursors };
        school.furnished()
    }

    /// Makes a course and three subjects.
    fn furnished(mut self) -> Self {
        let tree = json!([{ "heading": "One", "topics": [
            { "heading": "Two", "lessons": [{ "title": "Three", "kind": "text" }] },
        ] }]);
        let course = json!({ "title": "Rust", "summary": "Fearless", "sections": tree });
        let course = self.made("/v1/courses", &course);
        self.draft = format!("/v1/courses/{}/draft", course["id"].as_str().unwrap());
        for code in ["a", "b", "c"] {
            self.made("/v1/subjects", &json!({ "code": code, "title": "Subject" }));
            self.made("/v1/instructors", &json!({ "name": "Ada" }));
        }
        for list in ["/v1/subjects?limit=1", "/v1/instructors?limit=1"] {
            let page = self.ask(Method::GET, list, "", Bytes::new()).body;
            let cursor = page["page"]["next_cursor"].as_str().unwrap();
            self.cursors.push((list, cursor.to_owned()));
        }
        self
    }

    fn made(&self, path: &str, body: &Value) -> Value {
        let answer = self.ask(Method::POST, path, "application/json", body.to_string().into());
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }

    /// Asks as an admin.
    pub(crate) fn ask(&self, method: Method, target: &str, media: &str, body: Bytes) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header("authorization", format!("Bearer {}", self.token))
            .header("if-match", "*");
        if !media.is_empty() {
            request = request.header("content-type", media);
        }
        let answer = (self.serve)(request.body(Full::new(body)).unwrap());
        self.runtime.block_on(answer)
    }
}

fn claims(now: i64) -> Claims {
    Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: Uuid::from_u128(1),
        iat: now,
        nbf: now,
        exp: now + 900,
        jti: Uuid::from_u128(9),
        sid: None,
        roles: vec!["admin".to_owned()],
    }
}
