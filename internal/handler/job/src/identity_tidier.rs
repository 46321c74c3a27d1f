//! The job that forgets sessions, revocations and failed attempts that have run out.

use std::time::Duration;

use courses_usecase::identity::TidyIdentity;
use tokio_util::sync::CancellationToken;
use xerror::ErrorChain;

/// Tidies up every `every` until `stop` is cancelled.
pub async fn tidy_identity_regularly(tidy: TidyIdentity, every: Duration, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
        loop {
            match tidy.execute().await {
                Ok(removed) if removed >= u64::from(TidyIdentity::STEP) && !stop.is_cancelled() => {
                }
                Ok(_) => break,
                Err(err) => {
                    tracing::warn!(error = %ErrorChain(&err), "tidying up identity failed, trying again later");
                    break;
                }
            }
        }
    }
}
