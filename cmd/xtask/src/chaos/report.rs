//! What scenarios said, and the table in the end.

use std::fmt;
use std::time::Duration;

use super::scenarios::{Saboteur, Scenario};

/// What one test said.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Whether it ran at all.
    pub(super) ran: bool,
    /// Whether it ended well.
    pub(super) passed: bool,
    figures: Vec<String>,
    /// The kinds of promises it found broken.
    broken: Vec<String>,
}

impl Heard {
    /// Takes in a line of its output.
    pub(super) fn read(&mut self, line: &str) {
        let line = line.trim();
        self.ran |= line.starts_with("running 1 test");
        if let Some(figure) = line.strip_prefix("figure: ") {
            self.figures.push(figure.to_owned());
        } else if let Some(kind) = line.strip_prefix("broken: ").filter(|it| !it.contains(": ")) {
            self.broken.push(kind.to_owned());
        }
    }
}

/// How everything went.
#[derive(Debug, Default)]
pub(super) struct Report {
    lines: Vec<String>,
    failed: usize,
}

impl Report {
    /// Adds how one round went.
    pub(super) fn add(
        &mut self,
        scenario: &Scenario,
        saboteur: Option<&Saboteur>,
        heard: &Heard,
        took: Duration,
    ) {
        let good = match saboteur {
            None => heard.passed,
            Some(saboteur) => !heard.passed && heard.broken.iter().any(|it| it == saboteur.finding),
        };
        self.failed += usize::from(!good);
        let verdict = match (saboteur, good) {
            (None, true) => "kept".to_owned(),
            (None, false) => format!("BROKEN: {}", heard.broken.join(", ")),
            (Some(_), true) => format!("caught: {}", heard.broken.join(", ")),
            (Some(_), false) => "NOT CAUGHT".to_owned(),
        };
        let who = saboteur.map_or("", |saboteur| saboteur.name);
        let seconds = took.as_secs_f64();
        self.lines.push(format!("{:<20} {who:<22} {seconds:>6.1} s  {verdict}", scenario.name));
        if saboteur.is_none() {
            self.lines.extend(heard.figures.iter().map(|figure| format!("    {figure}")));
        }
    }

    /// How many rounds did not go as they must.
    pub(super) const fn failed(&self) -> usize {
        self.failed
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scenarios::SCENARIOS;
    use super::*;

    fn heard(lines: &[&str], passed: bool) -> Heard {
        let mut heard = Heard { passed, ..Heard::default() };
        for line in lines {
            heard.read(line);
        }
        heard
    }

    #[test]
    fn a_saboteur_is_caught_by_the_promise_that_it_broke() {
        let scenario = &SCENARIOS[0];
        let saboteur = Some(&scenario.saboteurs[0]);
        let cases = [
            (vec!["broken: lost: w1-7", "broken: lost"], false, 0),
            (vec!["broken: gap"], false, 1),
            (vec![], false, 1),
            (vec![], true, 1),
        ];
        for (lines, passed, failed) in cases {
            let mut report = Report::default();
            report.add(scenario, saboteur, &heard(&lines, passed), Duration::from_secs(1));
            assert_eq!(report.failed(), failed, "{lines:?}");
        }
    }

    #[test]
    fn an_honest_round_must_pass_and_shows_its_figures() {
        let mut report = Report::default();
        let lines = ["running 1 test", "figure: writes: 12 acknowledged"];
        report.add(&SCENARIOS[0], None, &heard(&lines, true), Duration::from_secs(61));
        report.add(&SCENARIOS[1], None, &heard(&["broken: lost"], false), Duration::from_secs(9));

        assert_eq!(report.failed(), 1);
        let text = report.to_string();
        assert!(text.contains("61.0 s  kept\n    writes: 12 acknowledged\n"), "{text}");
        assert!(text.contains("BROKEN: lost"), "{text}");
    }
}
