//! How fast and how small the shipped program is. Nothing is asserted: a busy machine proves
//! nothing. `docs/benchmarks.md` tells how each figure comes about.

mod data;
mod figure;
mod import;
mod load;
mod machine;
mod pages;
pub(crate) mod sign_in;
mod startup;

use anyhow::Context as _;

use self::figure::Figure;
use crate::outcome::Outcome;
use crate::servers::{self, Servers};
use crate::service::{Profile, Program, Store};
use crate::workspace::Workspace;

/// Measures, prints a table, and puts it into the pages if wanted.
pub(crate) fn run(workspace: &Workspace, write: bool) -> anyhow::Result<Outcome> {
    let missing = servers::require(workspace).err();
    let binary = Program::build(workspace, Profile::Release)?;
    let size = std::fs::metadata(&binary).context("the program was not built")?.len();
    let mut figures = vec![Figure::mebibytes(&"program", "size of the binary", size, None)];
    let files = data::Files::find(workspace)?;

    figures.extend(measure(&files, |_| Program::new(binary.clone(), Store::Embedded))?);
    let outcome = if let Some(missing) = missing {
        Outcome::without(missing.context("the embedded store only"))?
    } else {
        let servers = Servers::start(workspace)?;
        let on_servers = |round| {
            let store = Store::on(&servers, &format!("measure-{round}"));
            Program::new(binary.clone(), store)
        };
        figures.extend(measure(&files, on_servers)?);
        Outcome::Done
    };

    let table = figure::table(&figures);
    let machine = machine::describe();
    println!("\n{machine}\n\n{table}");
    if write {
        pages::write(workspace, &machine, &files.describe(), &figures)?;
    }
    Ok(outcome)
}

/// Everything about one store: imports first, so that the rest sees a filled one.
fn measure(
    files: &data::Files,
    make: impl FnMut(u32) -> anyhow::Result<Program>,
) -> anyhow::Result<Vec<Figure>> {
    let (program, mut figures) = import::measure(make, files)?;
    figures.extend(startup::measure(&program)?);
    figures.extend(load::measure(&program)?);
    Ok(figures)
}
