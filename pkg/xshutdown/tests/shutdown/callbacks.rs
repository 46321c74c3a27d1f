//! Callbacks: reverse order, own time-outs, and no way to harm each other.

use std::{future, io, thread};

use tokio::time;
use xshutdown::{Options, Outcome};

use crate::story::{Story, logged, seconds, shutdown, shutdown_with};

#[tokio::test(start_paused = true)]
async fn a_failing_a_panicking_and_a_hanging_one_do_not_stop_the_others() {
    let (shutdown, story) = (shutdown(), Story::begin());
    let handle = shutdown.handle();
    let notes = story.clone();
    handle.register("last", seconds(1), move || async move { notes.note("last") });
    handle.register("fails", seconds(1), || async { Err(io::Error::other("disk full")) });
    handle.register("panics", seconds(1), panics);
    handle.register("hangs", seconds(3), future::pending::<()>);
    let notes = story.clone();
    handle.register("first", seconds(1), move || async move { notes.note("first") });

    let outcome = shutdown.run(async {}).await;

    assert_eq!(outcome, Outcome::TimedOut { open: vec!["hangs".to_owned()] });
    story.is(&[(1, "first"), (4, "last")]);
    logged("ERROR xshutdown::callback: callback `fails` failed");
    logged("disk full");
    logged("ERROR xshutdown::callback: callback `panics` panicked");
    logged("ERROR xshutdown::callback: callback `hangs` cut off: out of time");
}

#[tokio::test(start_paused = true)]
async fn a_failed_callback_that_ended_is_still_a_clean_end() {
    let shutdown = shutdown();
    shutdown.handle().register("fails", seconds(1), || async { Err("no") });
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_panics_before_it_is_a_future_is_contained_too() {
    let shutdown = shutdown();
    shutdown.handle().register("broken", seconds(1), broken);
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
}

#[tokio::test(start_paused = true)]
async fn a_callback_may_register_another() {
    let (shutdown, story) = (shutdown(), Story::begin());
    let (handle, notes) = (shutdown.handle(), story.clone());
    let inner = handle.clone();
    handle.register("outer", seconds(1), move || async move {
        inner.register("inner", seconds(1), move || async move { notes.note("inner") });
    });
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
    story.is(&[(1, "inner")]);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_registered_after_the_end_is_logged() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
    handle.register("late", seconds(1), || async {});
    logged("callback `late` was registered too late to run");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_blocks_its_thread_is_left_behind() {
    let shutdown = shutdown_with(Options::default());
    shutdown.handle().register("blocks", seconds(1) / 10, || async {
        thread::sleep(seconds(2));
    });
    let began = time::Instant::now();
    let outcome = shutdown.run(async {}).await;
    assert_eq!(outcome, Outcome::TimedOut { open: vec!["blocks".to_owned()] });
    assert!(began.elapsed() < seconds(2));
}

async fn panics() {
    panic!("a test panics on purpose")
}

fn broken() -> future::Ready<()> {
    panic!("a test panics on purpose")
}
