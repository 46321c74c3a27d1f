//! The body a caller reads: `application/problem+json` of RFC 9457.

use std::borrow::Cow;
use std::error::Error;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{ErrorChain, FieldError, Problem};

/// Media type of a rendered problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Members that an extension can not replace.
const STANDARD_MEMBERS: [&str; 8] =
    ["type", "title", "status", "detail", "instance", "request_id", "errors", "causes"];

/// What the edge knows about the request and the problem does not.
#[derive(Debug, Clone, Copy)]
pub struct RenderOptions<'a> {
    /// What goes before the code in `type`, such as `urn:school:problem:`.
    pub type_prefix: &'a str,
    /// Ties the answer to the log.
    pub request_id: Option<&'a str>,
    /// Path of the request.
    pub instance: Option<&'a str>,
    /// Shows the cause chain as `causes`. Never in production.
    pub development: bool,
}

impl Default for RenderOptions<'_> {
    fn default() -> Self {
        Self { type_prefix: "urn:problem:", request_id: None, instance: None, development: false }
    }
}

/// Members in the order in which a person wants to read them.
#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(flatten)]
    extensions: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<String>,
}

impl Problem {
    /// The body as a JSON value.
    #[must_use]
    pub fn render(&self, options: &RenderOptions<'_>) -> Value {
        serde_json::to_value(self.body(options)).unwrap_or_default() // string keys only: never fails
    }

    /// The body as it goes over the wire, standard members first.
    #[must_use]
    pub fn render_bytes(&self, options: &RenderOptions<'_>) -> Vec<u8> {
        serde_json::to_vec(&self.body(options)).unwrap_or_default() // string keys only: never fails
    }

    fn body<'a>(&'a self, options: &RenderOptions<'a>) -> Body<'a> {
        let bare = self.kind().is_bare();
        Body {
            r#type: format!("{}{}", options.type_prefix, self.code()),
            title: self.kind().title,
            status: self.status(),
            detail: self.shown_detail(),
            instance: options.instance,
            request_id: options.request_id,
            errors: if bare { &[] } else { &self.parts.fields },
            extensions: if bare { Map::new() } else { self.shown_extensions() },
            causes: if options.development { self.shown_causes() } else { Vec::new() },
        }
    }

    fn shown_detail(&self) -> Option<&str> {
        let detail = self.parts.detail.as_ref().filter(|_| !self.kind().is_bare())?;
        match detail {
            Cow::Owned(_) if self.kind().is_server_error() => None,
            shown => Some(shown),
        }
    }

    fn shown_extensions(&self) -> Map<String, Value> {
        let extensions = self.parts.extensions.iter();
        extensions
            .filter(|(name, _)| !STANDARD_MEMBERS.contains(name))
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect()
    }

    fn shown_causes(&self) -> Vec<String> {
        match self.source() {
            Some(cause) if self.status() != 404 => ErrorChain(cause).sentences(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds;
    use serde_json::json;

    const OPTIONS: RenderOptions<'static> = RenderOptions {
        type_prefix: "urn:school:problem:",
        request_id: Some("request-1"),
        instance: Some("/v1/courses"),
        development: false,
    };

    fn text(problem: &Problem) -> String {
        String::from_utf8(problem.render_bytes(&OPTIONS)).expect("JSON is UTF-8")
    }

    #[test]
    fn a_refusal_shows_everything_it_was_given_but_the_cause() {
        let problem = Problem::new(&kinds::CONFLICT)
            .detail(String::from("a draft can not be restored"))
            .field(FieldError::new("/status", "illegal", "not from here"))
            .extension("allowed", json!(["published"]))
            .cause("row 17 of table courses");

        assert_eq!(
            text(&problem),
            concat!(
                r#"{"type":"urn:school:problem:conflict","#,
                r#""title":"The request conflicts with the current state","status":409,"#,
                r#""detail":"a draft can not be restored","instance":"/v1/courses","#,
                r#""request_id":"request-1","#,
                r#""errors":[{"pointer":"/status","code":"illegal","detail":"not from here"}],"#,
                r#""allowed":["published"]}"#
            )
        );
    }

    #[test]
    fn a_hidden_resource_is_answered_byte_for_byte_like_an_unknown_one() {
        let unknown = Problem::not_found();
        let hidden = Problem::not_found()
            .detail("this draft is not yours")
            .extension("owner", json!("somebody"))
            .cause("hidden by policy");
        assert_eq!(text(&hidden), text(&unknown));

        let development = RenderOptions { development: true, ..OPTIONS };
        assert_eq!(hidden.render(&development), unknown.render(&development));
    }

    #[test]
    fn an_internal_fault_shows_only_the_request_id() {
        let problem = Problem::internal("password of the store is hunter2")
            .detail("hunter2")
            .extension("secret", json!("hunter2"))
            .field(FieldError::new("/hunter2", "hunter2", "hunter2"));
        assert!(!text(&problem).contains("hunter2"));
        assert!(text(&problem).contains("request-1"));
    }

    #[test]
    fn other_server_faults_show_literals_but_not_built_texts() {
        let literal = Problem::new(&kinds::OVERLOADED).detail("try again in a moment");
        assert_eq!(literal.render(&OPTIONS)["detail"], "try again in a moment");

        let built =
            Problem::new(&kinds::OVERLOADED).detail(format!("store {} is away", "10.0.0.7"));
        assert_eq!(built.render(&OPTIONS).get("detail"), None);
    }

    #[test]
    fn causes_are_shown_in_development_only() {
        let problem = Problem::internal("the cable is loose");
        assert_eq!(problem.render(&OPTIONS).get("causes"), None);
        let development = RenderOptions { development: true, ..OPTIONS };
        assert_eq!(problem.render(&development)["causes"], json!(["the cable is loose"]));
    }

    #[test]
    fn an_extension_can_not_replace_a_standard_member() {
        let problem = Problem::new(&kinds::CONFLICT).extension("status", json!(200));
        assert_eq!(text(&problem).matches("\"status\"").count(), 1);
        assert_eq!(problem.render(&OPTIONS)["status"], 409);
    }
}
