//! Rows a second that the import takes in, the start of the program included.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::data::Files;
use super::figure::{Figure, median};
use crate::service::{Program, Store};

/// How many empty stores are filled.
const ROUNDS: u32 = 5;

/// Imports the first file twice and the next one after it, each time into an empty store from
/// `make`. Returns the last program, whose store is filled, and the median of each figure.
pub(super) fn measure(
    mut make: impl FnMut(u32) -> anyhow::Result<Program>,
    files: &Files,
) -> anyhow::Result<(Program, Vec<Figure>)> {
    let mut program = make(1)?;
    eprintln!("measuring on the store: {}", program.store());
    let mut rounds = vec![round(&program, files)?];
    for number in 2..=ROUNDS {
        program = make(number)?;
        rounds.push(round(&program, files)?);
    }
    let target = match program.store() {
        Store::Embedded => 5000,
        Store::ReplicaSet { .. } => 2000,
    };
    let figure = |name: &str, of: fn(&Round) -> Option<Duration>, rows: u64, target| {
        let times: Vec<Duration> = rounds.iter().filter_map(of).collect();
        let rate = per_second(rows, median(times));
        Figure::rate(program.store(), &format!("{name}, median of {ROUNDS}"), rate, "rows", target)
    };
    let rows = rounds[0].rows;
    let mut figures = vec![
        figure("first import", |round| Some(round.first), rows.first, Some(target)),
        figure("the same file again, unchanged", |round| Some(round.again), rows.first, None),
    ];
    if files.next.is_some() {
        figures.push(figure("the next year's file", |round| round.next, rows.next, Some(target)));
    }
    Ok((program, figures))
}

/// How long the imports into one store took.
#[derive(Debug)]
struct Round {
    first: Duration,
    again: Duration,
    next: Option<Duration>,
    rows: Rows,
}

/// How many rows the files have.
#[derive(Debug, Clone, Copy)]
struct Rows {
    first: u64,
    next: u64,
}

fn round(program: &Program, files: &Files) -> anyhow::Result<Round> {
    // Making the schema of three members takes longer than an import; it is a step of its own.
    program.ask(&["migrate"])?;
    let (first, first_rows) = import(program, &files.first)?;
    let (again, _) = import(program, &files.first)?;
    let next = files.next.as_deref().map(|file| import(program, file)).transpose()?;
    let rows = Rows { first: first_rows, next: next.map_or(0, |(_, rows)| rows) };
    Ok(Round { first, again, next: next.map(|(time, _)| time), rows })
}

/// Imports one file; returns how long it took and how many rows it has.
fn import(program: &Program, file: &Path) -> anyhow::Result<(Duration, u64)> {
    let file = file.canonicalize().with_context(|| format!("no {}", file.display()))?;
    let file = file.to_str().context("the file's name is not UTF-8")?;
    let start = Instant::now();
    let report = program.ask(&["import", "uiuc-csv", file])?;
    let time = start.elapsed();
    let rows = report["rows"]["seen"].as_u64().context("the report does not count rows")?;
    Ok((time, rows))
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
