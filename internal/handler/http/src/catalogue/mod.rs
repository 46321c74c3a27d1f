//! The catalogue over HTTP: one folder or file for each resource, with its routes and with what
//! its words mean in the domain.

mod courses;
mod drafts;
mod external_ids;
mod imports;
mod instructors;
mod lesson_content;
mod merging;
mod money;
mod publication;
mod quiz;
mod revisions;
mod runs;
mod search;
mod subjects;
mod tree;
mod use_cases;
mod words;

pub(crate) use imports::Imports;
pub use imports::takes_upload;
pub(crate) use use_cases::Catalogue;
