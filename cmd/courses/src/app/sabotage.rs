//! Promises broken on purpose: `cargo xtask chaos --saboteurs` must notice each of them.
//!
//! Only in a program with fault points, which no release is. The betrayals of this file leave out
//! of a change set what has to become true with it, and end the process in between if told to.

use std::sync::Arc;

use async_trait::async_trait;
use courses_domain::Event;
use courses_port::catalogue::CatalogueChange;
use courses_port::{Change, ChangeSet, Commit, CommitError};

/// Where the process can be ended between two halves of a set.
const BETWEEN: &str = "sabotage.between";

/// Takes the second half out of a set.
type Halve = fn(&mut ChangeSet) -> ChangeSet;

/// The store, or the store betrayed as the environment says.
pub(crate) fn betrayed(commit: Arc<dyn Commit>) -> Arc<dyn Commit> {
    let known: [(&str, Halve); 2] =
        [("record-outside", without_record), ("event-outside", without_events)];
    match known.into_iter().find(|(name, _)| xfault::sabotaged(name)) {
        Some((_, halve)) => Arc::new(Halved { commit, halve }),
        None => commit,
    }
}

/// Commits sets in two halves.
struct Halved {
    commit: Arc<dyn Commit>,
    halve: Halve,
}

#[async_trait]
impl Commit for Halved {
    async fn commit(&self, mut set: ChangeSet) -> Result<(), CommitError> {
        let rest = (self.halve)(&mut set);
        self.commit.commit(set).await?;
        if rest.is_empty() {
            return Ok(());
        }
        xfault::point(BETWEEN);
        self.commit.commit(rest).await
    }
}

/// The idempotency record.
fn without_record(set: &mut ChangeSet) -> ChangeSet {
    ChangeSet::new(set.now).remembering(set.idempotency.take())
}

/// The events of courses, appended by saving each course once more as it is.
fn without_events(set: &mut ChangeSet) -> ChangeSet {
    let mut rest = ChangeSet::new(set.now);
    for change in &mut set.changes {
        if let Change::Catalogue(CatalogueChange::SaveCourse(write)) = change {
            let events: Vec<Event> = std::mem::take(&mut write.events);
            let mut again = write.clone();
            again.read_at = again.state.revision;
            again.lessons = Vec::new();
            again.publishes_lessons = false;
            again.search = None;
            again.events = events;
            rest.changes.push(CatalogueChange::SaveCourse(again).into());
        }
    }
    rest
}
