//! Who calls the service, and how much.

/// Calls in the name of one caller.
#[derive(Debug)]
pub(super) struct Round {
    /// The role of the token; no token without.
    pub(super) role: Option<&'static str>,
    /// The kinds of tests.
    pub(super) phases: &'static str,
    /// At most how many generated requests an operation gets.
    pub(super) examples: u32,
    /// At most how many chains of requests, each using what the one before answered.
    pub(super) chains: u32,
}

impl Round {
    /// The numbers as settings of the checker.
    pub(super) fn settings(&self) -> String {
        format!(
            "\n[phases.fuzzing.generation]\nmax-examples = {}\n\
             \n[phases.stateful.generation]\nmax-examples = {}\n",
            self.examples, self.chains
        )
    }
}

const ALL: &str = "examples,coverage,fuzzing,stateful";
/// Without the kind that is the same for every caller and takes longest.
const SHORT: &str = "examples,fuzzing,stateful";

/// The rounds against the embedded store.
pub(super) const EMBEDDED: &[Round] = &[
    Round { role: None, phases: SHORT, examples: 4, chains: 6 },
    Round { role: Some("student"), phases: SHORT, examples: 4, chains: 6 },
    Round { role: Some("teacher"), phases: SHORT, examples: 6, chains: 16 },
    Round { role: Some("moderator"), phases: SHORT, examples: 4, chains: 8 },
    Round { role: Some("admin"), phases: ALL, examples: 10, chains: 24 },
];

/// The rounds against the replica set, which answers more slowly and through the same handlers.
pub(super) const REPLICA_SET: &[Round] = &[
    Round { role: None, phases: SHORT, examples: 3, chains: 4 },
    Round { role: Some("student"), phases: SHORT, examples: 3, chains: 4 },
    Round { role: Some("teacher"), phases: SHORT, examples: 4, chains: 12 },
    Round { role: Some("moderator"), phases: SHORT, examples: 3, chains: 6 },
    Round { role: Some("admin"), phases: ALL, examples: 6, chains: 16 },
];
