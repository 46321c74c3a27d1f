//! The two things that can be done with a document: check it, and turn it into a server.

use crate::contract::Contract;
use crate::document::Document;
use crate::error::Error;
use crate::{emit, rules};

/// What the document does not say.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Path of the type that stands for whoever makes a request, as seen from the module that
    /// includes the generated source: `crate::caller::Caller`.
    pub caller: String,
}

impl Default for Settings {
    /// Callers are of type `crate::Caller`.
    fn default() -> Self {
        Self { caller: "crate::Caller".to_owned() }
    }
}

/// Checks `text`, an `OpenAPI` 3.0.3 document in YAML or JSON, against the rules.
///
/// # Errors
///
/// [`Error::Syntax`] if the text is no YAML, [`Error::Broken`] with every broken rule.
pub fn check(text: &str) -> Result<(), Error> {
    rules::check(&Document::parse(text)?)
}

/// Turns `text`, an `OpenAPI` 3.0.3 document in YAML or JSON, into the source of a server.
///
/// # Errors
///
/// Those of [`check`], and the others of [`Error`] if no source could be made.
pub fn generate(text: &str, settings: &Settings) -> Result<String, Error> {
    let document = Document::parse(text)?;
    rules::check(&document)?;
    emit::source(&Contract::read(&document), settings)
}
