//! `courses completions`

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;

/// Prints the script.
pub(super) fn run(shell: Shell) {
    clap_complete::generate(shell, &mut Cli::command(), "courses", &mut std::io::stdout());
}
