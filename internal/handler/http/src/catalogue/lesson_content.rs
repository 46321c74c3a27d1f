//! What is in a lesson: a union by kind, and another one for those who learn.

use courses_domain::catalogue::{LearnerContent, LessonBody, LessonContent, MediaType};
use courses_domain::shared::{Violations, WebUrl};

use super::quiz::quiz;
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
        Raw::Quiz(raw) => LessonContent::Quiz(quiz(violations, raw)?),
    })
}

impl From<&LessonContent> for models::DraftLessonContent {
    fn from(content: &LessonContent) -> Self {
        match content {
            LessonContent::Text { body } => Self::Text(text(body)),
            LessonContent::Video { url, transcript } => {
                Self::Video(video(url, transcript.as_ref()))
            }
            LessonContent::File { url, media_type, size_bytes } => {
                Self::File(file(url, media_type.as_ref(), *size_bytes))
            }
            LessonContent::Link { url } => Self::Link(link(url)),
            LessonContent::Quiz(quiz) => Self::Quiz(quiz.into()),
        }
    }
}

impl From<&LearnerContent> for models::LessonContent {
    fn from(content: &LearnerContent) -> Self {
        match content {
            LearnerContent::Text { body } => Self::Text(text(body)),
            LearnerContent::Video { url, transcript } => {
                Self::Video(video(url, transcript.as_ref()))
            }
            LearnerContent::File { url, media_type, size_bytes } => {
                Self::File(file(url, media_type.as_ref(), *size_bytes))
            }
            LearnerContent::Link { url } => Self::Link(link(url)),
            LearnerContent::Quiz(sheet) => Self::Quiz(sheet.into()),
        }
    }
}

fn text(body: &LessonBody) -> models::TextContent {
    models::TextContent { body: body.to_string() }
}

fn video(url: &WebUrl, transcript: Option<&LessonBody>) -> models::VideoContent {
    let transcript = transcript.map(ToString::to_string);
    models::VideoContent { url: url.as_str().to_owned(), transcript }
}

fn file(
    url: &WebUrl,
    media_type: Option<&MediaType>,
    size_bytes: Option<u64>,
) -> models::FileContent {
    models::FileContent {
        url: url.as_str().to_owned(),
        media_type: media_type.map(ToString::to_string),
        size_bytes: size_bytes.map(signed),
    }
}

fn link(url: &WebUrl) -> models::LinkContent {
    models::LinkContent { url: url.as_str().to_owned() }
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
            json!({ "kind": "quiz", "questions": [{
                "id": "q", "prompt": "Which?", "choice": "single", "points": null,
                "options": [{ "id": "a", "text": "A" }, { "id": "b", "text": "B" }],
                "correct": ["b"], "explanation": null,
            }] }),
        ] {
            let read = serde_json::from_value(raw.clone()).unwrap();
            let content = content(&mut Violations::new(), read).unwrap();
            let draft = models::DraftLessonContent::from(&content);
            assert_eq!(serde_json::to_value(draft).unwrap(), raw);
            let learner = models::LessonContent::from(&LearnerContent::from(content));
            let learner = serde_json::to_value(learner).unwrap();
            assert_eq!(learner == raw, raw["kind"] != "quiz", "{learner}");
            assert_eq!(learner["kind"], raw["kind"]);
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
