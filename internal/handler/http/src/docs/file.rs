//! A file that never changes while the program runs.

use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

/// How long caches may keep a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// As long as they ask each time whether it is still the same.
    Ask,
    /// For ever: another content would have another address.
    ForEver,
}

/// A file in memory, with the tag of its content.
#[derive(Debug, Clone)]
pub(crate) struct File {
    media: &'static str,
    keep: Keep,
    content: Bytes,
    tag: Arc<OnceLock<String>>,
}

impl File {
    /// A file of this media type.
    pub(crate) fn new(media: &'static str, keep: Keep, content: impl Into<Bytes>) -> Self {
        Self { media, keep, content: content.into(), tag: Arc::default() }
    }

    /// The file, or `304` for those who have it.
    pub(crate) fn answer(&self, request: &HeaderMap) -> Response {
        let tag = self.tag();
        let sent = request.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        // Our tags have no comma inside.
        let known = |sent: &str| {
            sent.split(',')
                .map(str::trim)
                .any(|one| one == "*" || one.trim_start_matches("W/") == tag)
        };
        let mut response = Response::default();
        if sent.is_some_and(known) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            *response.body_mut() = Body::from(self.content.clone());
            let media = HeaderValue::from_static(self.media);
            response.headers_mut().insert(CONTENT_TYPE, media);
        }
        let control = match self.keep {
            Keep::Ask => "public, max-age=0, must-revalidate",
            Keep::ForEver => "public, max-age=31536000, immutable",
        };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(control));
        if let Ok(tag) = HeaderValue::from_str(tag) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }

    fn tag(&self) -> &str {
        self.tag.get_or_init(|| {
            let digest = Sha256::digest(&self.content);
            format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..12]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(sent: Option<&str>) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(sent) = sent {
            headers.insert(IF_NONE_MATCH, HeaderValue::from_str(sent).unwrap());
        }
        File::new("text/plain", Keep::Ask, "hello").answer(&headers)
    }

    #[test]
    fn whoever_has_the_file_gets_no_copy() {
        let first = ask(None);
        assert_eq!(first.status(), StatusCode::OK);
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        for sent in [tag.clone(), format!("\"old\", W/{tag}"), "*".to_owned()] {
            assert_eq!(ask(Some(&sent)).status(), StatusCode::NOT_MODIFIED, "{sent}");
        }
        assert_eq!(ask(Some("\"old\"")).status(), StatusCode::OK);
    }
}
