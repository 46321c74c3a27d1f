//! What people can ask of the school, against a store in memory.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

mod collect_events;
mod create_course;
mod delete_course;
mod draft_lessons;
mod edit_course;
mod edit_draft;
mod idempotency;
mod identity;
mod import;
mod import_again;
mod import_jobs;
mod import_rounds;
mod list_courses;
mod merging;
mod move_course;
mod move_draft_parts;
mod people;
mod publications;
mod races;
mod read_course;
mod read_draft;
mod read_lessons;
mod revisions;
mod runs;
mod suggest;
mod upsert_course;
