//! The text form of our opaque tokens: a prefix that says the kind (secret scanners find it), then
//! an id and a secret in base64 for addresses.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::identity::Secret;

/// `<prefix><base64url of all parts>`.
pub(super) fn encode(prefix: &str, parts: &[&[u8]]) -> String {
    let mut text = prefix.to_owned();
    URL_SAFE_NO_PAD.encode_string(parts.concat(), &mut text);
    text
}

/// The bytes after `prefix`; nothing if the text has another form. One token has one text.
pub(super) fn decode<const N: usize>(prefix: &str, text: &str) -> Option<[u8; N]> {
    let coded = text.strip_prefix(prefix)?;
    if coded.len() != (N * 4).div_ceil(3) {
        return None;
    }
    URL_SAFE_NO_PAD.decode(coded).ok()?.try_into().ok()
}

/// The id and the secret after `prefix`, for tokens that have nothing else.
pub(super) fn decode_pair(prefix: &str, text: &str) -> Option<(Uuid, Secret)> {
    let bytes = decode::<{ 16 + Secret::LENGTH }>(prefix, text)?;
    let (id, secret) = bytes.split_first_chunk::<16>()?;
    Some((Uuid::from_bytes(*id), Secret::new(secret.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_token_is_read_back(bytes in any::<[u8; 52]>()) {
            let text = encode("cr1.", &[&bytes[..7], &bytes[7..]]);
            prop_assert_eq!(decode("cr1.", &text), Some(bytes));
            prop_assert_eq!(decode::<52>("ck1.", &text), None);
            prop_assert_eq!(decode::<51>("cr1.", &text), None);
        }

        #[test]
        fn another_text_is_another_token_or_none(
            bytes in any::<[u8; 52]>(), at in 0..74_usize, to in any::<u8>(),
        ) {
            let mut other = encode("cr1.", &[&bytes]).into_bytes();
            prop_assume!(at < other.len() && other[at] != to && to.is_ascii());
            other[at] = to;
            let other = String::from_utf8(other).unwrap();
            prop_assert_ne!(decode("cr1.", &other), Some(bytes));
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,90}") {
            prop_assert_eq!(decode::<52>("cr1.", &text), None);
            let _ = decode::<52>("", &text);
        }
    }
}
