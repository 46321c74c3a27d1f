//! Takes a description apart: what the course is about, a short text, what to know before.

use crate::text::lines;
use crate::uiuc_csv::sentence::sentences;

/// How sentences begin that tell about credit and not about the course.
const FORMALITIES: [&str; 13] = [
    "additional fees",
    "approved for",
    "available for honor",
    "credit is not given",
    "credit: ",
    "may be repeated",
    "may not be repeated",
    "no graduate credit",
    "no professional credit",
    "no undergraduate credit",
    "same as ",
    "see ",
    "students may register in more than one",
];

/// The words before what to know before.
const MARKERS: [&str; 2] = ["prerequisite:", "prerequisites:"];

/// The most characters of a short text.
const MAX_SUMMARY_CHARS: usize = 300;

/// A description taken apart; a part that is missing is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// The text without the prerequisites.
    pub(super) body: String,
    /// The first sentence about the course, unless it is long.
    pub(super) summary: String,
    /// The prerequisites without the word.
    pub(super) prerequisites: String,
}

/// Takes a description apart. Prerequisites go on to the end, or to a sentence that is known to
/// tell about something else.
pub(super) fn take_apart(raw: &str) -> Parts {
    let text = lines(raw);
    let mut body: Vec<&str> = Vec::new();
    let mut prerequisites: Vec<&str> = Vec::new();
    let mut rest = text.as_str();
    while let Some((at, marker)) = find_marker(rest) {
        body.push(rest[..at].trim());
        let tail = &rest[at + marker.len()..];
        let end = end_of_prerequisites(tail);
        prerequisites.push(tail[..end].trim());
        rest = &tail[end..];
    }
    body.push(rest.trim());
    let join = |mut parts: Vec<&str>| {
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    };
    let body = join(body);
    Parts { summary: summary(&body), prerequisites: join(prerequisites), body }
}

/// Where the first marker that is a word of its own stands.
fn find_marker(text: &str) -> Option<(usize, &'static str)> {
    let lower = text.to_ascii_lowercase();
    let places = MARKERS.iter().flat_map(|marker| {
        lower.match_indices(marker).map(|(at, _)| (at, *marker)).filter(|(at, _)| {
            !lower[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '-')
        })
    });
    places.min()
}

fn end_of_prerequisites(text: &str) -> usize {
    let place = |part: &str| part.as_ptr().addr() - text.as_ptr().addr();
    let formality = sentences(text).into_iter().find(|it| is_formality(it)).map(place);
    let marker = find_marker(text).map(|(at, _)| at);
    formality.into_iter().chain(marker).min().unwrap_or(text.len())
}

/// Whether a sentence tells about credit: `No graduate credit.`, `3 undergraduate hours.`
fn is_formality(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let counts_hours = lower.starts_with(|first: char| first.is_ascii_digit())
        && ["undergraduate hours", "graduate hours", "professional hours"]
            .iter()
            .any(|words| lower.contains(words));
    counts_hours || FORMALITIES.iter().any(|words| lower.starts_with(words))
}

fn summary(body: &str) -> String {
    let first = sentences(body).into_iter().find(|sentence| !is_formality(sentence));
    let first = first.unwrap_or_default().to_owned();
    if first.chars().count() > MAX_SUMMARY_CHARS { String::new() } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str, summary: &str, prerequisites: &str) -> Parts {
        Parts {
            body: body.to_owned(),
            summary: summary.to_owned(),
            prerequisites: prerequisites.to_owned(),
        }
    }

    #[test]
    fn prerequisites_go_on_to_the_end() {
        assert_eq!(
            take_apart(
                "Reads texts. Writes essays. Prerequisite: MATH 220 or equivalent. Majors only."
            ),
            parts(
                "Reads texts. Writes essays.",
                "Reads texts.",
                "MATH 220 or equivalent. Majors only."
            )
        );
        assert_eq!(take_apart("Prerequisites: CS 225."), parts("", "", "CS 225."));
    }

    #[test]
    fn prerequisites_end_before_a_sentence_about_credit() {
        assert_eq!(
            take_apart("Reads. Prerequisite: CS 1. 3 undergraduate hours. May be repeated."),
            parts("Reads. 3 undergraduate hours. May be repeated.", "Reads.", "CS 1.")
        );
        assert_eq!(
            take_apart("Prerequisite: one. Prerequisite: two. See Class Schedule."),
            parts("See Class Schedule.", "", "one. two.")
        );
    }

    #[test]
    fn the_word_inside_a_sentence_is_no_marker() {
        let text = "Topics and prerequisites vary. Replaces corequisite: none.";
        assert_eq!(take_apart(text), parts(text, "Topics and prerequisites vary.", ""));
    }

    #[test]
    fn the_short_text_is_the_first_sentence_about_the_course() {
        assert_eq!(take_apart("Same as PS 201. See PS 201.").summary, "");
        assert_eq!(take_apart("Same as PS 201. Covers\nthe U.S. Senate.").summary, "Covers");
        let long = "word ".repeat(80);
        assert_eq!(take_apart(&format!("{long}. Short.")).summary, "");
    }

    #[test]
    fn entities_and_spaces_are_cleaned_and_paragraphs_stay() {
        assert_eq!(
            take_apart("R&amp;D  today.\n\nSecond. "),
            parts("R&D today.\n\nSecond.", "R&D today.", "")
        );
    }
}
