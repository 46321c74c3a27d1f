//! Texts that must not be seen.

use std::fmt;

use secrecy::zeroize::Zeroize as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text of `format: password`: a password or a token, on its way in or out. `Debug` does not
/// show it, and its memory is cleared when it is dropped. It is written into answers as it is,
/// because whoever receives it asked for it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Takes a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, to be passed on with care.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_and_written_but_not_shown() {
        let text: SecretText = serde_json::from_str("\"seven green herons\"").unwrap();
        assert_eq!(text.expose(), "seven green herons");
        assert_eq!(format!("{text:?}"), "SecretText(..)");
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"seven green herons\"");
    }
}
