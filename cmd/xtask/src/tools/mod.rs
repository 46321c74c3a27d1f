//! Servers and checkers that are not crates, fetched once into `.tools/`.

mod apt;
mod browser;
mod cargo_install;
mod mongod;
mod python;

use std::path::PathBuf;

use clap::ValueEnum;

use crate::workspace::Workspace;

/// Something that can be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tool {
    /// The database server
    Mongod,
    /// The checker of licences, sources and banned crates
    CargoDeny,
    /// The program that looks for bad inputs
    CargoFuzz,
    /// The checker of a running service against its contract
    Schemathesis,
    /// The browser that looks at the API page
    Browser,
}

/// Fetches `tool`, or what the tests need, and says where it is. Does nothing twice.
pub(crate) fn fetch(workspace: &Workspace, tool: Option<Tool>) -> anyhow::Result<()> {
    let path = find(workspace, tool.unwrap_or(Tool::Mongod))?;
    println!("{}", path.display());
    Ok(())
}

/// The path of a tool that works; fetched when it is not there.
pub(crate) fn find(workspace: &Workspace, tool: Tool) -> anyhow::Result<PathBuf> {
    match tool {
        Tool::Mongod => mongod::find(workspace),
        Tool::CargoDeny => cargo_install::CARGO_DENY.find(workspace),
        Tool::CargoFuzz => cargo_install::CARGO_FUZZ.find(workspace),
        Tool::Schemathesis => python::install(workspace, "schemathesis"),
        Tool::Browser => browser::find(),
    }
}
