//! What a test measured and which promises it found broken, in lines that the chore reads.

use courses_testkit::fault::Verdict;

/// Broken promises that are told by name; the rest is counted.
const TOLD: usize = 5;

/// Figures and broken promises.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    broken: Vec<String>,
}

impl Findings {
    /// Tells how far the test has come.
    pub(crate) fn progress(step: impl std::fmt::Display) {
        println!("    {step}");
    }

    /// Tells something that was measured.
    pub(crate) fn figure(name: &str, value: impl std::fmt::Display) {
        println!("figure: {name}: {value}");
    }

    /// Notes a broken promise: one word for its kind, and what happened.
    pub(crate) fn broken(&mut self, kind: &str, what: impl std::fmt::Display) {
        self.broken.push(format!("broken: {kind}: {what}"));
    }

    /// Notes a broken promise unless it was kept.
    pub(crate) fn check(&mut self, kept: bool, kind: &str, what: impl std::fmt::Display) {
        if !kept {
            self.broken(kind, what);
        }
    }

    /// Adds what was noted elsewhere.
    pub(crate) fn extend(&mut self, broken: impl IntoIterator<Item = (&'static str, String)>) {
        for (kind, what) in broken {
            self.broken(kind, what);
        }
    }

    /// Adds what became of acknowledged writes.
    pub(crate) fn add(&mut self, verdict: &Verdict) {
        Self::figure("writes", verdict);
        let kinds = [
            ("lost", &verdict.lost),
            ("doubled", &verdict.doubled),
            ("different", &verdict.different),
        ];
        for (kind, marks) in kinds {
            self.extend(marks.iter().map(|mark| (kind, mark.clone())));
        }
    }

    /// Ends the test: fails if a promise was broken.
    pub(crate) fn tell(self) {
        for line in self.broken.iter().take(TOLD) {
            println!("{line}");
        }
        // Every kind at least once: the chore asks for the kind.
        let mut kinds: Vec<&str> =
            self.broken.iter().filter_map(|line| line.split(": ").nth(1)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in &kinds {
            println!("broken: {kind}");
        }
        assert!(self.broken.is_empty(), "{} broken promises: {kinds:?}", self.broken.len());
    }
}
