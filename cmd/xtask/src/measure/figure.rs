//! One measured value, and tables of them.

use std::fmt::{self, Write as _};
use std::time::Duration;

/// A measured value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Where it was measured: a store, or the program itself.
    pub(super) place: String,
    /// What was measured.
    pub(super) name: String,
    /// The value with its unit.
    pub(super) value: String,
    /// What it should be, if there is such a wish.
    pub(super) target: Option<String>,
}

impl Figure {
    fn new(place: &dyn fmt::Display, name: &str, value: String, target: Option<String>) -> Self {
        Self { place: place.to_string(), name: name.to_owned(), value, target }
    }

    /// A time that should be at most `target`.
    pub(super) fn time(
        place: &dyn fmt::Display,
        name: &str,
        value: Duration,
        target: Duration,
    ) -> Self {
        let target = format!("≤ {} ms", target.as_millis());
        Self::new(place, name, format!("{} ms", value.as_millis()), Some(target))
    }

    /// A number of bytes, that should be at most `target` MiB.
    pub(super) fn mebibytes(
        place: &dyn fmt::Display,
        name: &str,
        bytes: u64,
        target: Option<u64>,
    ) -> Self {
        let tenths = bytes * 10 / (1024 * 1024);
        let target = target.map(|target| format!("≤ {target} MiB"));
        Self::new(place, name, format!("{}.{} MiB", tenths / 10, tenths % 10), target)
    }

    /// How many of something a second, that should be at least `target`.
    pub(super) fn rate(
        place: &dyn fmt::Display,
        name: &str,
        value: u64,
        what: &str,
        target: Option<u64>,
    ) -> Self {
        let target = target.map(|target| format!("≥ {}", grouped(target)));
        Self::new(place, name, format!("{} {what}/s", grouped(value)), target)
    }
}

/// The time that as many were below as above.
pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// All figures as a table in Markdown.
pub(super) fn table(figures: &[Figure]) -> String {
    let mut table = String::from("| Where | What | Measured | Target |\n|---|---|--:|--:|\n");
    for Figure { place, name, value, target } in figures {
        let target = target.as_deref().unwrap_or("");
        let _ = writeln!(table, "| {place} | {name} | {value} | {target} |");
    }
    table
}

/// The same in short, for a page about other things: only what there is a target for.
pub(super) fn short_table(figures: &[Figure]) -> String {
    let mut table = String::from("| What | Measured | Target |\n|---|--:|--:|\n");
    for Figure { place, name, value, target } in figures {
        if let Some(target) = target {
            let _ = writeln!(table, "| {name}, {place} | {value} | {target} |");
        }
    }
    table
}

/// `12345` as `12,345`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_short_table_has_only_what_has_a_target() {
        let figures = [
            Figure::mebibytes(&"program", "size of the binary", 15 * 1024 * 1024 + 524_288, None),
            Figure::rate(&"embedded", "first import", 7310, "rows", Some(5000)),
        ];

        assert_eq!(
            table(&figures),
            "| Where | What | Measured | Target |\n|---|---|--:|--:|\n\
             | program | size of the binary | 15.5 MiB |  |\n\
             | embedded | first import | 7,310 rows/s | ≥ 5,000 |\n"
        );
        assert_eq!(
            short_table(&figures),
            "| What | Measured | Target |\n|---|--:|--:|\n\
             | first import, embedded | 7,310 rows/s | ≥ 5,000 |\n"
        );
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        let times = [30, 10, 500, 20, 40].map(Duration::from_millis);
        assert_eq!(median(times.to_vec()), Duration::from_millis(30));
    }
}
