//! The example file says everything and cannot drift from the settings.

use crate::settings::{Settings, from_yaml, loader};

fn example() -> String {
    xconfig::example::<Settings>("COURSES_")
}

#[test]
fn the_example_loads_and_gives_the_defaults() {
    let from_example = from_yaml(&example()).expect("the example loads");
    let defaults = loader().load::<Settings>().expect("the defaults load");
    assert_eq!(xconfig::print(&from_example), xconfig::print(&defaults));
}

#[test]
fn the_example_names_every_key_and_its_variable() {
    let example = example();
    let loaded = loader().load::<Settings>().expect("the defaults load");
    for (key, _) in loaded.sources() {
        let name = key.rsplit('.').next().unwrap_or(key);
        assert!(
            example.contains(&format!("{name}:")) || example.contains(&format!("{name}_file:"))
        );
        let variable = format!("COURSES_{}", key.to_uppercase().replace('.', "__"));
        assert!(example.contains(&variable), "{variable} is missing in:\n{example}");
    }
}

#[test]
fn the_example_carries_the_documentation_of_the_structs() {
    let expected = "\
# The public listener.
http:
  # Where to listen; port 0 lets the system choose.
  # COURSES_HTTP__LISTEN: text
  listen: 127.0.0.1:8080

  # How long open requests may take to finish.
  #
  # Nothing is accepted any more by then.
  # COURSES_HTTP__DRAIN: a length of time such as `250ms`, `5s` or `1m30s`
  drain: 10s
";
    let example = example();
    assert!(example.contains(expected), "{example}");
}

#[test]
fn keys_without_a_default_are_commented_out() {
    let example = example();
    for line in [
        "  # public_url: text",
        "  # signing_key_file: /run/secrets/signing_key",
        "# replica:",
        "  # set: text",
        "  # lag: 30s",
    ] {
        assert!(example.lines().any(|found| found == line), "`{line}` is missing in:\n{example}");
    }
}

#[test]
fn no_line_of_the_example_is_too_long_to_read() {
    assert!(example().lines().all(|line| line.chars().count() <= 100));
}
