//! The ports kept in `MongoDB`: documents and their conversions, indexes, migrations, queries.
//!
//! [`MongoStore`] implements every port. An aggregate is one document, and the events of a change
//! stand in its `outbox` until the collector moves them into the collection `events`; see
//! `document` for the shapes, `schema` for validators and indexes, and `query` for every question
//! that is asked. Nothing outside `query` makes a filter that is not on `_id` alone, and a test
//! explains each of its queries.
//!
//! # How do I add one more?
//!
//! - A *field*: the document, its conversion in both directions beside it, the validator, and a
//!   migration if old documents need one.
//! - A *query*: a name in `query::QueryName`, a function that makes it, a sample for the test that
//!   explains it, and an index if the test says so.
//! - A *kind of aggregate*: a collection in `schema`, a document, a branch in `commit::plan`.
//! - An *index* or a *validator*: change the declaration and add a migration that declares again.

mod commit;
mod convert;
mod document;
mod error;
mod events;
mod fetch;
mod health;
mod idempotency;
mod imports;
mod lease;
mod purge;
mod query;
mod read;
mod read_identity;
mod read_merging;
mod read_publication;
mod schema;
mod shared_find;
mod sign_in_attempts;
mod statements;
mod store;

pub use store::{MongoStore, Options};
