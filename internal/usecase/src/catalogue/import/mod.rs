//! Brings in a catalogue from outside, batch by batch.
//!
//! An adapter turns a source into [`ImportedCourse`]s; from there on an imported course goes
//! through the same entities and the same commit as anybody's edit. An item is known by its name
//! in the source, so a second import of the same file finds everything unchanged and writes
//! nothing, and an interrupted import that is started again ends in the same state.

mod batch;
mod item;
mod plan;
mod report;

pub use batch::ImportCourses;
pub use item::{ImportedCourse, ImportedInstructor, ImportedRun, ImportedSubject, RunIntent};
pub use report::{BatchReport, Counts, Rejection};
