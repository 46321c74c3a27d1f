//! The files to import: schedules of a real university if they are there, else the demo's.

use std::path::PathBuf;

use anyhow::ensure;

use crate::environment::variable;
use crate::workspace::Workspace;

const DEMO: &str = "examples/demo-catalogue/demo.csv";

/// What to import.
#[derive(Debug)]
pub(super) struct Files {
    /// The first file, imported twice.
    pub(super) first: PathBuf,
    /// The year after, if there is one.
    pub(super) next: Option<PathBuf>,
}

impl Files {
    /// The files in the folder that `COURSES_TEST_DATA` names, or beside the repository.
    pub(super) fn find(workspace: &Workspace) -> anyhow::Result<Self> {
        let beside = workspace.root().join("../shared/data/catalogue");
        let folder = variable("COURSES_TEST_DATA").map_or(beside, PathBuf::from);
        let [first, next] =
            ["uiuc-2025-summer.csv", "uiuc-2026-summer.csv"].map(|name| folder.join(name));
        if first.exists() && next.exists() {
            return Ok(Self { first, next: Some(next) });
        }
        let demo = workspace.root().join(DEMO);
        ensure!(demo.exists(), "there is neither {} nor {DEMO}", first.display());
        Ok(Self { first: demo, next: None })
    }

    /// What the files are, in words.
    pub(super) fn describe(&self) -> String {
        match self.next {
            Some(_) => "the schedules of the summers of 2025 and 2026 of a university",
            None => "the demo catalogue, too small for rates that mean much",
        }
        .to_owned()
    }
}
