//! Connections: who is closed, who is refused, who is answered at the end.

use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use xhttp::{Drained, ServerLimits, serve};

use crate::support::{Answer, Server, get as request};

const SHORT: Duration = Duration::from_millis(200);

fn limits() -> ServerLimits {
    ServerLimits { header_read_timeout: SHORT, ..ServerLimits::default() }
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

fn slow(pause: Duration) -> Router {
    let handler = async move || {
        tokio::time::sleep(pause).await;
        "done"
    };
    Router::new().route("/", get(handler))
}

async fn closed_within(mut stream: TcpStream, limit: Duration) -> Vec<u8> {
    let mut rest = Vec::new();
    let read = stream.read_to_end(&mut rest);
    tokio::time::timeout(limit, read).await.expect("the server closes").expect("without a reset");
    rest
}

#[tokio::test]
async fn half_a_header_is_closed_after_its_time() {
    let server = Server::start(hello(), limits()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: te").await.expect("half a header");
    assert_eq!(closed_within(stream, SHORT * 5).await, b"");
}

#[tokio::test]
async fn a_header_that_trickles_is_closed_after_its_time() {
    let server = Server::start(hello(), limits()).await;
    let mut stream = server.connect().await;
    let started = Instant::now();
    while started.elapsed() < SHORT * 5 {
        if stream.write_all(b"G").await.is_err() {
            return;
        }
        tokio::time::sleep(SHORT / 8).await;
    }
    panic!("a byte every now and then kept the connection open");
}

#[tokio::test]
async fn a_silent_caller_is_closed() {
    let server = Server::start(hello(), limits()).await;
    let stream = server.connect().await;
    assert_eq!(closed_within(stream, SHORT * 5).await, b"");
}

#[tokio::test]
async fn a_caller_that_is_silent_after_its_answer_is_closed() {
    let server = Server::start(hello(), limits()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await.expect("a request");
    let answer = closed_within(stream, SHORT * 5).await;
    assert!(answer.starts_with(b"HTTP/1.1 200") && answer.ends_with(b"hello"));
}

#[tokio::test]
async fn a_header_of_100_kilobytes_is_refused() {
    let server = Server::start(hello(), limits()).await;
    let header = format!("X-Large: {}\r\n", "a".repeat(100 * 1024));
    assert_eq!(server.exchange(request("/", &header)).await.status, 431);
}

#[tokio::test]
async fn a_hundred_and_one_headers_are_refused() {
    let server = Server::start(hello(), limits()).await;
    assert_eq!(server.exchange(request("/", &"X-Many: 1\r\n".repeat(101))).await.status, 431);
}

#[tokio::test]
async fn garbage_is_refused_without_a_word_about_our_parser() {
    let server = Server::start(hello(), limits()).await;
    let broken = [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  /  /  HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"GET / HTTP/1.1\r\nBad Header: 1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\r\n\r\n\r\n\r\nhello\r\n\r\n",
    ];
    for bytes in broken {
        let answer = server.exchange(bytes).await;
        assert!(matches!(answer.status, 0 | 400), "{bytes:?}: {answer:?}");
        assert_eq!(answer.body, b"", "{bytes:?}");
    }
    assert_eq!(server.get("/").await.status, 200, "the server goes on");
}

#[tokio::test]
async fn connections_above_the_limit_wait_for_their_turn() {
    let one = ServerLimits { max_connections: 1, ..ServerLimits::default() };
    let server = Server::start(slow(SHORT), one).await;
    let started = Instant::now();
    let (first, second) = tokio::join!(server.get("/"), server.get("/"));
    assert_eq!((first.status, second.status), (200, 200));
    assert!(started.elapsed() >= SHORT * 2, "one after the other");
}

#[tokio::test]
async fn a_stop_answers_fifty_of_fifty_requests_in_flight() {
    let server = Server::start(slow(SHORT * 2), limits()).await;
    let mut streams = Vec::new();
    for _ in 0..50 {
        let mut stream = server.connect().await;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await.expect("a request");
        streams.push(stream);
    }
    let address = server.address;
    assert_eq!(server.stopped().await, Drained::All);

    for stream in &mut streams {
        let answer = Answer::read(stream).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "done"));
        assert_eq!(answer.header("connection"), Some("close"));
    }
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_request_that_waits_in_the_socket_when_the_stop_comes_is_answered() {
    let server = Server::start(hello(), ServerLimits::default()).await;
    let mut kept_alive = server.connect().await;
    kept_alive.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await.expect("a request");
    let mut first = [0; 16];
    kept_alive.read_exact(&mut first).await.expect("the first answer begins");

    let mut fresh = server.connect().await;
    let last = request("/", "");
    kept_alive.write_all(last.as_bytes()).await.expect("a second request");
    fresh.write_all(last.as_bytes()).await.expect("a first request");
    assert_eq!(server.stopped().await, Drained::All);

    let mut rest = Vec::new();
    kept_alive.read_to_end(&mut rest).await.expect("no reset");
    assert_eq!(String::from_utf8_lossy(&rest).matches("hello").count(), 2);
    assert_eq!(Answer::read(&mut fresh).await.status, 200);
}

#[tokio::test]
async fn a_connection_that_nobody_has_accepted_when_the_stop_comes_is_answered() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("the kernel accepts");
    stream.write_all(request("/", "").as_bytes()).await.expect("a request");

    let stop = CancellationToken::new();
    stop.cancel();
    assert_eq!(serve(listener, hello(), limits(), stop).await, Drained::All);
    assert_eq!(Answer::read(&mut stream).await.status, 200);
}

#[tokio::test]
async fn what_does_not_end_in_time_is_cut_and_counted() {
    let brief = ServerLimits { drain_timeout: SHORT, ..ServerLimits::default() };
    let server = Server::start(slow(Duration::from_hours(1)), brief).await;
    let mut stream = server.connect().await;
    stream.write_all(request("/", "").as_bytes()).await.expect("a request");
    tokio::time::sleep(SHORT / 2).await;

    let started = Instant::now();
    assert_eq!(server.stopped().await, Drained::Cut { connections: 1 });
    assert!(started.elapsed() < SHORT * 4);
}

#[tokio::test]
async fn idle_connections_do_not_hold_up_a_stop() {
    let server = Server::start(hello(), ServerLimits::default()).await;
    let _silent = server.connect().await;
    let mut idle = server.connect().await;
    idle.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await.expect("a request");
    let mut first = [0; 16];
    idle.read_exact(&mut first).await.expect("an answer");

    let started = Instant::now();
    assert_eq!(server.stopped().await, Drained::All);
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}
