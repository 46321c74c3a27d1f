//! The relevance of a course as a function of the database.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// Adds `search_score(weights, stems)` to a connection: weights as kept in `course_weights`,
/// stems separated by spaces.
pub(super) fn register(connection: &Connection) -> Result<(), rusqlite::Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("search_score", 2, flags, |context| {
        let weights = context.get_raw(0).as_str()?;
        let stems = context.get_raw(1).as_str()?;
        Ok(score(weights, stems))
    })
}

/// The sum of the weights of those stems that a course has.
fn score(weights: &str, stems: &str) -> i64 {
    let stems: Vec<&str> = stems.split(' ').collect();
    weights
        .split(' ')
        .filter_map(|entry| entry.split_once('='))
        .filter(|(stem, _)| stems.contains(stem))
        .filter_map(|(_, weight)| weight.parse::<i64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_the_stems_that_are_there_are_summed() {
        let weights = "algebra=18 linear=16 алгебр=3";
        assert_eq!(score(weights, "linear algebra"), 34);
        assert_eq!(score(weights, "алгебр chemistri"), 3);
        assert_eq!(score(weights, "line"), 0);
        assert_eq!(score("", "linear"), 0);
    }
}
