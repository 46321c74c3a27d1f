//! A program of three parts that ends in good order. Start it, then press Ctrl-C once or twice.
//!
//! ```text
//! cargo run -p xshutdown --example server; echo "exit code $?"
//! ```

use std::{io, process::ExitCode, time::Duration};

use tokio::{runtime::Runtime, time};
use xshutdown::{Handle, Options, Shutdown};

fn main() -> io::Result<ExitCode> {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let runtime = Runtime::new()?;
    let exit_code = runtime.block_on(serve());
    // Whatever still blocks a thread must not keep the program from ending.
    runtime.shutdown_background();
    exit_code
}

async fn serve() -> io::Result<ExitCode> {
    let shutdown = Shutdown::new(Options {
        drain_delay: Duration::from_secs(1),
        deadline: Duration::from_secs(10),
        ..Options::default()
    });
    let handle = shutdown.handle();
    open_store(&handle);
    let worker = handle.clone();
    handle.spawn_critical("worker", async move { work(worker).await });
    handle.ready().set_ready();
    let outcome = shutdown.run_until_signal().await?;
    Ok(ExitCode::from(handle.exit_code(&outcome)))
}

/// Whoever opens something registers its closing.
fn open_store(handle: &Handle) {
    handle.register("store", Duration::from_secs(5), || async {
        time::sleep(Duration::from_secs(2)).await;
        Ok::<_, io::Error>(())
    });
}

/// Ends its step, then itself.
async fn work(handle: Handle) {
    let token = handle.token();
    while !token.is_cancelled() {
        tracing::info!(ready = handle.ready().is_ready(), "one step of work");
        time::sleep(Duration::from_millis(500)).await;
    }
}
