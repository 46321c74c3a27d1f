//! One small file with a bit of everything, compared as a whole.

use courses_handler_import::UiucCatalogue;

use crate::outline::outline;

pub(crate) const SMALL: &str = include_str!("small.csv");

#[test]
fn a_small_file_is_read_as_expected() {
    let catalogue = UiucCatalogue::read(SMALL.as_bytes()).unwrap();
    pretty_eq(&outline(&catalogue), include_str!("small.txt"));
}

#[test]
fn line_endings_do_not_matter() {
    let catalogue = UiucCatalogue::read(SMALL.replace('\n', "\r\n").as_bytes()).unwrap();
    pretty_eq(&outline(&catalogue), include_str!("small.txt"));
}

/// Compares line by line, so that a difference is short.
fn pretty_eq(actual: &str, expected: &str) {
    for (actual, expected) in actual.lines().zip(expected.lines()) {
        assert_eq!(actual, expected);
    }
    assert_eq!(actual.lines().count(), expected.lines().count());
}
