//! The output for the sample document is committed, so that a change of the generator shows.

use std::path::Path;

use xapigen::{Settings, check, generate};

use crate::SAMPLE;

#[test]
fn the_sample_becomes_the_committed_source() {
    let source = generate(SAMPLE, &Settings::default()).unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sample.rs");
    // `touch tests/golden/accept` accepts the new output in place of the old.
    let accept = committed.with_file_name("accept");
    if accept.exists() {
        std::fs::write(&committed, &source).unwrap();
        std::fs::remove_file(accept).unwrap();
    }
    let wanted = std::fs::read_to_string(&committed).unwrap_or_default();
    let differs = source.lines().zip(wanted.lines()).position(|(new, old)| new != old);
    assert!(
        source == wanted,
        "the output differs from tests/golden/sample.rs, first in line {}",
        differs.map_or(source.lines().count().min(wanted.lines().count()), |at| at) + 1
    );
}

#[test]
fn the_sample_keeps_to_every_rule() {
    check(SAMPLE).unwrap();
}

#[test]
fn the_path_of_the_caller_must_be_a_path() {
    let settings = Settings { caller: "not a path".to_owned() };
    let error = generate(SAMPLE, &settings).unwrap_err();
    assert_eq!(error.to_string(), "setting `caller` is not a Rust path");
}
