//! Which folders may lean on which. Crates are found by folder, so a new one is covered
//! without being listed.

/// Which crates of this product those under a folder may lean on. No line means "nothing
/// but `pkg`".
const MAY_USE: &[(&str, &[&str])] = &[
    ("internal/event", &["internal/domain"]),
    ("internal/port", &["internal/domain"]),
    ("internal/usecase", &["internal/domain", "internal/port"]),
    ("internal/repository", &["internal/domain", "internal/port", "internal/event"]),
    ("internal/messaging", &["internal/domain", "internal/port", "internal/event"]),
    ("internal/mailer", &["internal/domain", "internal/port"]),
    (
        "internal/handler",
        &["internal/domain", "internal/port", "internal/event", "internal/usecase"],
    ),
    // Its fakes stand where repositories stand.
    ("internal/testkit", &["internal/domain", "internal/port", "internal/event"]),
];

/// Tests may use these from anywhere; shipped code only from `cmd`, or not at all.
const TESTKIT: &str = "internal/testkit";
/// Tests as well, though not by what cargo calls them.
const FUZZ: &str = "cmd/fuzz";
const SDK: &str = "pkg/courses-sdk";

/// Whether the crate in folder `from` may depend on the one in folder `to`.
pub(super) fn may_use(from: &str, to: &str, tests_only: bool) -> bool {
    if to == TESTKIT {
        return tests_only || from == FUZZ;
    }
    if to == SDK {
        return tests_only || is_within(from, "cmd");
    }
    if is_within(to, "pkg") {
        return true;
    }
    if is_within(from, "cmd") {
        return is_within(to, "internal");
    }
    MAY_USE.iter().any(|(folder, uses)| is_within(from, folder) && uses.contains(&to))
}

/// Whether `path` is `folder` or below it.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::may_use;

    #[test]
    fn arrows_point_inward() {
        for (from, to) in [
            ("internal/usecase", "internal/port"),
            ("internal/handler/http", "internal/usecase"),
            ("internal/handler/http", "internal/event"),
            ("internal/repository/mongo", "internal/event"),
            ("internal/messaging", "internal/event"),
            ("internal/mailer", "internal/port"),
            ("internal/event", "internal/domain"),
            ("cmd/courses", "internal/repository/sqlite"),
            ("internal/domain", "pkg/xerror"),
            ("pkg/xhttp", "pkg/xerror"),
            ("cmd/courses", "pkg/courses-sdk"),
        ] {
            assert!(may_use(from, to, false), "{from} -> {to}");
        }
    }

    #[test]
    fn other_arrows_are_forbidden_in_tests_too() {
        for (from, to) in [
            ("internal/port", "internal/usecase"),
            ("internal/domain", "internal/event"),
            ("internal/event", "internal/port"),
            ("internal/usecase", "internal/event"),
            ("internal/usecase", "internal/repository/mongo"),
            ("internal/repository/mongo", "internal/usecase"),
            ("internal/repository/mongo", "internal/repository/sqlite"),
            ("internal/handler/http", "internal/repository/mongo"),
            ("internal/handler/http", "internal/handler/job"),
            ("internal/mailer", "internal/usecase"),
            ("internal/handler/http", "cmd/courses"),
            ("internal/testkit", "internal/usecase"),
            ("pkg/xhttp", "internal/domain"),
            ("pkg/xhttp", "cmd/xtask"),
            ("cmd/courses", "cmd/xtask"),
            ("cmd/courses", "outside of the workspace"),
            ("internal/portable", "internal/domain"),
        ] {
            assert!(!may_use(from, to, false), "{from} -> {to}");
            assert!(!may_use(from, to, true), "{from} -> {to} in tests");
        }
    }

    #[test]
    fn only_tests_use_the_testkit() {
        for from in ["internal/usecase", "internal/handler/http", "pkg/xmongo", "cmd/courses"] {
            assert!(may_use(from, "internal/testkit", true), "{from}");
            assert!(!may_use(from, "internal/testkit", false), "{from}");
        }
        assert!(may_use("cmd/fuzz", "internal/testkit", false));
        assert!(!may_use("cmd/courses", "cmd/fuzz", false));
    }

    #[test]
    fn the_client_is_for_programs_and_tests() {
        assert!(may_use("internal/handler/http", "pkg/courses-sdk", true));
        assert!(!may_use("internal/handler/http", "pkg/courses-sdk", false));
        assert!(!may_use("pkg/xhttp", "pkg/courses-sdk", false));
    }
}
