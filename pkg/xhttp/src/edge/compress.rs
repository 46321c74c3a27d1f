//! Which answers are worth compressing, and for whom.

use http::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use http::{Extensions, HeaderMap, StatusCode, Version};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

/// Below this, gzip costs more than the bytes it saves.
const SMALL: u64 = 1024;

/// Compresses texts that are not small; answers that are encoded already are left alone.
pub(super) fn layer() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .gzip(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(SMALL).and(is_text))
}

fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = content_type.and_then(|value| value.split(';').next()).unwrap_or("").trim();
    match media_type.split_once('/') {
        // An event stream must not wait for the compressor's buffer.
        Some(("text", subtype)) => subtype != "event-stream",
        Some(("application", "json" | "javascript" | "xml" | "yaml")) => true,
        Some((_, subtype)) => subtype.ends_with("+json") || subtype.ends_with("+xml"),
        None => false,
    }
}

/// Whether the caller wants gzip: named, or covered by `*`, and not with `q=0`.
pub(super) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let (mut named, mut any) = (None, None);
    for item in values.flat_map(|value| value.split(',')) {
        let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
        let wanted = !is_zero_quality(parameters);
        match coding.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => named = Some(wanted),
            "*" => any = Some(wanted),
            _ => {}
        }
    }
    named.or(any).unwrap_or(false)
}

fn is_zero_quality(parameters: &str) -> bool {
    let Some((name, value)) = parameters.split_once('=') else { return false };
    name.trim().eq_ignore_ascii_case("q") && value.trim().parse::<f32>().is_ok_and(|q| q <= 0.0)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn accepts(value: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
        accepts_gzip(&headers)
    }

    #[test]
    fn gzip_is_used_only_where_it_is_wanted() {
        assert!(accepts("gzip"));
        assert!(accepts("br;q=1.0, GZIP;q=0.5"));
        assert!(accepts("*"));
        assert!(!accepts("br"));
        assert!(!accepts("gzip;q=0, *"));
        assert!(!accepts("identity;q=0"));
        assert!(!accepts_gzip(&HeaderMap::new()));
    }

    #[test]
    fn texts_are_compressed_and_archives_are_not() {
        let compressed = |content_type: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
            is_text(StatusCode::OK, Version::HTTP_11, &headers, &Extensions::new())
        };
        assert!(compressed("application/json"));
        assert!(compressed("application/problem+json"));
        assert!(compressed("text/html; charset=utf-8"));
        assert!(!compressed("application/gzip"));
        assert!(!compressed("image/png"));
        assert!(!compressed("text/event-stream"));
    }
}
