//! The API page in a real browser: it loads, complains about nothing, asks nobody but the
//! service, shows every operation of the contract, and can call one.

mod driver;
mod log;
mod visit;

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use self::driver::Driver;
use crate::outcome::Outcome;
use crate::service::{Profile, Program, Store};
use crate::tools::{self, Tool};
use crate::workspace::Workspace;

/// Where the picture of the page is kept.
const PICTURE: &str = ".images/api-page.png";

/// Looks at the page; writes a picture of it if wanted.
pub(crate) fn run(workspace: &Workspace, screenshot: bool) -> anyhow::Result<Outcome> {
    let chromedriver = match tools::find(workspace, Tool::Browser) {
        Ok(chromedriver) => chromedriver,
        Err(err) => return Outcome::without(err),
    };
    let program = Program::new(Program::build(workspace, Profile::Debug)?, Store::Embedded)?;
    let service = program.serve(true)?;
    let driver = Driver::start(&chromedriver, program.folder())?;
    let seen = visit::page(&driver, service.api())?;
    if screenshot {
        let picture = driver.screenshot()?;
        let path = workspace.root().join(PICTURE);
        path.parent().map(fs::create_dir_all).transpose()?;
        fs::write(&path, &picture).with_context(|| format!("{PICTURE} cannot be written"))?;
        println!("page: {} ({} KiB)", Path::new(PICTURE).display(), picture.len() / 1024);
    }
    driver.stop()?;
    service.stop()?;
    println!("page: {} operations, {} requests, nothing wrong", seen.operations, seen.requests);
    Ok(Outcome::Done)
}
