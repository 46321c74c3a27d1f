//! Rows a second that the import takes in, the start of the program included.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::data::Files;
use super::figure::Figure;
use crate::service::{Program, Store};

/// Imports the first file twice and the next one after it.
pub(super) fn measure(program: &Program, files: &Files) -> anyhow::Result<Vec<Figure>> {
    let target = match program.store() {
        Store::Embedded => 5000,
        Store::ReplicaSet { .. } => 2000,
    };
    // Making the schema of three members takes longer than an import; it is a step of its own.
    program.ask(&["migrate"])?;
    let mut figures = Vec::new();
    let mut import = |name: &str, file: &Path, target| -> anyhow::Result<()> {
        let rate = import(program, file)?;
        figures.push(Figure::rate(program.store(), name, rate, "rows", target));
        Ok(())
    };
    import("first import", &files.first, Some(target))?;
    import("the same file again, unchanged", &files.first, None)?;
    if let Some(next) = &files.next {
        import("the next year's file", next, Some(target))?;
    }
    Ok(figures)
}

/// Imports one file and returns the rows per second.
fn import(program: &Program, file: &Path) -> anyhow::Result<u64> {
    let file = file.canonicalize().with_context(|| format!("no {}", file.display()))?;
    let file = file.to_str().context("the file's name is not UTF-8")?;
    let start = Instant::now();
    let report = program.ask(&["import", "uiuc-csv", file])?;
    let time = start.elapsed();
    let rows = report["rows"]["seen"].as_u64().context("the report does not count rows")?;
    Ok(per_second(rows, time))
}

/// How many a second, if there were `count` in `time`.
pub(super) fn per_second(count: u64, time: Duration) -> u64 {
    let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1000) / milliseconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_per_second() {
        assert_eq!(per_second(1700, Duration::from_millis(250)), 6800);
        assert_eq!(per_second(1, Duration::ZERO), 1000);
    }
}
