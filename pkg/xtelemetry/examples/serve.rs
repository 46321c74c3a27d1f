//! Starts telemetry, does a little work and stops. With an argument, spans are sent there:
//! `cargo run -p xtelemetry --example serve -- http://127.0.0.1:4318`.

use std::time::Duration;

use xtelemetry::{Options, Otlp, Registry};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut options = Options::new("example", env!("CARGO_PKG_VERSION"));
    options.otlp = std::env::args().nth(1).map(Otlp::new);
    let guard = xtelemetry::init(&options)?;

    let registry = Registry::new("example");
    let greetings = registry.counter("greetings_total", "Greetings said.", ["language"]);
    tracing::info_span!("example.greet", request.id = "r-1").in_scope(|| {
        tracing::info!(language = "en", "hello");
        greetings.increment(["en"]);
    });

    println!("{}", registry.render().1);
    guard.shutdown(Duration::from_secs(2))?;
    Ok(())
}
