//! The order of the steps, what starts them and what ends them.

use std::{future, thread};

use tokio::time;
use xshutdown::{Options, Outcome, Reason};

use crate::story::{Story, seconds, shutdown, shutdown_with};

#[tokio::test(start_paused = true)]
async fn the_steps_come_in_order() {
    let (shutdown, story) = (shutdown(), Story::begin());
    let (handle, token, ready) =
        (shutdown.handle(), shutdown.handle().token(), shutdown.handle().ready());
    ready.set_ready();
    let notes = story.clone();
    handle.spawn("listener", async move {
        assert!(ready.is_ready());
        token.cancelled().await;
        assert!(ready.is_draining());
        notes.note("token");
        time::sleep(seconds(2)).await;
        notes.note("task");
    });
    for name in ["first", "second"] {
        let notes = story.clone();
        handle.register(name, seconds(5), move || async move {
            notes.note(name);
            time::sleep(seconds(1)).await;
        });
    }

    let outcome = shutdown.run(time::sleep(seconds(10))).await;

    story.note("end");
    assert_eq!(outcome, Outcome::Clean);
    story.is(&[(11, "token"), (13, "task"), (13, "second"), (14, "first"), (15, "end")]);
}

#[tokio::test(start_paused = true)]
async fn readiness_goes_off_before_the_drain_delay() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    handle.ready().set_ready();
    let running = tokio::spawn(shutdown.run(future::pending()));
    handle.trigger("test");
    assert!(handle.ready().is_draining());
    time::sleep(seconds(1) / 2).await;
    assert!(!handle.token().is_cancelled(), "work goes on during the drain delay");
    time::sleep(seconds(1)).await;
    assert!(handle.token().is_cancelled());
    assert_eq!(running.await.unwrap(), Outcome::Clean);
}

#[tokio::test(start_paused = true)]
async fn the_first_reason_counts() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    assert_eq!(handle.reason(), None);
    handle.trigger("one");
    handle.trigger("two");
    assert_eq!(shutdown.run(async {}).await, Outcome::Clean);
    assert_eq!(handle.reason(), Some(&Reason::Requested("one".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_can_be_triggered_before_it_runs_and_from_any_thread() {
    let shutdown = shutdown();
    let handle = shutdown.handle();
    let elsewhere = thread::spawn(move || {
        handle.register("nothing", seconds(1), || async {});
        handle.trigger("another thread");
    });
    elsewhere.join().unwrap();
    assert_eq!(shutdown.run(future::pending()).await, Outcome::Clean);
}

#[tokio::test(start_paused = true)]
async fn one_deadline_is_above_all_steps() {
    let (shutdown, story) = (shutdown(), Story::begin());
    let handle = shutdown.handle();
    for name in ["never", "cut", "slow"] {
        handle.register(name, seconds(20), || time::sleep(seconds(18)));
    }
    handle.spawn("stuck", future::pending::<()>());

    let outcome = shutdown.run(async {}).await;

    story.note("end");
    // 1 s drain delay, 10 s for the task, 18 s for `slow`, and 1 s is left for `cut`.
    let open = ["stuck", "cut", "never"].map(str::to_owned).to_vec();
    assert_eq!(outcome, Outcome::TimedOut { open });
    story.is(&[(30, "end")]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_within_the_drain_delay_still_tells_everybody() {
    let options = Options { drain_delay: seconds(60), deadline: seconds(5), ..Options::default() };
    let shutdown = shutdown_with(options);
    let handle = shutdown.handle();
    handle.register("store", seconds(1), || async {});
    let outcome = shutdown.run(async {}).await;
    assert_eq!(outcome, Outcome::TimedOut { open: vec!["store".to_owned()] });
    assert!(handle.token().is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn force_ends_it_at_once() {
    let (shutdown, story) = (shutdown(), Story::begin());
    let handle = shutdown.handle();
    let task = handle.spawn("stuck", future::pending::<()>());
    let notes = story.clone();
    handle.register("skipped", seconds(5), move || async move { notes.note("skipped") });

    let outcome = shutdown.run_with(async {}, time::sleep(seconds(3))).await;

    story.note("end");
    assert_eq!(outcome, Outcome::Forced);
    assert!(task.await.unwrap_err().is_cancelled());
    story.is(&[(3, "end")]);
}

#[tokio::test(start_paused = true)]
async fn force_does_not_wait_for_a_running_callback() {
    let shutdown = shutdown();
    shutdown.handle().register("hangs", seconds(20), future::pending::<()>);
    let outcome = shutdown.run_with(async {}, time::sleep(seconds(3))).await;
    assert_eq!(outcome, Outcome::Forced);
}
