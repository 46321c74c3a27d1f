//! Later layers win, and every value knows where it came from.

use xconfig::{ByteSize, Duration, Source};

use crate::settings::{Level, Settings, file, from_env, from_yaml, loader};

#[test]
fn without_any_source_the_defaults_hold() {
    let loaded = loader().load::<Settings>().expect("defaults load");
    assert_eq!(loaded.value.http.drain, Duration::from_secs(10));
    assert_eq!(loaded.source_of("http.drain"), Some(&Source::Default));
    assert_eq!(loaded.source_of("http.nothing"), None);
}

#[test]
fn a_later_layer_wins_and_is_remembered_as_the_source() {
    let first = file("first.yaml", "http:\n  workers: 3\n  compress: false\n  drain: 1s\n");
    let second = file("second.yaml", "http:\n  workers: 4\n  drain: 2s\n");
    let loaded = loader()
        .file(&first.path)
        .file(&second.path)
        .env_from([("COURSES_HTTP__DRAIN", "3s"), ("COURSES_HTTP__MAX_BODY", "64KiB")])
        .set("http.max_body", "2MiB")
        .load::<Settings>()
        .expect("layers load");

    assert_eq!(loaded.value.http.workers, 4);
    assert!(!loaded.value.http.compress);
    assert_eq!(loaded.value.http.drain, Duration::from_secs(3));
    assert_eq!(loaded.value.http.max_body, ByteSize::from_mib(2));
    assert_eq!(loaded.source_of("http.compress"), Some(&Source::File(first.path.clone())));
    assert_eq!(loaded.source_of("http.workers"), Some(&Source::File(second.path.clone())));
    assert_eq!(
        loaded.source_of("http.drain"),
        Some(&Source::Environment("COURSES_HTTP__DRAIN".to_owned()))
    );
    assert_eq!(loaded.source_of("http.max_body"), Some(&Source::Flag));
}

#[test]
fn every_type_is_read_from_yaml() {
    let yaml = "
http: {listen: '0.0.0.0:0', drain: 1m30s, max_body: 4096, origins: [a, b], workers: 8}
log: {level: only-errors, sample_ratio: 1}
replica: {set: rs0}
feeds: [{name: one}, {name: two, token: t}]
labels: {team: red, 7: seven}
";
    let settings = from_yaml(yaml).expect("loads").value;
    assert_eq!(settings.http.listen.port(), 0);
    assert_eq!(settings.http.drain, Duration::from_secs(90));
    assert_eq!(settings.http.max_body, ByteSize::from_kib(4));
    assert_eq!(settings.http.origins, ["a", "b"]);
    assert_eq!(settings.log.level, Level::OnlyErrors);
    assert!(settings.replica.is_some_and(|replica| replica.set == "rs0"));
    assert_eq!(settings.feeds[1].name, "two");
    assert_eq!(settings.feeds[1].token.as_ref().map(xconfig::Secret::expose), Some("t"));
    assert_eq!(settings.labels["7"], "seven");
}

#[test]
fn every_type_is_read_from_text() {
    let settings = from_env(&[
        ("COURSES_HTTP__LISTEN", "[::1]:80"),
        ("COURSES_HTTP__ORIGINS", "a, b"),
        ("COURSES_HTTP__WORKERS", "8"),
        ("COURSES_HTTP__COMPRESS", "no"),
        ("COURSES_HTTP__PUBLIC_URL", "123"),
        ("COURSES_AUTH__OLD_KEYS", "0012,34"),
        ("COURSES_LOG__LEVEL", "only-errors"),
        ("COURSES_LOG__SAMPLE_RATIO", "0.25"),
        ("COURSES_REPLICA__SET", "rs0"),
        ("COURSES_FEEDS", "[{name: one}]"),
        ("COURSES_LABELS__TEAM", "red"),
    ])
    .expect("loads")
    .value;
    assert_eq!(settings.http.listen.port(), 80);
    assert_eq!(settings.http.origins, ["a", "b"]);
    assert_eq!(settings.http.workers, 8);
    assert!(!settings.http.compress);
    assert_eq!(settings.http.public_url.as_deref(), Some("123"));
    assert_eq!(settings.auth.old_keys[0].expose(), "0012");
    assert!(settings.log.sample_ratio < 0.3);
    assert_eq!(settings.replica.expect("given").lag, Duration::ZERO);
    assert_eq!(settings.feeds[0].name, "one");
    assert_eq!(settings.labels["team"], "red");
}

#[test]
fn a_list_is_replaced_as_a_whole() {
    let settings = from_env(&[("COURSES_HTTP__ORIGINS", "")]).expect("loads").value;
    assert!(settings.http.origins.is_empty());
}

#[test]
fn an_empty_file_or_section_gives_nothing() {
    let comments = "# nothing\n";
    assert_eq!(from_yaml(comments).expect("loads").value.http.workers, 2);
    assert_eq!(from_yaml("http:\nfeeds:\nlabels:\n").expect("loads").value.http.workers, 2);
}

#[test]
fn an_optional_key_can_be_unset() {
    let first = file("first.yaml", "http: {public_url: a}\nreplica: {set: b}\n");
    let second = file("second.yaml", "http: {public_url: null}\nreplica: ~\n");
    let loader = loader().file(&first.path).file(&second.path);
    let settings = loader.load::<Settings>().expect("loads").value;
    assert_eq!(settings.http.public_url, None);
    assert!(settings.replica.is_none());
}

#[test]
fn a_file_that_may_be_absent_is_left_out() {
    let loaded = loader().optional_file("/nowhere/at/all.yaml").load::<Settings>();
    assert!(loaded.is_ok());
}

#[test]
fn foreign_and_ignored_variables_are_left_alone() {
    let loaded = loader()
        .env_from([("PATH", "/bin"), ("COURSES_CONFIG", "x.yaml"), ("COURSES_LOG", "info")])
        .ignore(["COURSES_CONFIG", "COURSES_LOG"])
        .load::<Settings>();
    assert!(loaded.is_ok());
}

#[test]
fn the_environment_of_the_process_can_be_read() {
    assert!(xconfig::Loader::new("XCONFIG_NOT_SET_").env().load::<Settings>().is_ok());
}
