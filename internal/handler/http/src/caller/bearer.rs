//! The credentials that a request carries, and how bad ones are refused.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use xerror::{Kind, Problem, kinds};
use xtoken::TokenError;

/// How the text of an API key begins. No access token does: those begin with their header.
const API_KEY: &str = "ck1.";

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearer<'a> {
    /// Looks like an API key.
    ApiKey(&'a str),
    /// Anything else.
    Token(&'a str),
}

impl<'a> Bearer<'a> {
    /// The credentials of the headers. Those of another kind are bad credentials: whoever sends
    /// some expects to be known.
    pub(super) fn of(headers: &'a HeaderMap) -> Result<Option<Self>, Problem> {
        let mut sent = headers.get_all(AUTHORIZATION).iter();
        let value = match (sent.next(), sent.next()) {
            (None, _) => return Ok(None),
            (Some(value), None) => value.to_str().ok(),
            (Some(_), Some(_)) => None,
        };
        let credentials = value.and_then(|value| value.split_once(' '));
        credentials
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, text)| Some(Self::read(text.trim_matches(' '))))
            .ok_or_else(|| untrue(TokenError::Malformed))
    }

    fn read(text: &'a str) -> Self {
        if text.starts_with(API_KEY) { Self::ApiKey(text) } else { Self::Token(text) }
    }
}

/// The refusal of a token that is not to be believed.
pub(super) fn untrue(err: TokenError) -> Problem {
    let kind = match err {
        TokenError::Expired => &kinds::TOKEN_EXPIRED,
        TokenError::Malformed
        | TokenError::WrongAlgorithm
        | TokenError::WrongType
        | TokenError::WrongKey
        | TokenError::WrongSignature
        | TokenError::MissingClaim { .. }
        | TokenError::WrongIssuer
        | TokenError::WrongAudience
        | TokenError::NotYetValid => &kinds::UNAUTHENTICATED,
    };
    refused(kind, &err.to_string()).cause(err)
}

/// A refusal as RFC 6750 wants it: `invalid_token`, with the reason that the bearer may know.
pub(super) fn refused(kind: &'static Kind, reason: &str) -> Problem {
    let challenge = format!(r#"Bearer error="invalid_token", error_description="{reason}""#);
    Problem::new(kind).detail(reason.to_owned()).header("www-authenticate", challenge)
}
