//! Cleans texts that were made for web pages.

use courses_domain::shared::LanguageTag;

/// Entities decoded, one line, single spaces, no control characters.
pub(crate) fn one_line(raw: &str) -> String {
    let text = html_escape::decode_html_entities(raw);
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same, but line breaks stay.
pub(crate) fn lines(raw: &str) -> String {
    let text = html_escape::decode_html_entities(raw);
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let words = line.split(|c: char| c.is_whitespace() || c.is_control());
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The language of a title, as far as its letters tell: Russian if most are Cyrillic.
pub(crate) fn language(title: &str) -> LanguageTag {
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let cyrillic = title.chars().filter(|c| ('\u{0400}'..='\u{04ff}').contains(c)).count();
    if cyrillic * 2 > letters {
        LanguageTag::parse("ru").expect("`ru` is a language tag")
    } else {
        LanguageTag::english()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(one_line("US Racial &amp; Ethnic Politics"), "US Racial & Ethnic Politics");
        assert_eq!(one_line("a &amp;lt; b &#233; &unknown; &"), "a &lt; b é &unknown; &");
    }

    #[test]
    fn white_space_and_control_characters_are_one_space() {
        assert_eq!(one_line(" a \t\r\n\u{a0}b\u{0} c&nbsp;"), "a b c");
        assert_eq!(lines(" a  b \n\n c\u{1}\n "), "a b\n\nc");
    }

    #[test]
    fn a_title_in_mostly_cyrillic_letters_is_russian() {
        assert_eq!(language("Основы программирования на C++").as_str(), "ru");
        assert_eq!(language("Reading Пушкин in Translation").as_str(), "en");
        assert_eq!(language("101").as_str(), "en");
    }
}
