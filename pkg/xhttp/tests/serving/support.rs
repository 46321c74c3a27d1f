//! A server on a free port, and a caller that writes bytes and reads bytes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use xhttp::{Drained, Edge, EdgeLimits, EdgeOptions, GroupLimits, ServerLimits};
use xtelemetry::{HttpMetrics, Registry};

/// Longer than anything a test waits for; shorter than a person's patience.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<Drained>,
}

impl Server {
    pub(crate) async fn start(app: Router, limits: ServerLimits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let stop = CancellationToken::new();
        let task = tokio::spawn(xhttp::serve(listener, app, limits, stop.clone()));
        Self { address, stop, task }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("the server accepts")
    }

    /// Sends `bytes` and reads the answer until the server closes.
    pub(crate) async fn exchange(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect().await;
        // A server may refuse before it has read everything.
        let _ = stream.write_all(bytes.as_ref()).await;
        Answer::read(&mut stream).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.exchange(get(path, "")).await
    }

    pub(crate) async fn stopped(self) -> Drained {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("in time").expect("no panic")
    }
}

/// A request that closes the connection; `headers` are whole lines.
pub(crate) fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}\r\n")
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes);
        tokio::time::timeout(PATIENCE, read).await.expect("the server closes").expect("no reset");
        Self::parse(&bytes)
    }

    /// Status 0 stands for a connection that was closed without a word.
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let (head, body) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 4..]));
        let head = String::from_utf8(head.to_vec()).expect("our headers are ASCII");
        let status = head.split(' ').nth(1).map_or(0, |status| status.parse().expect("a status"));
        Self { status, head, body: body.to_vec() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a problem of this status and code.
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let body: Value = serde_json::from_slice(&self.body).expect("a problem is JSON");
        assert_eq!(body["type"], format!("urn:test:{code}"));
        assert_eq!(body["status"], status);
        assert_eq!(body["request_id"].as_str(), self.header("x-request-id"));
        body
    }
}

/// A router behind the edge, with its metrics.
pub(crate) struct Site {
    pub(crate) registry: Registry,
    pub(crate) options: EdgeOptions,
    pub(crate) group: GroupLimits,
}

impl Default for Site {
    fn default() -> Self {
        let options = EdgeOptions { type_prefix: "urn:test:".to_owned(), ..Default::default() };
        Self { registry: Registry::new("test"), options, group: GroupLimits::default() }
    }
}

impl Site {
    pub(crate) fn limits(mut self, limits: EdgeLimits) -> Self {
        self.options.limits = limits;
        self
    }

    pub(crate) fn group(mut self, group: GroupLimits) -> Self {
        self.group = group;
        self
    }

    pub(crate) fn trusted_proxy(mut self, network: &str) -> Self {
        self.options.trusted_proxies.push(network.parse().expect("a network"));
        self
    }

    pub(crate) fn app(&self, routes: Router) -> Router {
        let counter = AtomicU64::new(0);
        let new_id = move || format!("made-{:04}", counter.fetch_add(1, Ordering::Relaxed));
        let metrics = HttpMetrics::new(&self.registry);
        Edge::new(self.options.clone(), metrics, new_id).apply(self.group.apply(routes))
    }

    pub(crate) async fn serve(&self, routes: Router) -> Server {
        Server::start(self.app(routes), ServerLimits::default()).await
    }
}
