//! The job that forgets old files and old jobs.

use std::time::Duration;

use courses_usecase::catalogue::TidyImports;
use tokio_util::sync::CancellationToken;
use xerror::ErrorChain;

/// Tidies up every `every` until `stop` is cancelled.
pub async fn tidy_imports_regularly(tidy: TidyImports, every: Duration, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
        loop {
            match tidy.execute().await {
                Ok(gone) if gone >= u64::from(TidyImports::STEP) && !stop.is_cancelled() => {}
                Ok(_) => break,
                Err(err) => {
                    tracing::warn!(error = %ErrorChain(&err), "tidying up imports failed, trying again later");
                    break;
                }
            }
        }
    }
}
