//! Takes connections from the listener, however often the system refuses.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

/// A connection with its place among the connections that are allowed.
pub(super) type Accepted = (TcpStream, SocketAddr, OwnedSemaphorePermit);

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The next connection; `None` once `stop` is cancelled.
pub(super) async fn next(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<Accepted> {
    let accepted = async {
        let slot = Arc::clone(slots).acquire_owned().await.ok()?;
        let (stream, peer) = persist(|| listener.accept()).await;
        Some((stream, peer, slot))
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        accepted = accepted => accepted,
    }
}

/// The connections that the kernel has made already and nobody has accepted yet.
///
/// Their requests may be on the way; closing the listener would reset them.
pub(super) fn rest(listener: TcpListener, slots: &Arc<Semaphore>) -> Vec<Accepted> {
    let mut rest = Vec::new();
    let Ok(listener) = listener.into_std() else { return rest };
    while let Ok(slot) = Arc::clone(slots).try_acquire_owned() {
        let Ok((stream, peer)) = listener.accept() else { break };
        if let Ok(stream) = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream))
        {
            rest.push((stream, peer, slot));
        }
    }
    rest
}

/// Tries until it works. Running out of file descriptors passes; a server that stops accepting
/// because of it does not come back.
async fn persist<T, F>(mut accept: impl FnMut() -> F) -> T
where
    F: Future<Output = io::Result<T>>,
{
    let mut pause = FIRST_PAUSE;
    loop {
        match accept().await {
            Ok(accepted) => return accepted,
            Err(err) if is_about_one_connection(&err) => {}
            Err(err) => {
                tracing::warn!(error = %err, "could not accept a connection");
                tokio::time::sleep(pause).await;
                pause = LONGEST_PAUSE.min(pause * 2);
            }
        }
    }
}

/// The caller went away between connecting and being accepted.
fn is_about_one_connection(err: &io::Error) -> bool {
    matches!(
        err.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Instant;

    use super::*;

    const TOO_MANY_OPEN_FILES: i32 = 24;

    #[tokio::test]
    async fn running_out_of_file_descriptors_is_survived() {
        let tries = Cell::new(0);
        let started = Instant::now();
        let accepted = persist(|| {
            tries.set(tries.get() + 1);
            let outcome = match tries.get() {
                1 | 2 => Err(io::Error::from_raw_os_error(TOO_MANY_OPEN_FILES)),
                3 => Err(io::ErrorKind::ConnectionAborted.into()),
                _ => Ok("a connection"),
            };
            async { outcome }
        });
        assert_eq!(accepted.await, "a connection");
        assert_eq!(tries.get(), 4);
        assert!(started.elapsed() >= FIRST_PAUSE * 3, "two pauses, the second twice as long");
    }
}
