//! The token that a client trades for the next one.

use uuid::Uuid;

use super::token_text;
use crate::identity::{Secret, SessionId};

const PREFIX: &str = "cr1.";

/// A single-use token of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// The session it belongs to.
    pub session: SessionId,
    /// Its place in the chain of the session: 0 is the one that sign-in gave.
    pub generation: u32,
    /// What proves it.
    pub secret: Secret,
}

impl RefreshToken {
    /// The text form. It is the secret: give it to the client and keep it nowhere.
    #[must_use]
    pub fn encode(&self) -> String {
        let (session, generation) = (Uuid::from(self.session), self.generation.to_be_bytes());
        token_text::encode(PREFIX, &[session.as_bytes(), &generation, self.secret.expose()])
    }

    /// The token with this text form, if it has the right form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = token_text::decode::<{ 16 + 4 + Secret::LENGTH }>(PREFIX, text)?;
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, secret) = rest.split_first_chunk::<4>()?;
        Some(Self {
            session: Uuid::from_bytes(*session).into(),
            generation: u32::from_be_bytes(*generation),
            secret: Secret::new(secret.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_token_is_read_back_and_its_secret_not_shown(
            id in any::<u128>(), generation in any::<u32>(), secret in any::<[u8; 32]>(),
        ) {
            let session = Uuid::from_u128(id).into();
            let token = RefreshToken { session, generation, secret: Secret::new(secret) };
            let text = token.encode();
            prop_assert!(text.starts_with("cr1.") && text.len() == 74);
            prop_assert_eq!(RefreshToken::parse(&text), Some(token.clone()));
            let hidden = format!("{token:?}").ends_with("secret: Secret(..) }");
            prop_assert!(hidden);
        }

        #[test]
        fn what_has_another_form_is_no_token(text in ".{0,80}|cr1\\.[\\w-]{60,80}") {
            if let Some(token) = RefreshToken::parse(&text) {
                prop_assert_eq!(token.encode(), text);
            }
        }
    }
}
