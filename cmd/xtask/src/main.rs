//! The chores of this repository: `cargo xtask help` lists them.

mod chaos;
mod ci;
mod environment;
mod events;
mod fuzz;
mod http;
mod layers;
mod lifeline;
mod measure;
mod outcome;
mod page;
mod schemathesis;
mod servers;
mod service;
mod test;
mod tools;
mod totals;
mod tour;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::outcome::Outcome;
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
    /// Take the tour of README.md against a live service
    Tour,
    /// Look at the API page of a live service in a browser
    Page {
        /// Write a picture of it to .images/
        #[arg(long)]
        screenshot: bool,
    },
    /// Call a live service by its contract, on both stores and in every role
    Schemathesis {
        /// Only the rounds of this caller: anonymous, student, teacher, moderator, admin
        #[arg(long)]
        caller: Option<String>,
    },
    /// Break things under a live service, and look whether its promises hold
    #[command(after_help = chaos::explanation())]
    Chaos {
        /// Only this scenario; can be repeated
        #[arg(long, value_name = "NAME")]
        scenario: Vec<String>,
        /// Break each promise on purpose instead, and fail unless that is noticed
        #[arg(long)]
        saboteurs: bool,
    },
    /// Measure start, memory, imports and load of the shipped program
    Measure {
        /// Write the figures into docs/benchmarks.md and README.md
        #[arg(long)]
        write: bool,
    },
    /// Measure what signing in tells by its time, and what a flood of passwords takes from readers
    SignInTimes {
        /// Write the figures into docs/benchmarks.md
        #[arg(long)]
        write: bool,
    },
    /// Look for inputs from outside that break what must hold for every input
    Fuzz(fuzz::Search),
    /// Check the pages about events, and that schemas of released events only grew
    Events {
        /// Write docs/events.md and api/asyncapi.json from the schemas
        #[arg(long)]
        write: bool,
        /// Keep the schemas as released ones, too
        #[arg(long)]
        release: bool,
    },
    /// Run every check there is, and sum up
    Ci {
        /// Names of the steps to run; all of them when left out
        steps: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().chore) {
        Ok(outcome) if outcome.tell() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(err) => {
            eprintln!("error: {err:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: &Chore) -> anyhow::Result<Outcome> {
    let workspace = Workspace::load()?;
    match chore {
        Chore::Layers => layers::check(&workspace),
        Chore::Tools { tool } => tools::fetch(&workspace, *tool).map(|()| Outcome::Done),
        Chore::Test { arguments } => test::run(&workspace, arguments),
        Chore::Tour => tour::run(&workspace),
        Chore::Page { screenshot } => page::run(&workspace, *screenshot),
        Chore::Schemathesis { caller } => schemathesis::run(&workspace, caller.as_deref()),
        Chore::Chaos { scenario, saboteurs } => chaos::run(&workspace, scenario, *saboteurs),
        Chore::Measure { write } => measure::run(&workspace, *write),
        Chore::SignInTimes { write } => measure::sign_in::run(&workspace, *write),
        Chore::Fuzz(search) => fuzz::run(&workspace, search),
        Chore::Events { release: true, .. } => events::run(&workspace, events::Task::Release),
        Chore::Events { write: true, .. } => events::run(&workspace, events::Task::Write),
        Chore::Events { .. } => events::run(&workspace, events::Task::Check),
        Chore::Ci { steps } => ci::run(&workspace, steps),
    }
}
