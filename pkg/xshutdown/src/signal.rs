//! The signals that ask a program to stop, counted.

use std::{future, io};

use tokio::{sync::watch, task::JoinHandle};
use tracing::info;

use crate::Reason;

/// Signals received since this was made.
#[derive(Debug)]
pub(crate) struct Signals {
    seen: watch::Receiver<Seen>,
    listener: JoinHandle<()>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    count: u32,
    last: &'static str,
}

impl Signals {
    /// Takes the signals over from the system, from this moment on.
    pub(crate) fn listen() -> io::Result<Self> {
        let mut source = Source::open()?;
        let (sender, seen) = watch::channel(Seen::default());
        let listener = tokio::spawn(async move {
            loop {
                let name = source.next().await;
                info!(signal.name = name, "{name} received");
                sender.send_modify(|seen| *seen = Seen { count: seen.count + 1, last: name });
            }
        });
        Ok(Self { seen, listener })
    }

    /// Waits for the first signal.
    pub(crate) fn first(&self) -> impl Future<Output = Reason> + use<> {
        let signal = self.nth(1);
        async move { Reason::Signal(signal.await) }
    }

    /// Waits for the second signal.
    pub(crate) fn second(&self) -> impl Future<Output = ()> + use<> {
        let signal = self.nth(2);
        async move {
            signal.await;
        }
    }

    fn nth(&self, count: u32) -> impl Future<Output = &'static str> + use<> {
        let mut seen = self.seen.clone();
        async move {
            let last = seen.wait_for(|seen| seen.count >= count).await.map(|seen| seen.last);
            match last {
                Ok(name) => name,
                // The listener is gone with the runtime: no signal will come.
                Err(_) => future::pending().await,
            }
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

#[cfg(unix)]
struct Source {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Source {
    fn open() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

#[cfg(not(unix))]
struct Source;

#[cfg(not(unix))]
impl Source {
    fn open() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> &'static str {
        match tokio::signal::ctrl_c().await {
            Ok(()) => "Ctrl-C",
            Err(_) => future::pending().await,
        }
    }
}
