//! Where things are, as cargo sees it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The workspace and its members.
#[derive(Debug)]
pub(crate) struct Workspace {
    metadata: Metadata,
}

impl Workspace {
    /// Asks cargo about the workspace of the current folder.
    pub(crate) fn load() -> anyhow::Result<Self> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .context("cargo metadata does not read this workspace")?;
        Ok(Self { metadata })
    }

    /// The repository's root folder.
    pub(crate) fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// The git-ignored folder of fetched servers and checkers.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root().join(".tools")
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> &Path {
        self.metadata.target_directory.as_std_path()
    }

    /// The crates of this repository.
    pub(crate) fn members(&self) -> &[Package] {
        &self.metadata.packages
    }

    /// A crate's folder from the root, for example `internal/handler/http`.
    pub(crate) fn folder<'a>(&self, path: &'a Path) -> Option<&'a str> {
        path.strip_prefix(self.root()).ok().and_then(Path::to_str)
    }

    /// A cargo command in the root folder.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = crate::lifeline::command("cargo".as_ref());
        command.current_dir(self.root());
        command
    }
}
