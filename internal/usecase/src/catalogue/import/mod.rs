//! Brings in a catalogue from outside, batch by batch.
//!
//! An adapter turns a source into [`ImportedCourse`]s; from there on an imported course goes
//! through the same entities and the same commit as anybody's edit. An item is known by its name
//! in the source, so a second import of the same file finds everything unchanged and writes
//! nothing, and an interrupted import that is started again ends in the same state.
//!
//! A file that is the whole of its source also tells what is gone there: [`SweepSource`].

mod ask;
mod batch;
mod item;
mod look;
mod plan;
mod ports;
mod report;
mod sweep;
mod tidy;
mod work;

pub use ask::{AskForImport, AskForImportInput, ReceiveError, ReceivedFile};
pub use batch::ImportCourses;
pub use item::{ImportedCourse, ImportedInstructor, ImportedRun, ImportedSubject, RunIntent};
pub use look::LookAtImports;
pub use ports::ImportPorts;
pub use report::{BatchReport, Counts, Rejection};
pub use sweep::{SweepReport, SweepSource, WholeSource};
pub use tidy::TidyImports;
pub use work::{HeldImport, ReadFile, WorkError, WorkOnImports};
