//! A draft never leaks, nor what is locked or right in a quiz, the owner is the caller, and a refusal says everything at once.

mod drafts;
mod lessons;
mod refusals;
