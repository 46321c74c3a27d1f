//! What the catalogue needs: changes to commit, entities to decide on, read models for screens.

mod access;
mod change;
mod import;
mod merging;
mod publication;
mod query;
mod read;
mod suggestion;
mod tags;

pub use crate::shared::IdPosition;
pub use access::AccessCheck;
pub use change::{CatalogueChange, CourseWrite, InstructorWrite, RunWrite, SubjectWrite};
pub use import::{ImportStore, ImportWrite, NamedCourse, RoundWrite};
pub use merging::MergeReader;
pub use publication::{
    PublicationReader, PublicationRequestQuery, PublicationRequestWrite, RevisionSummary,
};
pub use query::{
    CoursePosition, CourseQuery, CourseSort, CourseSummary, Facet, FacetCount, FacetCounts,
    OfferFilter, SortKey,
};
pub use read::CatalogueReader;
pub use suggestion::{Suggestion, SuggestionRequest};
pub use tags::{TagCount, TagPosition, TagQuery};
