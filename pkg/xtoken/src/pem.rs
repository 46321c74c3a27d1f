//! PEM: a DER document as lines of base64 between two labels.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::KeyError;

/// Characters in a line of base64, as RFC 7468 wants it.
const LINE: usize = 64;

/// The document as PEM text.
pub(crate) fn encode(label: &'static str, document: &[u8]) -> String {
    let base64 = STANDARD.encode(document);
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, next) = rest.split_at(rest.len().min(LINE));
        text.push_str(line);
        text.push('\n');
        rest = next;
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

/// The document inside the first block with this label.
pub(crate) fn decode(label: &'static str, text: &str) -> Result<Vec<u8>, KeyError> {
    let refused = KeyError::NotPem { label };
    let begin = format!("-----BEGIN {label}-----");
    let end = format!("-----END {label}-----");
    let (_, body) = text.split_once(&begin).ok_or(refused)?;
    let (body, _) = body.split_once(&end).ok_or(refused)?;
    let base64: String = body.split_whitespace().collect();
    STANDARD.decode(base64).map_err(|_| refused)
}
