//! Passwords, as they are typed and as they are kept.

use secrecy::{ExposeSecret, SecretString};

use crate::shared::{Coded, redacted};

/// A password that somebody chose. Wiped when it is dropped, never shown by `Debug`.
#[derive(Clone)]
pub struct Password(SecretString);

/// What is kept of a password: the text form of a slow hash with its salt and parameters (PHC).
/// Never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

redacted!(Password, PasswordHash);

/// Why a password was refused. Says nothing about the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRuleError {
    /// It is guessed too soon.
    #[error("must have at least {min} characters", min = Password::MIN_CHARS)]
    TooShort,
    /// It costs too much to hash.
    #[error("must have at most {max} characters", max = Password::MAX_CHARS)]
    TooLong,
    /// It is among the first that anybody tries.
    #[error("is used by many people; choose another")]
    Common,
}

impl Coded for PasswordRuleError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::Common => "common-password",
        }
    }
}

impl Password {
    /// The fewest characters allowed.
    pub const MIN_CHARS: usize = 12;
    /// The most characters allowed.
    pub const MAX_CHARS: usize = 128;

    /// Accepts a password to keep, exactly as it was typed. `is_common` says whether many people
    /// use it; it is only asked about a password of a good length.
    ///
    /// # Errors
    ///
    /// [`PasswordRuleError`].
    pub fn parse(
        raw: &str,
        is_common: impl FnOnce(&str) -> bool,
    ) -> Result<Self, PasswordRuleError> {
        let chars = raw.chars().count();
        if chars < Self::MIN_CHARS {
            Err(PasswordRuleError::TooShort)
        } else if chars > Self::MAX_CHARS {
            Err(PasswordRuleError::TooLong)
        } else if is_common(raw) {
            Err(PasswordRuleError::Common)
        } else {
            Ok(Self(raw.into()))
        }
    }

    /// The password, for whoever hashes it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl PasswordHash {
    /// A hash in its text form.
    #[must_use]
    pub const fn new(phc: String) -> Self {
        Self(phc)
    }

    /// The text form, for whoever compares or keeps it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_exactly_as_typed() {
        let password = Password::parse("  пароль с пробелами ", |_| false).unwrap();
        assert_eq!(password.expose(), "  пароль с пробелами ");
    }

    #[test]
    fn a_password_has_12_to_128_characters_of_any_script() {
        let parse = |chars| Password::parse(&"ж".repeat(chars), |_| false).map(|_| ());
        assert_eq!(parse(11), Err(PasswordRuleError::TooShort));
        assert_eq!(parse(12), Ok(()));
        assert_eq!(parse(128), Ok(()));
        assert_eq!(parse(129), Err(PasswordRuleError::TooLong));
    }

    #[test]
    fn a_common_password_is_refused_and_only_asked_about_when_its_length_is_good() {
        let refused = Password::parse("passwordpassword", |raw| raw == "passwordpassword");
        assert_eq!(refused.unwrap_err(), PasswordRuleError::Common);
        for raw in ["short", &"long".repeat(50)] {
            let parsed = Password::parse(raw, |_| unreachable!("the length is bad"));
            assert!(parsed.is_err());
        }
    }

    #[test]
    fn the_codes_of_the_rules_are_the_documented_ones() {
        use PasswordRuleError as E;
        let codes = [E::TooShort, E::TooLong, E::Common].map(|err| err.code());
        assert_eq!(codes, ["too-short", "too-long", "common-password"]);
        assert_eq!(E::TooShort.to_string(), "must have at least 12 characters");
        assert_eq!(E::TooLong.to_string(), "must have at most 128 characters");
    }

    #[test]
    fn neither_password_nor_hash_is_shown() {
        let password = Password::parse("correct horse battery", |_| false).unwrap();
        let hash = PasswordHash::new("$argon2id$v=19$...".to_owned());
        assert_eq!(format!("{password:?} {hash:?}"), "Password(..) PasswordHash(..)");
        assert_eq!(hash.as_str(), "$argon2id$v=19$...");
    }
}
