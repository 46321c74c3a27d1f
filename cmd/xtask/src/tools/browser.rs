//! Debian's Chromium with the program that drives it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::ensure;

use super::apt;

/// The browser, its driver, and a font, without which it shows no text.
const PACKAGES: &[&str] = &["chromium", "chromium-driver", "fonts-dejavu-core"];

/// The driver's path; both are installed when they are not there.
pub(super) fn find() -> anyhow::Result<PathBuf> {
    if !works() {
        apt::install(PACKAGES)?;
        ensure!(works(), "chromium and chromedriver are installed and do not run");
    }
    Ok("chromedriver".into())
}

fn works() -> bool {
    ["chromium", "chromedriver"].iter().all(|program| {
        let output = Command::new(program).arg("--version").output();
        output.is_ok_and(|output| output.status.success())
    })
}
