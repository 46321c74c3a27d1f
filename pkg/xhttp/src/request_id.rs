//! The id that ties an answer, its log lines and its trace together.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};

/// Header in which a caller may send a request id, and in which every answer has one.
pub const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

const LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// Id of a request: 8 to 64 of `A-Z a-z 0-9 . _ -`, so that it is safe in logs and headers.
///
/// The edge puts it into the extensions of the request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// Takes a well-formed id.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        (LENGTHS.contains(&raw.len()) && raw.bytes().all(allowed)).then(|| Self(raw.into()))
    }

    /// The caller's id if there is exactly one and it is well-formed, else one of `new_id`.
    pub(crate) fn accept_or_make(headers: &HeaderMap, new_id: impl Fn() -> String) -> Self {
        let mut sent = headers.get_all(REQUEST_ID_HEADER).iter();
        match (sent.next(), sent.next()) {
            (Some(only), None) => only.to_str().ok().and_then(Self::parse),
            _ => None,
        }
        .unwrap_or_else(|| Self(new_id().into()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a header, unless an id source has made something unfit for one.
    pub(crate) fn header_value(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(values: &[&'static str]) -> RequestId {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(REQUEST_ID_HEADER, HeaderValue::from_static(value));
        }
        RequestId::accept_or_make(&headers, || "made-by-us".to_owned())
    }

    #[test]
    fn a_well_formed_id_is_kept() {
        assert_eq!(accepted(&["a.b_c-12"]).as_str(), "a.b_c-12");
    }

    #[test]
    fn everything_else_is_replaced() {
        const LONG: &str = "0123456789012345678901234567890123456789012345678901234567890123x";
        for values in [&[][..], &["short"], &["has blanks"], &["quote\"id"], &[LONG]] {
            assert_eq!(accepted(values).as_str(), "made-by-us", "{values:?}");
        }
        assert_eq!(accepted(&["first-one", "second-one"]).as_str(), "made-by-us");
    }
}
