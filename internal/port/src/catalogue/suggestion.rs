//! What is suggested to somebody who types.

use courses_domain::catalogue::{SuggestionKind, SuggestionQuery};
use uuid::Uuid;

/// Which things of one kind somebody may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionRequest {
    /// What was typed so far.
    pub typed: SuggestionQuery,
    /// Of what kind they are.
    pub kind: SuggestionKind,
    /// How many at most, 1 to 20.
    pub limit: u32,
}

/// Something that somebody may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// Its id.
    pub id: Uuid,
    /// Its title, or the name of an instructor.
    pub title: String,
    /// The readable name of a course; nothing else has one.
    pub slug: Option<String>,
}
