//! The promises of the product, tested on the real program: a child process on ports of its own,
//! on each store, through the client wherever a client can say it.
//!
//! # How do I add one more?
//!
//! An `async fn` that takes a [`support::TestStore`], named after what is promised, and its name in
//! the `on_each_store!` of its module.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

/// Makes a test of each function for each store. Functions take a `TestStore`.
macro_rules! on_each_store {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::support::TestStore::sqlite()).await;
                }
            )*
        }
        mod mongodb {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let Some(store) = $crate::support::TestStore::mongodb() else { return };
                    super::$name(store).await;
                }
            )*
        }
    };
}

mod caching;
mod conflicts;
mod contract;
mod crashing;
mod examples;
mod hostile;
mod identity;
mod importing;
mod merging;
mod privacy;
mod sending_files;
mod starting;
mod stopping;
mod support;
mod telemetry;
mod tour;
mod walking;
