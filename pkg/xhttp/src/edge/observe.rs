//! The outermost layer: one id, one span, one log line and one measurement per request.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use http::Method;
use tracing::field::Empty;
use tracing::{Instrument, Span};
use xerror::{Problem, RenderOptions};
use xtelemetry::InFlight;

use super::{Shared, finish};
use crate::{RequestId, address, problem_response};

/// Label of requests that no route was found for.
const UNMATCHED: &str = "unmatched";

/// A path longer than this is refused or a mistake; it is not repeated to anybody.
const MAX_SHOWN_PATH: usize = 1024;

/// What the log and the metrics show when the caller has gone before the answer was ready.
const CLIENT_CLOSED_REQUEST: u16 = 499;

pub(super) async fn observe(
    State(edge): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = RequestId::accept_or_make(request.headers(), &edge.new_id);
    request.extensions_mut().insert(id.clone());
    address::note(&mut request, &edge.options.trusted_proxies, edge.options.proxy_header);
    let path = shown_path(&request).to_owned();
    let mut observation = Observation::start(Arc::clone(&edge), &request, &path, id.clone());
    let span = observation.span.clone();

    let response = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span).await;

    let response = response.unwrap_or_else(|panic| problem_response(panic_problem(&*panic)));
    let render = RenderOptions {
        type_prefix: &edge.options.type_prefix,
        request_id: Some(id.as_str()),
        instance: Some(path.as_str()).filter(|path| !path.is_empty()),
        development: edge.options.development,
    };
    let trace_id = observation.trace_id.as_deref();
    let response = observation.span.in_scope(|| finish::finish(response, &render, &id, trace_id));
    observation.finish(response.status().as_u16());
    response
}

fn shown_path(request: &Request) -> &str {
    Some(request.uri().path()).filter(|path| path.len() <= MAX_SHOWN_PATH).unwrap_or("")
}

fn panic_problem(panic: &(dyn Any + Send)) -> Problem {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Problem::internal(format!("a handler panicked: {}", text.unwrap_or("no message")))
}

/// Label of a method; callers can not make up new ones.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "_OTHER",
    }
}

/// A request in flight. Dropped before it is finished, it counts as given up by the caller.
struct Observation {
    _in_flight: InFlight,
    edge: Arc<Shared>,
    span: Span,
    id: RequestId,
    trace_id: Option<String>,
    method: &'static str,
    route: String,
    is_probe: bool,
    started: Instant,
    finished: bool,
}

impl Observation {
    fn start(edge: Arc<Shared>, request: &Request, path: &str, id: RequestId) -> Self {
        let method = method_label(request.method());
        let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let route = matched.unwrap_or(UNMATCHED).to_owned();
        let span = tracing::info_span!(
            "http.server.request",
            otel.kind = "server",
            otel.name = format!("{method} {route}"),
            otel.status_code = Empty,
            http.request.method = method,
            http.route = matched,
            http.response.status_code = Empty,
            url.path = path,
            request.id = id.as_str(),
        );
        xtelemetry::set_parent_from_headers(&span, request.headers());
        let trace_id = span.in_scope(xtelemetry::current_trace_id);
        let is_probe = edge.options.is_probe(path);
        Self {
            _in_flight: edge.metrics.started(),
            edge,
            span,
            id,
            trace_id,
            method,
            route,
            is_probe,
            started: Instant::now(),
            finished: false,
        }
    }

    fn finish(&mut self, status: u16) {
        self.finished = true;
        let elapsed = self.started.elapsed();
        self.edge.metrics.finished(self.method, &self.route, status, elapsed.as_secs_f64());
        self.span.record("http.response.status_code", status);
        if status >= 500 {
            self.span.record("otel.status_code", "ERROR");
        }
        let duration_ms = (elapsed.as_secs_f64() * 1e6).round() / 1e3;
        self.span.in_scope(|| self.log(status, duration_ms));
    }

    /// The request line: route pattern, never the query or a body.
    fn log(&self, status: u16, duration_ms: f64) {
        let (method, route) = (self.method, self.route.as_str());
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    http.request.method = method,
                    http.route = route,
                    http.response.status_code = status,
                    duration_ms,
                    request.id = self.id.as_str(),
                    trace_id = self.trace_id.as_deref(),
                    "{method} {route} {status}"
                )
            };
        }
        match status {
            500.. => line!(error),
            ..400 if self.is_probe => line!(debug),
            _ => line!(info),
        }
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        if !self.finished {
            self.finish(CLIENT_CLOSED_REQUEST);
        }
    }
}
