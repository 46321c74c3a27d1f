//! Media types: what the caller sends, and what it takes.

use http::{HeaderMap, header};
use xerror::{Problem, kinds};

use crate::Operation;

/// Refuses bodies of other media types than the declared one, and callers that take none of ours.
pub(crate) fn negotiate(operation: &Operation, headers: &HeaderMap) -> Result<(), Problem> {
    if let Some(media) = operation.consumes {
        if !is_sent_as(headers, media) {
            let problem = Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE);
            let problem = problem.detail(format!("the body must be sent as {media}"));
            return Err(accepted(problem, operation.method, media));
        }
        if headers.get(header::CONTENT_ENCODING).is_some_and(|value| value != "identity") {
            let problem = Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE);
            return Err(problem.detail("the body must be sent without content encoding"));
        }
    }
    match operation.produces {
        Some(media) if !is_accepted(headers, media) => Err(Problem::new(&kinds::NOT_ACCEPTABLE)
            .detail(format!("the answer is available as {media} only"))),
        _ => Ok(()),
    }
}

/// RFC 5789 and RFC 9110 each have a header that tells what would have been taken.
fn accepted(problem: Problem, method: &str, media: &str) -> Problem {
    let header = if method == "PATCH" { "accept-patch" } else { "accept" };
    problem.header(header, media)
}

fn is_sent_as(headers: &HeaderMap, media: &str) -> bool {
    let mut sent = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(only), None) = (sent.next(), sent.next()) else { return false };
    let Ok(text) = only.to_str() else { return false };
    let mut parts = text.split(';');
    let named = parts.next().is_some_and(|name| name.trim().eq_ignore_ascii_case(media));
    // JSON has no other encoding than UTF-8.
    let charset = parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
        !name.trim().eq_ignore_ascii_case("charset")
            || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    named && (charset || !media.ends_with("json"))
}

fn is_accepted(headers: &HeaderMap, media: &str) -> bool {
    let mut ranges = Vec::new();
    for value in headers.get_all(header::ACCEPT) {
        let Ok(text) = value.to_str() else { return false };
        ranges.extend(text.split(',').map(str::trim).filter(|range| !range.is_empty()));
    }
    if ranges.is_empty() {
        return true;
    }
    // The most specific range decides, as `text/*;q=0, */*` means anything but text.
    let best = ranges
        .iter()
        .filter_map(|range| {
            let mut parts = range.split(';');
            let rank = specificity(parts.next()?.trim(), media)?;
            let quality = parts.find_map(|part| part.trim().strip_prefix("q=").map(str::trim));
            Some((rank, quality.is_none_or(|it| !it.trim_matches(['0', '.']).is_empty())))
        })
        .max_by_key(|(rank, _)| *rank);
    best.is_some_and(|(_, wanted)| wanted)
}

/// How closely `range` names `media`; `None` if it does not.
fn specificity(range: &str, media: &str) -> Option<u8> {
    if range == "*/*" {
        return Some(0);
    }
    if range.eq_ignore_ascii_case(media) {
        return Some(2);
    }
    let (kind, _) = media.split_once('/')?;
    let group = range.strip_suffix("/*")?;
    group.eq_ignore_ascii_case(kind).then_some(1)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_body_is_taken_only_as_what_was_declared() {
        for (value, taken) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json; charset=latin1", false),
            ("application/jsonp", false),
            ("text/plain", false),
        ] {
            let headers = with(header::CONTENT_TYPE, value);
            assert_eq!(is_sent_as(&headers, "application/json"), taken, "{value}");
        }
        assert!(!is_sent_as(&HeaderMap::new(), "application/json"));
    }

    #[test]
    fn accept_is_honoured_by_its_most_specific_range() {
        for (value, accepted) in [
            ("*/*", true),
            ("application/*", true),
            ("text/html, application/json;q=0.1", true),
            ("text/html", false),
            ("application/json;q=0, */*", false),
            ("application/json;q=0.0", false),
            ("text/*;q=0, */*", true),
        ] {
            let headers = with(header::ACCEPT, value);
            assert_eq!(is_accepted(&headers, "application/json"), accepted, "{value}");
        }
        assert!(is_accepted(&HeaderMap::new(), "application/json"));
    }
}
