//! What a test notes down while a shutdown runs, with the time of the paused clock.

use std::{
    cell::RefCell,
    io,
    sync::{Arc, Mutex, Once},
    time::Duration,
};

use tokio::time::Instant;
use xshutdown::{Options, Shutdown};

pub(crate) const fn seconds(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// Limits with room between them, so that a wrong step shows in the time of the next.
pub(crate) fn shutdown() -> Shutdown {
    shutdown_with(Options {
        drain_delay: seconds(1),
        task_timeout: seconds(10),
        deadline: seconds(30),
    })
}

pub(crate) fn shutdown_with(options: Options) -> Shutdown {
    collect_logs();
    Shutdown::new(options)
}

/// Events in order, each with the second it happened in.
#[derive(Clone)]
pub(crate) struct Story {
    began: Instant,
    events: Arc<Mutex<Vec<(u64, String)>>>,
}

impl Story {
    pub(crate) fn begin() -> Self {
        Self { began: Instant::now(), events: Arc::default() }
    }

    pub(crate) fn note(&self, event: &str) {
        let at = self.began.elapsed().as_secs();
        self.events.lock().expect("no test panics here").push((at, event.to_owned()));
    }

    #[track_caller]
    pub(crate) fn is(&self, expected: &[(u64, &str)]) {
        let events = self.events.lock().expect("no test panics here");
        let events: Vec<_> = events.iter().map(|(at, event)| (*at, event.as_str())).collect();
        assert_eq!(events, expected);
    }
}

thread_local! {
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Collects what each thread logs. One subscriber for all tests: with one per test, a test
/// that has none can switch a log line off for the others.
fn collect_logs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt().with_ansi(false).without_time().with_writer(|| Writer).init();
    });
}

/// Asserts that the thread of this test logged the words.
#[track_caller]
pub(crate) fn logged(words: &str) {
    let text = LOGGED.with_borrow(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert!(text.contains(words), "`{words}` is missing in:\n{text}");
}

struct Writer;

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| logged.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
