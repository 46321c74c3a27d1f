//! Reads the settings from every source of the command line.

use std::path::Path;

use xconfig::{ConfigError, Loaded, Loader};

use crate::cli::Global;
use crate::config::Config;

/// The file that is used if it is there and no other is named.
const DEFAULT_FILE: &str = "courses.yaml";

/// Defaults, file, environment, command line: the later wins.
///
/// # Errors
///
/// One line that names the key, the source and the fix.
pub(crate) fn load(global: &Global) -> Result<Loaded<Config>, ConfigError> {
    let mut loader = Loader::new("COURSES_").env();
    loader = match &global.config {
        Some(path) => loader.file(path),
        None => loader.optional_file(Path::new(DEFAULT_FILE)),
    };
    for assignment in &global.overrides {
        let (key, value) = assignment.split_once('=').unwrap_or((assignment, ""));
        loader = loader.set(key, value);
    }
    if let Some(url) = &global.store {
        loader = loader.set("store.url", url);
    }
    loader.load()
}
