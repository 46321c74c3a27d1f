//! The pages about events, made from their schemas, and the promise that schemas only grow.

mod asyncapi;
mod compatibility;
mod page;
mod schema;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};

use self::schema::Schemas;
use crate::outcome::Outcome;
use crate::workspace::Workspace;

const SCHEMAS: &str = "api/events";
const RELEASED: &str = "api/events/released";
const PAGE: &str = "docs/events.md";
const ASYNC_API: &str = "api/asyncapi.json";

/// What is done with the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Fails if they are not as the schemas say.
    Check,
    /// Writes them.
    Write,
    /// Writes them, and keeps the schemas as what is promised from now on.
    Release,
}

/// Reads the schemas, holds them against the released ones, and checks or writes the pages.
pub(crate) fn run(workspace: &Workspace, task: Task) -> anyhow::Result<Outcome> {
    let root = workspace.root();
    let schemas = Schemas::read(&root.join(SCHEMAS))?;
    let released = root.join(RELEASED);
    if released.exists() {
        let breaks = compatibility::breaks(&Schemas::read(&released)?, &schemas);
        ensure!(
            breaks.is_empty(),
            "schemas of released events may only get optional members; give the event a new type \
             such as `.v2` instead:\n  {}",
            breaks.join("\n  ")
        );
    }
    let pages = [(PAGE, page::render(&schemas)), (ASYNC_API, asyncapi::render(&schemas)?)];
    for (name, text) in &pages {
        let path = root.join(name);
        match task {
            Task::Check => check(&path, name, text)?,
            Task::Write | Task::Release => fs::write(&path, text).context(*name)?,
        }
    }
    if task == Task::Release {
        fs::create_dir_all(&released).context(RELEASED)?;
        for (name, text) in schemas.files() {
            fs::write(released.join(&name), text).with_context(|| name.clone())?;
        }
    }
    println!("events: {} types", schemas.events().len());
    Ok(Outcome::Done)
}

fn check(path: &Path, name: &str, expected: &str) -> anyhow::Result<()> {
    let found = fs::read_to_string(path).unwrap_or_default();
    if found != expected {
        bail!("{name} is not what the schemas say: run `cargo xtask events --write`");
    }
    Ok(())
}
