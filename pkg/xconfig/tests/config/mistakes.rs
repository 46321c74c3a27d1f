//! Every mistake is one line that names the key, the source and the fix.

use xconfig::{ConfigErrorKind, Source};

use crate::settings::{Settings, file, from_env, from_yaml, loader, message};

/// Asserts that a message has every part.
#[track_caller]
fn tells(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "`{part}` is missing in: {message}");
    }
}

#[test]
fn an_unknown_key_in_a_file_is_refused_with_a_suggestion() {
    let message = message(from_yaml("http:\n  lisen: 127.0.0.1:80\n"));
    tells(&message, &["`http.lisen` from file ", "courses.yaml: ", "did you mean `http.listen`?"]);
}

#[test]
fn a_key_like_nothing_else_is_answered_with_the_known_ones() {
    let message = message(from_yaml("auth:\n  colour: red\n"));
    tells(&message, &["`auth.colour`", "known here: `old_keys`, `signing_key`"]);
}

#[test]
fn an_unknown_key_inside_a_list_is_refused() {
    let message = message(from_yaml("feeds: [{name: a, tokn: b}]\n"));
    tells(&message, &["`feeds.0.tokn`", "unknown key", "`token`"]);
}

#[test]
fn an_unknown_variable_is_refused_with_a_suggestion() {
    let message = message(from_env(&[("COURSES_HTTP_LISTEN", "127.0.0.1:80")]));
    assert_eq!(
        message,
        "`http_listen` from environment variable COURSES_HTTP_LISTEN: unknown key; \
         did you mean `COURSES_HTTP__LISTEN`?"
    );
}

#[test]
fn an_unknown_flag_is_refused_with_a_suggestion() {
    let message = message(loader().set("listen", "127.0.0.1:80").load::<Settings>());
    assert_eq!(message, "`listen` from command line: unknown key; did you mean `http.listen`?");
}

#[test]
fn a_value_of_the_wrong_form_names_what_was_expected() {
    let cases = [
        ("http: {drain: 5}", "`http.drain`", "`5` has no unit", "`1m30s`"),
        ("http: {drain: soon}", "`http.drain`", "`soon`", "a length of time"),
        ("http: {max_body: 1 potato}", "`http.max_body`", "`1 potato`", "`64KiB`"),
        ("http: {workers: 70000}", "`http.workers`", "70000", "from 0 to 65535"),
        ("http: {workers: two}", "`http.workers`", "`two`", "a whole number"),
        ("http: {compress: maybe}", "`http.compress`", "`maybe`", "`true` or `false`"),
        ("http: {listen: here}", "`http.listen`", "socket address", "`127.0.0.1:8080`"),
        ("http: {public_url: 5}", "`http.public_url`", "put it in quotes", "text"),
        ("http: {workers: }", "`http.workers`", "found nothing", "a whole number"),
        ("http: {origins: a}", "`http.origins`", "found `a`", "a list"),
        ("http: {origins: [a, 5]}", "`http.origins.1`", "found `5`", "text"),
        ("http: 5", "`http`", "found `5`", "a section"),
        ("log: {level: loud}", "`log.level`", "`loud`", "`only-errors`"),
        ("log: {level: !tag info}", "`log.level`", "a YAML tag", "one of"),
        ("replica: {}", "`replica.set`", "no value is given", "COURSES_REPLICA__SET"),
        ("labels: {a: {b: c}}", "`labels.a`", "found a section", "text"),
    ];
    for (yaml, key, problem, fix) in cases {
        tells(&message(from_yaml(yaml)), &[key, problem, fix]);
    }
}

#[test]
fn a_text_of_the_wrong_form_names_the_variable() {
    let cases = [
        ("COURSES_HTTP__WORKERS", "many", "`many` is not a whole number"),
        ("COURSES_HTTP__WORKERS", "-1", "-1"),
        ("COURSES_HTTP__COMPRESS", "", "`` is neither"),
        ("COURSES_HTTP__DRAIN", "1w", "`1w`"),
        ("COURSES_HTTP", "x", "a section takes no value"),
        ("COURSES_FEEDS", "a,b", "a section takes no value"),
        ("COURSES_LOG__SAMPLE_RATIO", "inf", "`inf` is not a number"),
    ];
    for (name, value, problem) in cases {
        tells(&message(from_env(&[(name, value)])), &[name, problem, "expected"]);
    }
}

#[test]
fn a_value_a_section_refuses_names_the_key_and_both_places_to_change_it() {
    let err = loader().set("http.drain", "0s").load::<Settings>().expect_err("refused");
    assert_eq!(err.kind(), ConfigErrorKind::Invalid);
    assert_eq!((err.key(), err.origin()), ("http.drain", &Source::Flag));
    assert_eq!(
        err.to_string(),
        "`http.drain` from command line: must be longer than nothing; change it there or set \
         COURSES_HTTP__DRAIN"
    );
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let message_of = |yaml: &str| message(from_yaml(yaml));
    let absent = message(loader().file("/nowhere/courses.yaml").load::<Settings>());
    tells(&absent, &["file /nowhere/courses.yaml: ", "No such file", "expected"]);
    tells(&message_of("http: [\n"), &["courses.yaml: ", "line 2", "expected YAML"]);
    tells(&message_of("just text"), &["courses.yaml: ", "found `just text`", "section"]);
    tells(&message_of("http: {workers: 1, workers: 2}"), &["courses.yaml: ", "duplicate"]);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_named() {
    use std::{ffi::OsString, os::unix::ffi::OsStringExt};
    let value = OsString::from_vec(vec![0xff]);
    let result = loader().env_from([("COURSES_HTTP__LISTEN", value)]).load::<Settings>();
    tells(&message(result), &["COURSES_HTTP__LISTEN", "not UTF-8"]);
}

#[test]
fn the_right_side_of_a_line_break_does_not_make_a_second_line() {
    let yaml = file("odd.yaml", "http: {drain: \"5s\\nroot: all is well\"}\n");
    tells(&message(loader().file(&yaml.path).load::<Settings>()), &["5s root: all is well"]);
}
