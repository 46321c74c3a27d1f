//! The sum over all test binaries, which cargo does not tell, and over other checks.

use std::collections::BTreeSet;
use std::fmt;

/// What happened to the tests so far.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    passed: usize,
    failed: usize,
    skipped: usize,
    reasons: BTreeSet<String>,
}

impl Totals {
    /// Adds the numbers of a line like `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn read(&mut self, line: &str) {
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
    pub(crate) fn skip(&mut self, log: &str) {
        let count = log.lines().count();
        self.passed = self.passed.saturating_sub(count);
        self.skipped += count;
        self.reasons.extend(log.lines().map(str::to_owned));
    }

    /// Counts a check that passed.
    pub(crate) const fn pass_one(&mut self) {
        self.passed += 1;
    }

    /// Counts a check that failed.
    pub(crate) const fn fail_one(&mut self) {
        self.failed += 1;
    }

    /// Counts a check that was skipped, and why.
    pub(crate) fn skip_one(&mut self, reason: String) {
        self.skipped += 1;
        self.reasons.insert(reason);
    }

    /// Adds everything `other` counted.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.reasons.extend(other.reasons);
    }

    /// Whether anything failed.
    pub(crate) const fn has_failures(&self) -> bool {
        self.failed > 0
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
        assert!(totals.has_failures());
    }

    #[test]
    fn a_test_without_its_server_did_not_pass() {
        let mut totals = Totals::default();

        totals.read(FINE);
        totals.skip("no MongoDB\nno MongoDB\n");

        assert_eq!(totals.to_string(), "skipped: no MongoDB\n1 passed, 0 failed, 3 skipped");
    }

    #[test]
    fn other_checks_count_beside_tests() {
        let mut tests = Totals::default();
        tests.read(FINE);
        let mut totals = Totals::default();

        totals.pass_one();
        totals.fail_one();
        totals.skip_one("page: no browser".to_owned());
        totals.add(tests);

        assert_eq!(totals.to_string(), "skipped: page: no browser\n4 passed, 1 failed, 2 skipped");
    }
}
