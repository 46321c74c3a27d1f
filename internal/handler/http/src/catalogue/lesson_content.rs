//! What a learner gets in a lesson: a union by kind.

use courses_domain::catalogue::{LessonBody, LessonContent, MediaType};
use courses_domain::shared::{Violations, WebUrl};

use crate::fields::optional;
use crate::generated::models;
use crate::number::signed;

/// The content of the member `content`; `None` if the domain refuses it.
pub(super) fn content(
    violations: &mut Violations,
    raw: models::LessonContentInput,
) -> Option<LessonContent> {
    use models::LessonContentInput as Raw;
    Some(match raw {
        Raw::Text(raw) => LessonContent::Text {
            body: violations.check("/content/body", LessonBody::parse(&raw.body))?,
        },
        Raw::Video(raw) => {
            let url = violations.check("/content/url", WebUrl::parse(&raw.url));
            let at = "/content/transcript";
            let transcript = optional(violations, at, raw.transcript, LessonBody::parse);
            LessonContent::Video { url: url?, transcript }
        }
        Raw::File(raw) => {
            let url = violations.check("/content/url", WebUrl::parse(&raw.url));
            let at = "/content/media_type";
            let media_type = optional(violations, at, raw.media_type, MediaType::parse);
            // The contract has a minimum of 0.
            let size_bytes = raw.size_bytes.map(|size| u64::try_from(size).unwrap_or(0));
            LessonContent::File { url: url?, media_type, size_bytes }
        }
        Raw::Link(raw) => {
            LessonContent::Link { url: violations.check("/content/url", WebUrl::parse(&raw.url))? }
        }
    })
}

/// Content as the contract says it.
pub(super) fn shown(content: &LessonContent) -> models::LessonContent {
    use models::LessonContent as Shown;
    match content {
        LessonContent::Text { body } => Shown::Text(models::TextContent { body: body.to_string() }),
        LessonContent::Video { url, transcript } => Shown::Video(models::VideoContent {
            url: url.as_str().to_owned(),
            transcript: transcript.as_ref().map(ToString::to_string),
        }),
        LessonContent::File { url, media_type, size_bytes } => Shown::File(models::FileContent {
            url: url.as_str().to_owned(),
            media_type: media_type.as_ref().map(ToString::to_string),
            size_bytes: size_bytes.map(signed),
        }),
        LessonContent::Link { url } => {
            Shown::Link(models::LinkContent { url: url.as_str().to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_goes_in_and_out_the_same() {
        for raw in [
            json!({ "kind": "text", "body": "Read this" }),
            json!({ "kind": "video", "url": "https://example.org/v", "transcript": "Hello" }),
            json!({ "kind": "video", "url": "https://example.org/v", "transcript": null }),
            json!({ "kind": "file", "url": "https://example.org/f", "media_type": "text/plain", "size_bytes": 7 }),
            json!({ "kind": "link", "url": "https://example.org/l" }),
        ] {
            let read = serde_json::from_value(raw.clone()).unwrap();
            let content = content(&mut Violations::new(), read).unwrap();
            assert_eq!(serde_json::to_value(shown(&content)).unwrap(), raw);
        }
    }

    #[test]
    fn everything_wrong_in_a_content_is_named() {
        let raw = json!({ "kind": "video", "url": "https://", "transcript": " " });
        let mut violations = Violations::new();
        assert!(content(&mut violations, serde_json::from_value(raw).unwrap()).is_none());
        let pointers: Vec<_> = violations.as_slice().iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/content/url", "/content/transcript"]);
    }
}
