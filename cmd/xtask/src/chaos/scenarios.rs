//! What can break, what is promised all the same, and who breaks the promise on purpose.

/// Something that breaks.
pub(super) struct Scenario {
    /// The word that picks it.
    pub(super) name: &'static str,
    /// The test in `cmd/courses/tests/chaos`.
    pub(super) test: &'static str,
    /// What it proves.
    pub(super) promise: &'static str,
    /// Each makes the test fail.
    pub(super) saboteurs: &'static [Saboteur],
}

/// Somebody who breaks a promise on purpose.
pub(super) struct Saboteur {
    /// The word by which the program or the clients of the test know it.
    pub(super) name: &'static str,
    /// What it does.
    pub(super) deed: &'static str,
    /// The kind of broken promise that the test must find.
    pub(super) finding: &'static str,
}

const EARLY: Saboteur = Saboteur {
    name: "early-acknowledgement",
    deed: "the store acknowledges what the primary alone has (w: 1)",
    finding: "lost",
};

const RECORD: Saboteur = Saboteur {
    name: "record-outside",
    deed: "the idempotency record is committed after the change it is about",
    finding: "doubled",
};

const EVENT: Saboteur = Saboteur {
    name: "event-outside",
    deed: "events are committed after the change that caused them",
    finding: "events",
};

const FRESH_KEYS: Saboteur = Saboteur {
    name: "fresh-keys",
    deed: "clients try again with another idempotency key",
    finding: "doubled",
};

/// All of them.
pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "killed-primaries",
        test: "storm::nothing_acknowledged_is_lost_or_doubled_when_primaries_are_killed",
        promise: "kill -9 of the primary, five times in a minute of writes: nothing acknowledged is \
                  lost or doubled, acknowledgements come again within the election and 2 s, 503 \
                  with Retry-After is the only failure",
        saboteurs: &[EARLY],
    },
    Scenario {
        name: "no-patience",
        test: "storm::nothing_acknowledged_is_lost_or_doubled_when_the_service_has_no_patience",
        promise: "the same with a service that gives up long before an election is over: each error that \
                  clients see is resolved by trying again with the same key",
        saboteurs: &[EARLY],
    },
    Scenario {
        name: "step-downs",
        test: "storm::nothing_acknowledged_is_lost_or_doubled_when_primaries_step_down",
        promise: "the primary steps down at once: nothing acknowledged is lost or doubled",
        saboteurs: &[EARLY],
    },
    Scenario {
        name: "frozen-primaries",
        test: "storm::nothing_acknowledged_is_lost_or_doubled_when_primaries_freeze",
        promise: "the primary freezes, another one is elected, and the old one wakes up in the belief \
                  that it still is one: nothing acknowledged is lost or doubled",
        saboteurs: &[EARLY],
    },
    Scenario {
        name: "no-majority",
        test: "away::with_two_of_three_members_stopped_reads_go_on_and_writes_are_refused_in_time",
        promise: "two of three members stopped: marked reads answer, writes are refused with 503 in \
                  time, /readyz says so, /livez lives; all is well within 5 s of an election",
        saboteurs: &[Saboteur {
            name: "blind-readiness",
            deed: "readiness never looks at the store",
            finding: "unready",
        }],
    },
    Scenario {
        name: "away-at-start",
        test: "away::a_service_whose_store_is_away_waits_and_becomes_ready_by_itself",
        promise: "the store is away at the start: the program lives, is not ready, waits, and becomes \
                  ready by itself",
        saboteurs: &[Saboteur {
            name: "early-exit",
            deed: "the program gives up after a second",
            finding: "gone",
        }],
    },
    Scenario {
        name: "crashes-replica-set",
        test: "crash::nothing_acknowledged_is_lost_or_doubled_when_the_program_dies_on_a_replica_set",
        promise: "the program aborts at each fault point of a change and of the collector: nothing \
                  acknowledged is lost or doubled, no event is missing",
        saboteurs: &[RECORD, EVENT, FRESH_KEYS],
    },
    Scenario {
        name: "crashes-embedded",
        test: "crash::nothing_acknowledged_is_lost_or_doubled_when_the_program_dies_on_its_own_store",
        promise: "the same on the embedded store",
        saboteurs: &[RECORD, EVENT, FRESH_KEYS],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;
    use std::path::Path;

    use super::SCENARIOS;

    #[test]
    fn every_scenario_is_a_test_that_is_there() {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../courses/tests/chaos");
        for scenario in SCENARIOS {
            let (module, name) = scenario.test.split_once("::").unwrap();
            let text = fs::read_to_string(tests.join(format!("{module}.rs"))).unwrap();
            assert!(text.contains(&format!("async fn {name}()")), "{}", scenario.test);
        }
    }

    #[test]
    fn every_scenario_has_a_name_of_its_own_and_a_saboteur() {
        let names: HashSet<_> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
        assert_eq!(names.len(), SCENARIOS.len());
        assert!(SCENARIOS.iter().all(|scenario| !scenario.saboteurs.is_empty()));
    }
}
