//! `3 hours.`, `1 TO 4 hours.`, `3 OR 4 hours.`

use courses_domain::catalogue::Credits;

use crate::uiuc_csv::fault::Fault;

const COLUMN: &str = "Credit Hours";
const FORM: &str = "a number or a range of hours such as `3 hours.` or `1 TO 4 hours.`";

/// The range of credits; an empty cell says nothing.
pub(super) fn parse(raw: &str) -> Result<Option<Credits>, Fault> {
    let text = raw.trim().trim_end_matches('.').to_ascii_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let numbers = text.strip_suffix("hours").or_else(|| text.strip_suffix("hour"));
    let words: Vec<&str> = numbers.unwrap_or(&text).split_whitespace().collect();
    let bounds = match words.as_slice() {
        [one] => hundredths(one).map(|one| (one, one)),
        [min, "to" | "or", max] => hundredths(min).zip(hundredths(max)),
        _ => None,
    };
    let (min, max) = bounds.ok_or(Fault::form(COLUMN, FORM))?;
    Credits::new(min, max).map(Some).map_err(|_| Fault::form(COLUMN, FORM))
}

/// `3` is 300, `1.5` is 150.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 2 {
        return None;
    }
    let scale = if fraction.len() == 1 { 10 } else { 1 };
    let fraction = fraction.parse::<u32>().ok()? * scale;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(raw: &str) -> Option<(u32, u32)> {
        parse(raw).ok().flatten().map(|credits| (credits.min(), credits.max()))
    }

    #[test]
    fn hours_become_hundredths() {
        assert_eq!(bounds("3 hours."), Some((300, 300)));
        assert_eq!(bounds("1 TO 4 hours."), Some((100, 400)));
        assert_eq!(bounds("3 OR 4 hours."), Some((300, 400)));
        assert_eq!(bounds("0 hours."), Some((0, 0)));
        assert_eq!(bounds("1 hour"), Some((100, 100)));
        assert_eq!(bounds("1.5 hours"), Some((150, 150)));
        assert_eq!(bounds(" 0.25 to 1.75 Hours. "), Some((25, 175)));
        assert_eq!(bounds("4"), Some((400, 400)));
    }

    #[test]
    fn an_empty_cell_says_nothing() {
        assert_eq!(parse("  "), Ok(None));
    }

    #[test]
    fn anything_else_is_refused() {
        let bad = [
            "hours.",
            "three hours",
            "4 TO 1 hours.",
            "1 TO 2 TO 3 hours",
            "1.234 hours",
            "-3 hours",
            "1. hours",
            "99999 hours",
            "99999999999 hours",
            "3 minutes",
        ];
        for raw in bad {
            assert!(parse(raw).is_err(), "{raw}");
        }
    }
}
