//! What a member's `Cargo.toml` must and must not say: lints, versions and features come
//! from the workspace, so that every selection of packages builds the same crates; and no
//! feature is on by default.

/// The violations in the manifest `text` of the crate in `folder`.
pub(super) fn check(folder: &str, text: &str) -> Vec<String> {
    let mut violations = Vec::new();
    let mut section = "";
    let mut has_lints = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']');
            if is_single_dependency(section) {
                violations.push(format!("{folder}: write [{section}] as one line of its table"));
            }
            continue;
        }
        has_lints |= section == "lints" && line.replace(' ', "") == "workspace=true";
        if is_dependency_table(section) && !is_inherited(line) {
            violations.push(format!(
                "{folder}: `{line}`: versions and features stand in the workspace's table"
            ));
        }
        if section == "features" && line.replace(' ', "").starts_with("default=") {
            violations.push(format!(
                "{folder}: nothing is on by default: what only tests turn on stays out of releases"
            ));
        }
        if section == "package" && line.replace(' ', "").starts_with("version=") {
            violations.push(format!("{folder}: say `version.workspace = true`"));
        }
    }
    if !has_lints {
        violations.push(format!("{folder}: `[lints] workspace = true` is missing"));
    }
    violations
}

fn is_dependency_table(section: &str) -> bool {
    section.ends_with("dependencies")
}

fn is_single_dependency(section: &str) -> bool {
    section.contains("dependencies.")
}

fn is_inherited(line: &str) -> bool {
    let line = line.replace(' ', "");
    let own = ["version=", "features=", "path=", "git=", "default-features="];
    line.contains("workspace=true") && !own.iter().any(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::check;

    const GOOD: &str = "
        [package]
        name = \"courses-port\"
        version.workspace = true

        [lints]
        workspace = true

        [dependencies] # nothing but the domain
        courses-domain.workspace = true
        serde = { workspace = true, optional = true }
    ";

    #[test]
    fn a_member_that_inherits_everything_is_fine() {
        assert_eq!(check("internal/port", GOOD), Vec::<String>::new());
    }

    #[test]
    fn a_version_a_feature_and_a_path_of_its_own_are_found() {
        for own in [
            "serde = \"1\"",
            "serde = { workspace = true, features = [\"derive\"] }",
            "courses-domain = { path = \"../domain\" }",
        ] {
            let text = format!("{GOOD}\n[dev-dependencies]\n{own}");
            assert_eq!(check("internal/port", &text).len(), 1, "{own}");
        }
    }

    #[test]
    fn a_feature_that_is_on_by_default_is_found() {
        let text = format!("{GOOD}\n[features]\nfault-points = []");
        assert_eq!(check("pkg/xfault", &text), Vec::<String>::new());
        let text = format!("{text}\ndefault = [\"fault-points\"]");
        assert_eq!(check("pkg/xfault", &text).len(), 1);
    }

    #[test]
    fn missing_lints_and_a_version_of_the_package_are_found() {
        let violations = check("pkg/xhttp", "[package]\nversion = \"1.0.0\"");

        assert_eq!(violations.len(), 2, "{violations:?}");
    }

    #[test]
    fn a_dependency_with_a_table_of_its_own_is_found() {
        let text = format!("{GOOD}\n[dependencies.tokio]\nversion = \"1\"");

        assert_eq!(check("internal/port", &text).len(), 1);
    }
}
