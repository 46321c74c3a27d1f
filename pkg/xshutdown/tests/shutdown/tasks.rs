//! Tracked tasks: waited for, cut off by name, and the critical ones missed.

use std::future;

use tokio::time;
use xshutdown::{EXIT_FAILED, Outcome, Reason};

use crate::story::{Story, logged, seconds, shutdown};

#[tokio::test(start_paused = true)]
async fn a_task_that_does_not_end_is_aborted_before_the_callbacks_run() {
    let (shutdown, story) = (shutdown(), Story::begin());
    let handle = shutdown.handle();
    let stuck = handle.spawn("stuck", future::pending::<()>());
    let notes = story.clone();
    handle.register("store", seconds(1), move || async move { notes.note("store") });

    let outcome = shutdown.run(async {}).await;

    assert_eq!(outcome, Outcome::TimedOut { open: vec!["stuck".to_owned()] });
    story.is(&[(11, "store")]);
    assert!(stuck.await.unwrap_err().is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn an_ordinary_task_may_end_early_and_answers_its_caller() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    assert_eq!(handle.spawn("sum", async { 1 + 1 }).await.unwrap(), 2);
    time::sleep(seconds(60)).await;
    assert_eq!(handle.reason(), None);
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
}

#[tokio::test(start_paused = true)]
async fn a_critical_task_that_ends_early_takes_the_program_along() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    handle.spawn_critical("listener", time::sleep(seconds(5)));
    let outcome = shutdown.run(future::pending()).await;
    assert_eq!(outcome, Outcome::Clean);
    assert_eq!(handle.reason(), Some(&Reason::TaskEnded("listener".to_owned())));
    assert_eq!(handle.exit_code(&outcome), EXIT_FAILED);
}

#[tokio::test(start_paused = true)]
async fn a_critical_task_that_panics_takes_the_program_along() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    handle.spawn_critical("listener", async { panic!("a test panics on purpose") });
    assert_eq!(shutdown.run(future::pending()).await, Outcome::Clean);
    assert!(handle.reason().is_some_and(Reason::is_failure));
    logged("ERROR xshutdown::task: task `listener` panicked");
}

#[tokio::test(start_paused = true)]
async fn a_critical_task_that_ends_when_told_is_no_failure() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    let token = handle.token();
    handle.spawn_critical("listener", async move { token.cancelled().await });
    let outcome = shutdown.run(time::sleep(seconds(5))).await;
    assert_eq!(handle.exit_code(&outcome), 0);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_starts_another_is_waited_for_with_it() {
    let (shutdown, story) = (shutdown(), Story::begin());
    let (handle, notes) = (shutdown.handle(), story.clone());
    let inner = handle.clone();
    handle.spawn("outer", async move {
        inner.token().cancelled().await;
        inner.spawn("inner", async move {
            time::sleep(seconds(3)).await;
            notes.note("inner");
        });
    });
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
    story.is(&[(4, "inner")]);
}

#[tokio::test(start_paused = true)]
async fn nobody_can_cancel_the_token_of_the_others() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    handle.token().cancel();
    assert!(!handle.token().is_cancelled());
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
}
