//! Captures the log lines of one future, as a test does.

use tracing::Instrument;
use tracing::instrument::WithSubscriber;
use xtelemetry::capture::Lines;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let lines = Lines::new();
    let request = async {
        tracing::warn!(course.id = 7, "course was edited meanwhile");
    };
    // Spans belong to the subscriber they are made under, so the span is made inside.
    async { request.instrument(tracing::info_span!("http.request", request.id = "r-1")).await }
        .with_subscriber(lines.dispatch())
        .await;

    for line in lines.text() {
        println!("{line}");
    }
}
