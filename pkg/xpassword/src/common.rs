//! Passwords that a guesser tries first.
//!
//! Two judges decide. The table of some 100,000 passwords of the crate `passwords` (which does not
//! say where they come from; they look like what leaks contain most often) knows what people use;
//! the estimator `zxcvbn` knows what they make of it: words and names (some 90,000), rows of the
//! keyboard, sequences, dates, letters as digits, and all of these one after the other.
//!
//! Only 1,200 of the 100,000 have 12 characters or more, so a list alone would say little about
//! passwords that long. What counts is what a password is made from:
//!
//! | refused | for example |
//! | --- | --- |
//! | a listed password, in any case, or with digits and signs for letters | `UnitedStates`, `m@nch3st3runited` |
//! | one with up to six digits and signs around it | `Liverpool2024!` |
//! | the same over and over | `liverpoolliverpool`, `abcabcabcabc` |
//! | whatever `zxcvbn` expects to be found within a million guesses | `qazwsxedcrfv`, `password1234`, `abcdefghijkl` |
//!
//! Not covered: the few entries of the table that have capitals, in any other case than theirs;
//! other languages than those that leaks and `zxcvbn` know (mostly English); passwords that were
//! leaked once but are not common; and what an attacker knows about one person, such as the own
//! name or address.

use zxcvbn::{Score, zxcvbn};

/// Digits and signs around a password that do not make another one of it.
const DECORATION: usize = 6;

/// A pattern this short is no secret, however often it is repeated.
const SHORT_UNIT: usize = 4;

/// Characters that are weighed at once: the time for that grows faster than the text.
const WEIGHED: usize = 32;

/// Whether the password is too common to be safe, at 12 characters and more; whether it is too
/// short is another question. Takes up to 10 ms of CPU for 128 characters; the first call takes
/// 30 ms more, and 6 MiB of memory for good.
///
/// ```
/// use xpassword::common::is_common;
///
/// assert!(is_common("Password2024!"));
/// assert!(!is_common("correct horse battery staple"));
/// ```
#[must_use]
pub fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let plain: String = lower.chars().map(letter).collect();
    is_listed(password) || is_made_of_listed(&lower) || is_made_of_listed(&plain) || is_weak(&lower)
}

/// A listed password, alone, repeated, or with decoration.
fn is_made_of_listed(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let unit = unit(&chars);
    if unit.len() <= SHORT_UNIT {
        return true;
    }
    let text: String = unit.iter().collect();
    is_listed(&text) || bare(&text).is_some_and(is_listed)
}

fn is_listed(text: &str) -> bool {
    passwords::analyzer::is_common_password(text)
}

/// The part that is repeated, be the last time cut short; all of it if nothing is.
fn unit(chars: &[char]) -> &[char] {
    let repeats = |length: &usize| chars[*length..].iter().zip(chars).all(|(a, b)| a == b);
    (1..=chars.len() / 2).find(repeats).map_or(chars, |length| &chars[..length])
}

/// The text without the digits and signs around it, if there are some but not many.
fn bare(text: &str) -> Option<&str> {
    let inner = text.trim_matches(|c: char| !c.is_alphabetic());
    let removed = text.chars().count() - inner.chars().count();
    (1..=DECORATION).contains(&removed).then_some(inner)
}

/// The letter that a digit or sign stands for, as people write them.
fn letter(char: char) -> char {
    match char {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        other => other,
    }
}

/// A million guesses find every part of it.
fn is_weak(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let weak = |part: &[char]| zxcvbn(&part.iter().collect::<String>(), &[]).score() < Score::Two;
    chars.chunks(WEIGHED).all(weak)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused_in_every_dress() {
        for password in [
            "unitedstates",
            "UnitedStates",
            "manchesterunited",
            "M@nch3st3rUn1t3d",
            "Password2024!",
            "p@ssw0rd1234",
            "2024Liverpool",
            "!!liverpool!!",
            "Liverpool1!Liverpool1!",
            "liverpoolliverpool",
            "iloveyouiloveyoui",
            "administrator",
            "welcome12345",
            "1q2w3e4r5t6y7u8i9o0p",
            "1qaz2wsx3edc4rfv5tgb",
        ] {
            assert!(is_common(password), "{password}");
        }
    }

    #[test]
    fn patterns_are_refused() {
        for password in [
            "aaaaaaaaaaaa",
            "abcabcabcabcab",
            "abcdefghijkl",
            "123456789012",
            "qwertyuiop12",
            "qazwsxedcrfv",
            "йцукйцукйцук",
            "            ",
            &"x".repeat(128),
            &"abc1".repeat(32),
        ] {
            assert!(is_common(password), "{password}");
        }
    }

    #[test]
    fn passwords_with_something_of_their_own_pass() {
        for password in [
            "correct horse battery staple",
            "purple elephant sings",
            "Tr0ub4dor&3-kettle",
            "kX9$mQ2vLp7z",
            "три зелёных яблока",
            "battery9182736450",
            "one sentence that somebody can keep in mind, twice as long as needed",
        ] {
            assert!(!is_common(password), "{password}");
        }
    }

    #[test]
    fn no_text_is_too_odd() {
        for password in ["", "a", "é", "\u{0}", "𝕬𝖇𝖈", "ﬀﬀ", &"ß€".repeat(64)] {
            let _ = is_common(password);
        }
    }

    #[test]
    fn the_unit_of_a_repetition_is_found() {
        let unit_of = |text: &str| unit(&text.chars().collect::<Vec<_>>()).len();

        assert_eq!(unit_of("abab"), 2);
        assert_eq!(unit_of("ababa"), 2);
        assert_eq!(unit_of("abac"), 4);
        assert_eq!(unit_of("abcab"), 5);
        assert_eq!(unit_of(""), 0);
    }
}
