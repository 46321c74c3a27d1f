//! The sum over all test binaries, which cargo does not tell.

use std::collections::BTreeSet;
use std::fmt;

/// What happened to the tests so far.
#[derive(Debug, Default)]
pub(super) struct Totals {
    passed: usize,
    failed: usize,
    skipped: usize,
    reasons: BTreeSet<String>,
}

impl Totals {
    /// Adds the numbers of a line like `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub(super) fn read(&mut self, line: &str) {
        let Some(result) = line.trim().strip_prefix("test result: ") else { return };
        for part in result.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let Some(Ok(count)) = words.next().map(str::parse::<usize>) else { continue };
            match words.next() {
                Some("passed") => self.passed += count,
                Some("failed") => self.failed += count,
                Some("ignored") => self.skipped += count,
                _ => {}
            }
        }
    }

    /// Takes the tests that returned early for want of a server out of those that passed.
    /// `log` has one reason a line.
    pub(super) fn skip(&mut self, log: &str) {
        let count = log.lines().count();
        self.passed = self.passed.saturating_sub(count);
        self.skipped += count;
        self.reasons.extend(log.lines().map(str::to_owned));
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for reason in &self.reasons {
            writeln!(f, "skipped: {reason}")?;
        }
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::Totals;

    const FINE: &str = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.03s\n";
    const BAD: &str = "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s";

    #[test]
    fn results_add_up() {
        let mut totals = Totals::default();

        for line in ["running 3 tests", FINE, "test a ... ok", BAD] {
            totals.read(line);
        }

        assert_eq!(totals.to_string(), "7 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn a_test_without_its_server_did_not_pass() {
        let mut totals = Totals::default();

        totals.read(FINE);
        totals.skip("no MongoDB\nno MongoDB\n");

        assert_eq!(totals.to_string(), "skipped: no MongoDB\n1 passed, 0 failed, 3 skipped");
    }
}
