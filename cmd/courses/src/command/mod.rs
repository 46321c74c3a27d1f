//! One file for each command.

mod admin;
mod audit;
mod completions;
mod config;
mod doctor;
mod healthcheck;
mod import;
mod import_report;
mod keys;
mod migrate;
mod serve;
mod token;

use crate::cli::{Cli, Command};
use crate::exit::{Failure, OK};

/// Runs the command; answers the exit code.
pub(crate) fn run(cli: Cli) -> Result<u8, Failure> {
    let global = &cli.global;
    match cli.command {
        Command::Serve(args) => serve::run(global, &args),
        Command::Migrate => migrate::run(global),
        Command::Import(command) => import::run(global, &command),
        Command::Admin(command) => admin::run(global, &command),
        Command::Audit(command) => audit::run(global, &command),
        Command::Keys(command) => keys::run(global, &command),
        Command::Token(args) => token::run(global, &args),
        Command::Config(command) => config::run(global, &command),
        Command::Doctor => doctor::run(global),
        Command::Healthcheck(args) => healthcheck::run(global, &args),
        Command::Openapi => {
            println!("{}", courses_handler_http::OPENAPI_JSON);
            Ok(OK)
        }
        Command::Completions { shell } => {
            completions::run(shell);
            Ok(OK)
        }
    }
}

/// A runtime for commands that are not the service.
fn small_runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::unavailable)
}
