//! Addresses for mail, as people write them and as accounts are found by them.

use crate::shared::{TextError, bounded, redacted};

/// Where mail reaches a person, as they wrote it. Never shown by `Debug`.
///
/// The rules are those that keep an address harmless in the head of a mail and recognisable to
/// its owner; whether it exists is only proved by a mail that arrives.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// An address without regard to the case of its letters: what is unique among accounts. Never
/// shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailKey(String);

redacted!(EmailAddress, EmailKey);

/// What an address without quotes may have beside letters and digits.
const PUNCTUATION: &str = "!#$%&'*+-/=?^_`{|}~.";

impl EmailAddress {
    /// The most characters allowed.
    pub const MAX_CHARS: usize = 254;
    /// The most characters before the `@`.
    pub const MAX_LOCAL_CHARS: usize = 64;

    /// Accepts an address such as `ada@example.org`, without surrounding white space. Letters of
    /// every script are allowed; quotes, comments and lists of addresses are not.
    ///
    /// # Errors
    ///
    /// [`TextError`] if it is empty, too long, or no address.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let text = bounded(raw, Self::MAX_CHARS)?;
        match text.split_once('@') {
            Some((local, domain)) if is_local(local) && is_domain(domain) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(TextError::Form { expected: "an e-mail address such as `ada@example.org`" }),
        }
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes it unique.
    #[must_use]
    pub fn key(&self) -> EmailKey {
        EmailKey(self.0.to_lowercase())
    }
}

impl EmailKey {
    /// The most characters allowed: some letters become longer in lower case.
    pub const MAX_CHARS: usize = 3 * EmailAddress::MAX_CHARS;

    /// The key of whatever somebody typed, also of what can be the address of no account.
    ///
    /// # Errors
    ///
    /// [`TextError`] if it is empty, too long or hides control characters.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        bounded(raw, Self::MAX_CHARS).map(|text| Self(text.to_lowercase()))
    }

    /// The address in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local(local: &str) -> bool {
    (1..=EmailAddress::MAX_LOCAL_CHARS).contains(&local.chars().count())
        && local.chars().all(|c| c.is_alphanumeric() || PUNCTUATION.contains(c))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    domain.eq_ignore_ascii_case("localhost")
        || (domain.contains('.') && domain.split('.').all(is_label))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_kept_as_written_and_found_in_any_case() {
        let address = EmailAddress::parse("  Ada.Lovelace+School@Example.ORG ").unwrap();
        assert_eq!(address.as_str(), "Ada.Lovelace+School@Example.ORG");
        assert_eq!(address.key().as_str(), "ada.lovelace+school@example.org");
        assert_eq!(EmailKey::parse(" ADA.lovelace+school@EXAMPLE.org"), Ok(address.key()));
        let cyrillic = EmailAddress::parse("ЁЖИК@Пример.рф").unwrap();
        assert_eq!(cyrillic.key().as_str(), "ёжик@пример.рф");
    }

    #[test]
    fn what_no_mail_can_reach_is_refused() {
        for good in ["a@b.c", "root@localhost", "a@xn--e1afmkfd.xn--p1ai", "o'neil@a-b.example"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        let long_label = format!("a@{}.example", "b".repeat(64));
        let long_local = format!("{}@example.org", "a".repeat(65));
        let bad = [
            "ada",
            "@",
            "ada@",
            "@example.org",
            "a@@b.c",
            "a@b@c.d",
            "a@example",
            "a@.org",
            "a@example.",
            "a@ex..org",
            "a@-a.org",
            "a@a-.org",
            "a b@c.de",
            "a@b c.de",
            "a,b@c.de",
            "<a@b.c>",
            "\"a\"@b.c",
            "a@[127.0.0.1]",
            "a@b_c.de",
            "a\u{200b}b@c.de",
            "a\r\nBcc: x@y.z",
            "a\u{202e}@b.c",
            &long_label,
            &long_local,
        ];
        for address in bad {
            let refused = EmailAddress::parse(address);
            assert!(matches!(refused, Err(TextError::Form { .. })), "{address:?}");
        }
        assert_eq!(EmailAddress::parse("  "), Err(TextError::Empty));
        let long = format!("{}@{}example.org", "a".repeat(64), "b.".repeat(100));
        assert_eq!(EmailAddress::parse(&long), Err(TextError::TooLong { max: 254, actual: 276 }));
    }

    #[test]
    fn no_address_is_shown() {
        let address = EmailAddress::parse("ada@example.org").unwrap();
        let shown = format!("{address:?} {:?}", address.key());
        assert_eq!(shown, "EmailAddress(..) EmailKey(..)");
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_unchanged(
            raw in "[ \t]?\\PC{0,12}@?\\PC{0,12}|[a-z.+]{1,9}@[\\w.-]{1,9}\\.\\w{1,5}",
        ) {
            if let Ok(address) = EmailAddress::parse(&raw) {
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
                prop_assert_eq!(address.as_str(), raw.trim());
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
                let dangerous = ['<', '>', ',', ';', ':', '"', '(', ')', '[', ']', '\\'];
                prop_assert!(!address.as_str().contains(dangerous));
                let steers = |c: char| c.is_whitespace() || c.is_control();
                prop_assert!(!address.as_str().contains(steers));
            }
        }

        #[test]
        fn a_key_is_its_own_key(raw in "\\w{1,64}@\\w{1,9}\\.\\w{1,5}") {
            if let Ok(address) = EmailAddress::parse(&raw) {
                let key = address.key();
                prop_assert_eq!(EmailKey::parse(key.as_str()), Ok(key.clone()));
                prop_assert_eq!(EmailKey::parse(address.as_str()), Ok(key));
            }
        }

        #[test]
        fn the_case_of_letters_does_not_make_another_key(
            raw in "[a-zA-Zа-яА-Я0-9]{1,20}@[a-zA-Z]{1,9}\\.[a-z]{2}",
        ) {
            let key = EmailAddress::parse(&raw).unwrap().key();
            prop_assert_eq!(EmailAddress::parse(&raw.to_uppercase()).unwrap().key(), key.clone());
            prop_assert_eq!(EmailAddress::parse(&raw.to_lowercase()).unwrap().key(), key);
        }
    }
}
