//! What somebody asks a school, and what comes back.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;

use crate::school::{Person, School};

/// A request that is being put together.
pub(crate) struct Ask<'a> {
    school: &'a School,
    request: Request<Body>,
    merge: bool,
}

impl<'a> Ask<'a> {
    pub(crate) fn new(school: &'a School, method: Method, target: &str) -> Self {
        let merge = method == Method::PATCH;
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method;
        *request.uri_mut() = target.parse().unwrap();
        Self { school, request, merge }
    }

    pub(crate) fn by(self, person: Person) -> Self {
        let token = self.school.token(person);
        self.bearing(&token)
    }

    /// With this token or key.
    pub(crate) fn bearing(self, token: &str) -> Self {
        self.header(AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    /// From this place.
    pub(crate) fn from(mut self, address: [u8; 4]) -> Self {
        let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::from(address)), 4711);
        self.request.extensions_mut().insert(ConnectInfo(peer));
        self
    }

    /// With this program.
    pub(crate) fn with_agent(self, agent: &str) -> Self {
        self.header(USER_AGENT.as_str(), agent)
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

    /// Sends bytes that are no JSON.
    pub(crate) fn file(mut self, media: &str, text: &str) -> Self {
        *self.request.body_mut() = Body::from(text.to_owned());
        self.header(CONTENT_TYPE.as_str(), media)
    }

    /// Sends.
    pub(crate) async fn send(self) -> Answer {
        let response = self.school.serve(self.request).await;
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
