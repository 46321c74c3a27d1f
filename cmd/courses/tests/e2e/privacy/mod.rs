//! A draft never leaks, the owner is the caller, and a refusal says everything at once.

mod drafts;
mod refusals;
