//! The shape of the house, checked from `cargo metadata` and the sources.

mod arrows;
mod manifest;
mod owners;
mod subjects;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use cargo_metadata::{Dependency, DependencyKind, Package};

use crate::outcome::Outcome;
use crate::workspace::Workspace;

/// Prints every violation and fails if there is one.
pub(crate) fn check(workspace: &Workspace) -> anyhow::Result<Outcome> {
    let mut violations = Vec::new();
    for member in workspace.members() {
        violations.extend(check_member(workspace, member)?);
    }
    violations.extend(subjects::check(workspace.root())?);
    for violation in &violations {
        eprintln!("{violation}");
    }
    match violations.len() {
        0 => {
            println!("layers: {} crates, every arrow points inward", workspace.members().len());
            Ok(Outcome::Done)
        }
        1 => bail!("the house has 1 crack; docs/architecture.md draws the arrows"),
        count => bail!("the house has {count} cracks; docs/architecture.md draws the arrows"),
    }
}

fn check_member(workspace: &Workspace, member: &Package) -> anyhow::Result<Vec<String>> {
    let home = member.manifest_path.parent().map(AsRef::<Path>::as_ref);
    let from = home.and_then(|home| workspace.folder(home)).context("a member has no folder")?;
    let text = fs::read_to_string(&member.manifest_path)
        .with_context(|| format!("{} cannot be read", member.manifest_path))?;
    let mut violations = manifest::check(from, &text);
    let dependencies = &member.dependencies;
    violations.extend(dependencies.iter().filter_map(|to| check_arrow(workspace, from, to)));
    Ok(violations)
}

fn check_arrow(workspace: &Workspace, from: &str, dependency: &Dependency) -> Option<String> {
    let tests_only = dependency.kind == DependencyKind::Development;
    let name = &dependency.name;
    let allowed = match dependency.path.as_ref().map(|path| path.as_std_path()) {
        Some(path) => {
            let to = workspace.folder(path).unwrap_or("outside of the workspace");
            arrows::may_use(from, to, tests_only)
        }
        None => owners::may_name(from, name, tests_only),
    };
    let place = if tests_only { " in its tests" } else { "" };
    (!allowed).then(|| format!("{from} may not use {name}{place}"))
}
