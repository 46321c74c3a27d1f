//! Puts figures into pages, between marks.

use std::fs;

use anyhow::{Context as _, ensure};

use super::figure::{Figure, short_table, table};
use crate::workspace::Workspace;

/// Writes the tables into `docs/benchmarks.md` and `README.md`.
pub(super) fn write(
    workspace: &Workspace,
    machine: &str,
    data: &str,
    figures: &[Figure],
) -> anyhow::Result<()> {
    let long = format!("Machine: {machine}.\n\nImported: {data}.\n\n{}", table(figures));
    for (page, mark, text) in
        [("docs/benchmarks.md", "measured", long), ("README.md", "figures", short_table(figures))]
    {
        write_part(workspace, page, mark, &text)?;
    }
    Ok(())
}

/// Writes one part of one page.
pub(super) fn write_part(
    workspace: &Workspace,
    page: &str,
    mark: &str,
    text: &str,
) -> anyhow::Result<()> {
    let path = workspace.root().join(page);
    let old = fs::read_to_string(&path).with_context(|| format!("{page} cannot be read"))?;
    let new = replace(&old, mark, text).with_context(|| page.to_owned())?;
    fs::write(&path, new).with_context(|| format!("{page} cannot be written"))?;
    println!("{page} is written");
    Ok(())
}

/// The page with `text` between `<!-- MARK:begin -->` and `<!-- MARK:end -->`.
fn replace(page: &str, mark: &str, text: &str) -> anyhow::Result<String> {
    let (begin, end) = (format!("<!-- {mark}:begin -->"), format!("<!-- {mark}:end -->"));
    let parts = page.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.with_context(|| format!("{begin} and {end} are missing"))?;
    ensure!(!after.contains(&begin), "{begin} is there twice");
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn what_stands_between_the_marks_is_replaced() {
        let page = "# A\n<!-- x:begin -->\nold\n<!-- x:end -->\nrest\n";

        let new = replace(page, "x", "| a |\n").unwrap();

        assert_eq!(new, "# A\n<!-- x:begin -->\n\n| a |\n\n<!-- x:end -->\nrest\n");
        assert_eq!(replace(&new, "x", "| a |\n").unwrap(), new);
    }

    #[test]
    fn a_page_without_the_marks_is_left_alone() {
        for page in ["# A\n", "<!-- x:begin -->\n", "<!-- x:end -->\n<!-- x:begin -->\n"] {
            assert!(replace(page, "x", "text").is_err(), "{page}");
        }
    }
}
