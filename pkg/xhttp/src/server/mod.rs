//! The accept loop: connections in, requests answered, nothing lost at the end.
//!
//! `axum::serve` leaves a client that sends half a header, or nothing, connected for ever and can
//! not be told the size of a header; this loop drives hyper itself to have both limits.

mod accept;
mod connection;
mod limits;
mod stall;
mod tracked_body;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use connection::Connections;
pub use limits::ServerLimits;

/// Time between the end of accepting and the end of keep-alive, in which bytes that the kernel
/// has already taken in reach a connection.
const SETTLE: Duration = Duration::from_millis(50);

/// How a server came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Drained {
    /// Every request was answered and every connection is closed.
    All,
    /// The drain time passed; this many connections were cut.
    Cut {
        /// Connections that were still open.
        connections: usize,
    },
}

/// Answers requests on `listener` until `stop` is cancelled, then drains.
///
/// Draining: no new connection is accepted, each open one closes after the request it is busy with
/// (a request whose bytes have arrived is answered), and whatever is left when
/// [`ServerLimits::drain_timeout`] has passed is cut.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: ServerLimits,
    stop: CancellationToken,
) -> Drained {
    let connections = Connections::new(app, limits);
    let slots = Arc::new(Semaphore::new(limits.max_connections));
    let tasks = TaskTracker::new();
    while let Some((stream, peer, slot)) = accept::next(&listener, &slots, &stop).await {
        tasks.spawn(connections.clone().run(stream, peer, slot));
    }
    for (stream, peer, slot) in accept::rest(listener, &slots) {
        tasks.spawn(connections.clone().run(stream, peer, slot));
    }
    tasks.close();
    drain(&connections, &tasks, limits.drain_timeout).await
}

async fn drain(connections: &Connections, tasks: &TaskTracker, timeout: Duration) -> Drained {
    let answered = async {
        tokio::time::sleep(SETTLE).await;
        connections.close_after_current_request();
        tasks.wait().await;
    };
    if tokio::time::timeout(timeout, answered).await.is_ok() {
        return Drained::All;
    }
    let open = tasks.len();
    connections.cut();
    tasks.wait().await;
    if open == 0 { Drained::All } else { Drained::Cut { connections: open } }
}
