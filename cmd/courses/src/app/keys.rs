//! Lets the running program follow its ring of signing keys.

use std::time::Duration;

use xerror::ErrorChain;
use xshutdown::Handle;

use crate::adapter::Keys;

/// How soon every instance knows a new key.
const EVERY: Duration = Duration::from_secs(1);

/// Looks at the ring once a second until `shutdown`. A ring that cannot be read changes nothing.
pub(crate) fn follow_keys(keys: &Keys, shutdown: &Handle) {
    let (keys, stop) = (keys.clone(), shutdown.token());
    shutdown.spawn("key follower", async move {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            let looking = keys.clone();
            let looked = tokio::task::spawn_blocking(move || looking.refresh()).await;
            if let Ok(Err(err)) = looked {
                tracing::warn!(
                    error = %ErrorChain(&err),
                    "the ring of signing keys cannot be read, the last good one stays"
                );
            }
        }
    });
}
