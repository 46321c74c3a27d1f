//! `courses config`

use serde_json::json;

use crate::cli::{ConfigCommand, Global};
use crate::config::{self, Config};
use crate::exit::{Failure, OK};
use crate::output;

/// Checks or prints the configuration.
pub(super) fn run(global: &Global, command: &ConfigCommand) -> Result<u8, Failure> {
    match command {
        ConfigCommand::Check => {
            config::load(global)?;
            let text = || "the configuration is good".to_owned();
            output::print(global.output, &json!({"good": true}), text);
        }
        ConfigCommand::Print => print!("{}", xconfig::print(&config::load(global)?)),
        ConfigCommand::Example => print!("{}", xconfig::example::<Config>("COURSES_")),
    }
    Ok(OK)
}
