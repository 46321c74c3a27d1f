//! Runs the servers that tests need until its standard input closes.
//!
//! It prints one line for each environment variable that leads tests to them. `make test`
//! starts it; by hand: `cargo run --package courses-testkit --bin test-servers`.

use std::io::{Read as _, Write as _};

use courses_testkit::server::mongo::ReplicaSet;

fn main() -> anyhow::Result<()> {
    let mongo = ReplicaSet::start(3)?;
    let mut output = std::io::stdout();
    writeln!(output, "TEST_MONGODB_URI={}", mongo.uri())?;
    output.flush()?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
