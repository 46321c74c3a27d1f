//! Requests a second, by whichever load generator is installed; left out without one.

use std::process::Command;

use anyhow::{Context as _, ensure};

use super::figure::Figure;
use crate::http::Request;
use crate::lifeline;
use crate::service::Program;

const CONNECTIONS: &str = "32";
const SECONDS: &str = "8";

/// A program that makes requests, and its arguments before the address.
const GENERATORS: &[(&str, &[&str])] = &[
    ("oha", &["--no-tui", "-z", "8s", "-c", CONNECTIONS]),
    ("wrk", &["-t", "1", "-d", SECONDS, "-c", CONNECTIONS]),
];

/// Reads one course, and lists of 20, as often as possible for a while.
pub(super) fn measure(program: &Program) -> anyhow::Result<Vec<Figure>> {
    let Some((generator, arguments)) = GENERATORS.iter().find(|(name, _)| is_installed(name))
    else {
        eprintln!("neither oha nor wrk is installed: requests per second are left out");
        return Ok(Vec::new());
    };
    let service = program.serve(true)?;
    let list = format!("{}/v1/courses?limit=20", service.api());
    let first = first_course(&list)?;
    let course = format!("{}/v1/courses/{first}", service.api());
    let mut figures = Vec::new();
    for (name, address) in [("getCourse", course), ("listCourses, 20 a page", list)] {
        let mut requests = 0;
        let mut command = lifeline::command(generator.as_ref());
        command.args(*arguments).arg(address);
        let status = lifeline::run_and_read(&mut command, |line| {
            requests = per_second(line).unwrap_or(requests);
        });
        ensure!(status?.success() && requests > 0, "{generator} failed");
        let name = format!("{name}, {CONNECTIONS} connections ({generator})");
        figures.push(Figure::rate(program.store(), &name, requests, "requests", None));
    }
    service.stop()?;
    Ok(figures)
}

fn is_installed(name: &str) -> bool {
    // `wrk` knows no option that ends well; that it can be started is enough.
    Command::new(name).arg("--version").output().is_ok()
}

/// The id of the first course of a list.
fn first_course(list: &str) -> anyhow::Result<String> {
    let page =
        Request { method: "GET", address: list, token: None, body: None, from: None }.send()?.body;
    let id = page["items"][0]["id"].as_str().context("there is no course")?;
    Ok(id.to_owned())
}

/// The number in a line like `Requests/sec:  12345.67`, which all generators print.
fn per_second(line: &str) -> Option<u64> {
    let number = line.trim().strip_prefix("Requests/sec:")?.trim();
    number.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::per_second;

    #[test]
    fn the_rate_is_read_from_either_generator() {
        assert_eq!(per_second("Requests/sec:  12345.67"), Some(12345));
        assert_eq!(per_second("  Requests/sec:\t9876.1\n"), Some(9876));
        assert_eq!(per_second("Transfer/sec: 1.2MB"), None);
    }
}
