//! `courses`: the backend of an online school as one program.
//!
//! This crate is the composition root: the only place that knows which adapter serves which
//! port. `main` reads the command line and the configuration, hands over to a command, and turns
//! its outcome into an exit code.

mod adapter;
mod app;
mod cli;
mod command;
mod config;
mod exit;
mod output;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Requests and imports are many small pieces of memory on many threads, which the allocator of
/// the C library serves slowly.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(err) => {
            let code = if err.use_stderr() { exit::USAGE } else { exit::OK };
            let _ = err.print();
            return ExitCode::from(code);
        }
    };
    match command::run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("courses: {failure}");
            ExitCode::from(failure.code())
        }
    }
}
