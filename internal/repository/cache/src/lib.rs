//! Subjects and instructors of any store, remembered for a moment.
//!
//! Lists of courses show the names of subjects and instructors, which are read all the time and
//! change rarely. [`over`] puts a cache in front of a store: a reader that answers them from
//! memory, and a commit that makes it forget what a change set saves.
//!
//! What the reader promises about subjects and instructors, by id or by code:
//!
//! - Whoever asks this process after a commit of this process was answered sees that commit.
//! - What another process commits is seen after [`Options::ttl`] at the latest, and so is a commit
//!   whose outcome is unknown and that comes true later.
//! - What does not exist is not remembered, so what somebody makes is found at once.
//! - However many ask for the same at once, the store is asked once, and what is missing of
//!   several is one question.
//!
//! Everything else goes to the store. The second promise is why use cases decide with the store
//! and only show what comes from here.

mod catalogue;
mod commit;
mod failure;
mod options;
mod remembered;
mod together;

use std::sync::Arc;

use courses_port::Commit;
use courses_port::catalogue::CatalogueReader;

pub use catalogue::NAMES;
use catalogue::{CachedCatalogue, Caches};
use commit::ForgettingCommit;
pub use options::{Observer, Options};

/// A reader with a cache over `reader`, and the commit that everybody in this process has to use
/// instead of `commit` from now on.
#[must_use]
pub fn over(
    reader: Arc<dyn CatalogueReader>,
    commit: Arc<dyn Commit>,
    options: &Options,
) -> (Arc<dyn CatalogueReader>, Arc<dyn Commit>) {
    let caches = Arc::new(Caches::new(options));
    let reader = CachedCatalogue::new(reader, Arc::clone(&caches));
    (Arc::new(reader), Arc::new(ForgettingCommit::new(commit, caches)))
}
