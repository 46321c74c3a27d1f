//! Where `mongod` is: named by `MONGOD`, or fetched into the tool folder.

use std::path::{Path, PathBuf};

use super::super::skip::variable;

/// Where `cargo xtask tools` puts it.
const FETCHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.tools/mongod");

/// The server's program, if there is one on this machine.
pub(super) fn find() -> Option<PathBuf> {
    variable("MONGOD")
        .map(PathBuf::from)
        .or_else(|| Path::new(FETCHED).exists().then(|| PathBuf::from(FETCHED)))
}
