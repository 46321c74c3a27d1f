//! Secrets come from values or files, and never show up anywhere.

use crate::settings::{Settings, file, from_env, from_yaml, loader, message};

#[test]
fn a_secret_can_be_given_as_a_value_or_as_a_file() {
    let key = file("key", "hunter2\n");
    let yaml = format!("auth:\n  signing_key_file: {}\n", key.name());
    let flag = loader().set("auth.signing_key_file", key.name()).load::<Settings>();
    for loaded in [
        from_yaml("auth: {signing_key: hunter2}"),
        from_yaml(&yaml),
        from_env(&[("COURSES_AUTH__SIGNING_KEY", "hunter2")]),
        from_env(&[("COURSES_AUTH__SIGNING_KEY_FILE", key.name())]),
        flag,
    ] {
        let secret = loaded.expect("loads").value.auth.signing_key.expect("given");
        assert_eq!(secret.expose(), "hunter2");
    }
}

#[test]
fn a_file_form_also_works_inside_a_list() {
    let key = file("key", "hunter2");
    let yaml = format!("feeds: [{{name: a, token_file: {}}}]", key.name());
    let settings = from_yaml(&yaml).expect("loads").value;
    assert_eq!(settings.feeds[0].token.as_ref().map(xconfig::Secret::expose), Some("hunter2"));
}

#[test]
fn only_the_line_end_is_taken_off_a_secret_file() {
    let key = file("key", "  two\nlines \r\n");
    let loaded = from_env(&[("COURSES_AUTH__SIGNING_KEY_FILE", key.name())]).expect("loads");
    let secret = loaded.value.auth.signing_key.expect("given");
    assert_eq!(secret.expose(), "  two\nlines ");
}

#[test]
fn both_forms_in_one_source_are_refused() {
    let key = file("key", "from-file");
    let yaml = format!("auth: {{signing_key: hunter2, signing_key_file: {}}}", key.name());
    let in_file = message(from_yaml(&yaml));
    assert!(in_file.contains("`auth.signing_key` and as `auth.signing_key_file`"), "{in_file}");
    let in_env = message(from_env(&[
        ("COURSES_AUTH__SIGNING_KEY", "hunter2"),
        ("COURSES_AUTH__SIGNING_KEY_FILE", key.name()),
    ]));
    assert!(in_env.contains("`COURSES_AUTH__SIGNING_KEY_FILE`"), "{in_env}");
    assert!(!in_file.contains("hunter2") && !in_env.contains("hunter2"));
}

#[test]
fn a_later_source_wins_whichever_form_it_uses() {
    let key = file("key", "from-file");
    let yaml = file("courses.yaml", &format!("auth: {{signing_key_file: {}}}", key.name()));
    let loaded = loader()
        .file(&yaml.path)
        .env_from([("COURSES_AUTH__SIGNING_KEY", "from-env")])
        .load::<Settings>()
        .expect("loads");
    assert_eq!(loaded.value.auth.signing_key.expect("given").expose(), "from-env");
}

#[test]
fn a_secret_file_that_cannot_be_used_names_key_and_path() {
    let empty = file("empty", "\n");
    for (path, problem) in [("/nowhere/key", "No such file"), (empty.name(), "is empty"), ("/", "")]
    {
        let message = message(from_env(&[("COURSES_AUTH__SIGNING_KEY_FILE", path)]));
        for part in ["`auth.signing_key`", "COURSES_AUTH__SIGNING_KEY_FILE", path, problem] {
            assert!(message.contains(part), "`{part}` is missing in: {message}");
        }
    }
}

#[test]
fn a_wrong_secret_is_refused_without_being_repeated() {
    for yaml in ["auth: {signing_key: 4711}", "auth: {old_keys: [a, 4711]}"] {
        let message = message(from_yaml(yaml));
        assert!(!message.contains("4711"), "{message}");
        assert!(message.contains("put it in quotes"), "{message}");
    }
    assert!(message(from_env(&[("COURSES_AUTH__SIGNING_KEY", "")])).contains("empty"));
}

#[test]
fn printing_hides_every_secret() {
    let yaml =
        "auth: {signing_key: hunter2, old_keys: [hunter3]}\nfeeds: [{name: a, token: hunter4}]";
    let loaded = from_yaml(yaml).expect("loads");
    let (printed, debug) = (xconfig::print(&loaded), format!("{loaded:?}"));
    for text in [&printed, &debug] {
        assert!(!text.contains("hunter"), "{text}");
        assert!(text.contains("***"), "{text}");
    }
    assert!(printed.contains("drain: 10s"));
}

#[test]
fn what_was_printed_cannot_be_taken_for_settings_with_secrets() {
    let loaded = from_yaml("auth: {signing_key: hunter2}").expect("loads");
    let message = message(from_yaml(&xconfig::print(&loaded)));
    assert!(message.contains("`***` stands for a hidden secret"), "{message}");
}
