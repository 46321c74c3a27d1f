//! From the texts of path, query and headers to JSON values of declared parameters.

use std::collections::HashMap;

use axum::extract::{FromRequestParts as _, RawPathParams};
use http::request::Parts;
use serde_json::Value;
use xerror::FieldError;

use crate::{Kind, Location, Parameter, query};

/// The texts that were sent, by name.
#[derive(Debug)]
pub(crate) struct Sent {
    path: HashMap<String, String>,
    query: HashMap<String, Vec<String>>,
}

impl Sent {
    /// Takes `parts` apart: no texts if the path can not be decoded, an error if the query can not.
    pub(crate) async fn read(
        parts: &mut Parts,
        declared: &[Parameter],
    ) -> (Option<Self>, Option<FieldError>) {
        let mut path = HashMap::new();
        if declared.iter().any(|parameter| parameter.location == Location::Path) {
            let Ok(params) = RawPathParams::from_request_parts(parts, &()).await else {
                return (None, None);
            };
            path.extend(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
        let mut named: HashMap<String, Vec<String>> = HashMap::new();
        let Some(pairs) = query::parse(parts.uri.query().unwrap_or_default()) else {
            let broken = FieldError::new("/query", "encoding", "must be percent-encoded UTF-8");
            return (Some(Self { path, query: named }), Some(broken));
        };
        for (name, value) in pairs {
            named.entry(name).or_default().push(value);
        }
        (Some(Self { path, query: named }), None)
    }

    /// Names in the query that are none of `declared`, in order.
    pub(crate) fn unknown<'a>(&'a self, declared: &[Parameter]) -> Vec<&'a str> {
        let known = |name: &str| {
            declared.iter().any(|it| it.location == Location::Query && it.name == name)
        };
        let mut names: Vec<_> =
            self.query.keys().map(String::as_str).filter(|name| !known(name)).collect();
        names.sort_unstable();
        names
    }

    /// The texts sent for `parameter`, `Err` if they can not be read.
    pub(crate) fn texts(
        &self,
        parts: &Parts,
        parameter: &Parameter,
    ) -> Result<Vec<String>, FieldError> {
        match parameter.location {
            Location::Path => Ok(self.path.get(parameter.name).cloned().into_iter().collect()),
            Location::Query => Ok(self.query.get(parameter.name).cloned().unwrap_or_default()),
            Location::Header => {
                let values = parts.headers.get_all(parameter.name).iter();
                let texts: Result<_, _> =
                    values.map(|value| value.to_str().map(ToOwned::to_owned)).collect();
                texts.map_err(|_| {
                    FieldError::new(pointer(parameter), "encoding", "must be visible ASCII")
                })
            }
        }
    }
}

/// `/query/limit`
pub(crate) fn pointer(parameter: &Parameter) -> String {
    format!("/{}/{}", parameter.location.name(), parameter.name)
}

/// The JSON value of `texts`: `Ok(None)` if nothing was sent and nothing stands in for it.
pub(crate) fn value(
    parameter: &Parameter,
    mut texts: Vec<String>,
) -> Result<Option<Value>, FieldError> {
    let broken = |code, detail: &'static str| FieldError::new(pointer(parameter), code, detail);
    if texts.is_empty() {
        return match parameter.default {
            Some(default) => {
                Ok(Some(serde_json::from_str(default).expect("the generator wrote it as JSON")))
            }
            None if parameter.required => Err(broken("required", "is required")),
            None => Ok(None),
        };
    }
    if parameter.list {
        return Ok(Some(texts.into_iter().map(|text| scalar(parameter.kind, text)).collect()));
    }
    let first = texts.swap_remove(0);
    if texts.is_empty() {
        Ok(Some(scalar(parameter.kind, first)))
    } else {
        Err(broken("duplicate", "must be given once"))
    }
}

/// A text that is not of its kind stays a text, which the schema then refuses.
fn scalar(kind: Kind, text: String) -> Value {
    let value = match kind {
        Kind::String => None,
        Kind::Integer if text.starts_with('+') => None,
        Kind::Integer => text.parse::<i64>().ok().map(Value::from),
        Kind::Number => serde_json::from_str(&text).ok().filter(Value::is_number),
        Kind::Boolean => text.parse::<bool>().ok().map(Value::from),
    };
    value.unwrap_or(Value::String(text))
}
