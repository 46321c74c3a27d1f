//! One connection from accept to close.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use futures::FutureExt;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1::{Builder, Connection};
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use xerror::ErrorChain;

use super::limits::ServerLimits;
use super::stall::StallGuard;
use super::tracked_body::TrackedBody;

/// How long a caller may go on sending what nobody reads, so that it gets to read its refusal.
const LINGER: Duration = Duration::from_secs(2);

/// hyper allocates on the heap when told a number, even its own default.
const HYPER_MAX_HEADERS: usize = 100;

/// Smaller buffers are refused by hyper.
const HYPER_MIN_BUFFER: usize = 8192;

type Stream = TokioIo<StallGuard<TcpStream>>;

/// What all connections of a listener share.
#[derive(Clone)]
pub(super) struct Connections {
    app: Router,
    http: Builder,
    limits: ServerLimits,
    drain: CancellationToken,
    cut: CancellationToken,
}

impl Connections {
    pub(super) fn new(app: Router, limits: ServerLimits) -> Self {
        let max_header_bytes = limits.max_header_bytes.max(HYPER_MIN_BUFFER);
        let mut http = Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(limits.header_read_timeout)
            .max_header_size(max_header_bytes)
            .max_buf_size(max_header_bytes);
        if limits.max_headers != HYPER_MAX_HEADERS {
            http.max_headers(limits.max_headers);
        }
        let (drain, cut) = (CancellationToken::new(), CancellationToken::new());
        Self { app, http, limits, drain, cut }
    }

    /// Lets every connection finish what it is busy with.
    pub(super) fn close_after_current_request(&self) {
        self.drain.cancel();
    }

    /// Drops every connection.
    pub(super) fn cut(&self) {
        self.cut.cancel();
    }

    /// Serves one connection; `_slot` is its place among the connections that are allowed.
    pub(super) async fn run(
        self,
        stream: TcpStream,
        peer: SocketAddr,
        _slot: OwnedSemaphorePermit,
    ) {
        // Small answers must not wait for an acknowledgement; where it fails they are just slower.
        let _ = stream.set_nodelay(true);
        tokio::select! {
            biased;
            () = self.cut.cancelled() => {}
            () = self.serve(stream, peer) => {}
        }
    }

    async fn serve(&self, stream: TcpStream, peer: SocketAddr) {
        let unread = Arc::new(AtomicBool::new(false));
        let service =
            service_fn(|request| answer(self.app.clone(), request, peer, &unread).boxed());
        let stream = TokioIo::new(StallGuard::new(stream, self.limits.write_stall_timeout));
        let mut connection = self.http.serve_connection(stream, service);
        let outcome = drive(&mut connection, &self.drain).await;
        let refused = outcome.as_ref().is_err_and(hyper::Error::is_parse);
        if let Err(err) = outcome {
            tracing::debug!(error = %ErrorChain(&err), "connection ended early");
        }
        let stream = connection.into_parts().io.into_inner();
        close(stream, refused || unread.load(Ordering::Relaxed)).await;
    }
}

async fn answer(
    app: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    unread: &Arc<AtomicBool>,
) -> Result<Response<Body>, Infallible> {
    unread.store(false, Ordering::Relaxed);
    let mut request = request.map(|body| Body::new(TrackedBody::new(body, Arc::clone(unread))));
    request.extensions_mut().insert(ConnectInfo(peer));
    app.oneshot(request).await
}

/// Polls the connection to its end, without closing the stream; a drain shortens it.
///
/// The connection is polled before it is told of the drain: hyper closes one that has not read
/// anything yet, even if a request is waiting in the socket.
async fn drive<S>(
    connection: &mut Connection<Stream, S>,
    drain: &CancellationToken,
) -> hyper::Result<()>
where
    S: HttpService<Incoming, ResBody = Body, Error = Infallible> + Unpin,
    S::Future: Unpin,
{
    let mut drain = pin!(drain.cancelled());
    let mut draining = false;
    poll_fn(|cx| {
        if let Poll::Ready(outcome) = connection.poll_without_shutdown(cx) {
            return Poll::Ready(outcome);
        }
        if draining || drain.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        draining = true;
        Pin::new(&mut *connection).graceful_shutdown();
        connection.poll_without_shutdown(cx)
    })
    .await
}

/// Closes the stream so that the caller gets everything that was written.
///
/// Closing a socket with unread bytes in it resets the connection, and a reset can overtake the
/// answer. So the caller is told that we are done and its remaining bytes are thrown away.
async fn close(mut stream: StallGuard<TcpStream>, has_unread_bytes: bool) {
    if stream.shutdown().await.is_err() || !has_unread_bytes {
        return;
    }
    let mut ignored = [0; 4096];
    let discard = async { while matches!(stream.read(&mut ignored).await, Ok(1..)) {} };
    let _ = tokio::time::timeout(LINGER, discard).await;
}
