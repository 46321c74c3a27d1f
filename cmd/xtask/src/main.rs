//! The chores of this repository: `cargo xtask help` lists them.

mod ci;
mod environment;
mod layers;
mod lifeline;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Chores of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Check that the arrows between crates point inward
    Layers,
    /// Fetch the real servers and checkers that tests need into .tools/
    Tools {
        /// What to fetch; everything that tests need when left out
        #[arg(value_enum)]
        tool: Option<tools::Tool>,
    },
    /// Run the tests against a real replica set started for them
    Test {
        /// Arguments for `cargo test`, in place of `--workspace`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run every check there is, and sum up
    Ci {
        /// Names of the steps to run; all of them when left out
        steps: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().chore) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(err) => {
            eprintln!("error: {err:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does the chore; `false` when it has said itself what is wrong.
fn run(chore: &Chore) -> anyhow::Result<bool> {
    let workspace = Workspace::load()?;
    match chore {
        Chore::Layers => layers::check(&workspace)?,
        Chore::Tools { tool } => tools::fetch(&workspace, *tool)?,
        Chore::Test { arguments } => return test::run(&workspace, arguments),
        Chore::Ci { steps } => ci::run(&workspace, steps)?,
    }
    Ok(true)
}
