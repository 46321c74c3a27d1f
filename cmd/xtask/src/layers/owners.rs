//! Who may name which foreign crate: heavy dependencies have one owner, so that the inner
//! loop never compiles a driver and replacing one touches one place.

use super::arrows::is_within;

/// A foreign crate (`*` stands for any ending) and the crates of ours that may name it.
const OWNED: &[(&str, &[&str])] = &[
    ("axum*", &["internal/handler/http", "pkg/xhttp", "pkg/xapi"]),
    ("bson", &["internal/repository/mongo", "internal/testkit", "pkg/xmongo"]),
    ("chrono", &["pkg/courses-sdk"]),
    ("figment", &["pkg/xconfig"]),
    ("icalendar", &["internal/handler/http"]),
    ("lettre", &["internal/mailer"]),
    ("mongodb", &["internal/repository/mongo", "pkg/xmongo"]),
    ("opentelemetry*", &["pkg/xtelemetry"]),
    ("progenitor*", &["pkg/courses-sdk"]),
    ("rdkafka", &["internal/messaging", "pkg/xkafka"]),
    ("reqwest", &["pkg/courses-sdk", "pkg/xtelemetry"]),
    ("rusqlite", &["internal/repository/sqlite"]),
    ("tracing-opentelemetry", &["pkg/xtelemetry"]),
];

/// The crates that are edited most. Their tests compile no foreign owner's crate either.
const CORE: &[&str] = &["internal/domain", "internal/event", "internal/port", "internal/usecase"];

/// What the domain does without: waiting, the shape of bytes, telling the world.
const NOT_IN_DOMAIN: &[&str] =
    &["async-trait", "futures*", "serde", "serde_json", "tokio*", "tracing*"];

/// Whether the crate in folder `from` may depend on the foreign crate `name`.
pub(super) fn may_name(from: &str, name: &str, tests_only: bool) -> bool {
    if !tests_only && is_within(from, "internal/domain") && is_any(NOT_IN_DOMAIN, name) {
        return false;
    }
    if tests_only && !CORE.iter().any(|core| is_within(from, core)) {
        return true;
    }
    OWNED
        .iter()
        .filter(|(pattern, _)| matches(pattern, name))
        .all(|(_, owners)| owners.iter().any(|owner| is_within(from, owner)))
}

fn is_any(patterns: &[&str], name: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, name))
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::may_name;

    #[test]
    fn owners_may_name_their_crate() {
        for (from, name) in [
            ("internal/repository/mongo", "mongodb"),
            ("internal/testkit", "bson"),
            ("internal/repository/sqlite", "rusqlite"),
            ("internal/handler/http", "axum"),
            ("pkg/xapi", "axum"),
            ("pkg/xtelemetry", "opentelemetry-otlp"),
            ("pkg/xconfig", "figment"),
            ("internal/usecase", "thiserror"),
        ] {
            assert!(may_name(from, name, false), "{from} -> {name}");
        }
    }

    #[test]
    fn others_may_not() {
        for (from, name) in [
            ("cmd/courses", "mongodb"),
            ("cmd/courses", "axum"),
            ("internal/repository/sqlite", "bson"),
            ("internal/handler/job", "axum-extra"),
            ("internal/handler/import", "rusqlite"),
            ("pkg/xhttp", "opentelemetry"),
            ("pkg/xmongo", "tracing-opentelemetry"),
            ("internal/handler/http", "reqwest"),
            ("cmd/courses", "figment"),
            ("internal/repository/mongo", "rdkafka"),
            ("internal/domain", "serde"),
            ("internal/domain", "tokio-util"),
        ] {
            assert!(!may_name(from, name, false), "{from} -> {name}");
        }
    }

    #[test]
    fn tests_may_name_more_but_not_in_the_core() {
        assert!(may_name("cmd/courses", "reqwest", true));
        assert!(may_name("internal/testkit", "mongodb", true));
        assert!(!may_name("internal/usecase", "mongodb", true));
        assert!(!may_name("internal/domain", "reqwest", true));
        assert!(may_name("internal/domain", "serde_json", true));
    }
}
