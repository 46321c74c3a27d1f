//! People who teach: a public profile, not an account.

use jiff::Timestamp;

use crate::catalogue::merging::{self, IllegalMerge, Merged};
use crate::catalogue::{CatalogueEvent, InstructorId};
use crate::shared::{ExternalId, Recorder, keep_first, text_value};

text_value! {
    /// The name of a person.
    PersonName, 200
}
text_value! {
    /// A few words about a person.
    Biography, 5_000
}

/// Everything a store keeps of an instructor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstructorState {
    /// Its id.
    pub id: InstructorId,
    /// The store's counter, see [`Recorder`].
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// The public version.
    pub version: u64,
    /// The name.
    pub name: PersonName,
    /// A few words.
    pub bio: Option<Biography>,
    /// Names in outside sources.
    pub external_ids: Vec<ExternalId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Whose profile it is now, if it is none of its own any more.
    pub merged: Option<Merged<InstructorId>>,
}

/// What an edit of an instructor sets; `None` leaves as it is, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstructorEdit {
    /// The new name.
    pub name: Option<PersonName>,
    /// The new words.
    pub bio: Option<Option<Biography>>,
    /// The new names in outside sources.
    pub external_ids: Option<Vec<ExternalId>>,
}

/// A person who teaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instructor {
    state: InstructorState,
    recorder: Recorder<CatalogueEvent>,
}

impl Instructor {
    /// Makes a new instructor.
    #[must_use]
    pub fn create(
        id: InstructorId,
        name: PersonName,
        bio: Option<Biography>,
        mut external_ids: Vec<ExternalId>,
        now: Timestamp,
    ) -> Self {
        keep_first(&mut external_ids);
        let mut state = InstructorState {
            id,
            revision: 1,
            next_sequence: 1,
            version: 1,
            name,
            bio,
            external_ids,
            created_at: now,
            updated_at: now,
            merged: None,
        };
        let mut recorder = Recorder::at(0);
        let created = CatalogueEvent::InstructorCreated { instructor: id, version: 1 };
        recorder.record(&mut state.next_sequence, created);
        Self { state, recorder }
    }

    /// Rebuilds an instructor that storage vouches for.
    #[must_use]
    pub const fn restore(state: InstructorState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &InstructorState {
        &self.state
    }

    /// The state and what happened since it was read.
    #[must_use]
    pub fn into_parts(self) -> (InstructorState, Recorder<CatalogueEvent>) {
        (self.state, self.recorder)
    }

    /// Applies an edit; does nothing if it changes nothing.
    pub fn edit(&mut self, edit: InstructorEdit, now: Timestamp) {
        let mut next = self.state.clone();
        next.name = edit.name.unwrap_or(next.name);
        next.bio = edit.bio.unwrap_or(next.bio);
        next.external_ids = edit.external_ids.unwrap_or(next.external_ids);
        keep_first(&mut next.external_ids);
        if next == self.state {
            return;
        }
        self.state = next;
        self.state.revision = self.recorder.read_at() + 1;
        self.state.version += 1;
        self.state.updated_at = now;
        let changed = CatalogueEvent::InstructorChanged {
            instructor: self.state.id,
            version: self.state.version,
        };
        self.recorder.record(&mut self.state.next_sequence, changed);
    }

    /// Goes into `target`, for good, with its names in outside sources. Both have to be saved
    /// together, this one first: what was read of `target` is out of date afterwards, so that it
    /// cannot go somewhere else at the same moment.
    ///
    /// # Errors
    ///
    /// [`IllegalMerge`]; nothing is changed then.
    pub fn merge(&mut self, target: &mut Self, now: Timestamp) -> Result<(), IllegalMerge> {
        let (from, into) = (self.state.id, target.state.id);
        merging::check((from, self.state.merged.is_some()), (into, target.state.merged.is_some()))?;
        target.state.revision = target.recorder.read_at() + 1;
        let mut external_ids = target.state.external_ids.clone();
        external_ids.append(&mut self.state.external_ids);
        target.edit(
            InstructorEdit { external_ids: Some(external_ids), ..InstructorEdit::default() },
            now,
        );
        self.state.merged = Some(Merged::now(into, now));
        self.state.revision = self.recorder.read_at() + 1;
        self.state.version += 1;
        self.state.updated_at = now;
        let version = self.state.version;
        let merged = CatalogueEvent::InstructorMerged { instructor: from, into, version };
        self.recorder.record(&mut self.state.next_sequence, merged);
        Ok(())
    }

    /// Notes that nothing names it any more.
    pub fn settle(&mut self) {
        if let Some(merged) = &mut self.state.merged {
            merged.settled = true;
            self.state.revision = self.recorder.read_at() + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn staff(key: &str) -> ExternalId {
        ExternalId::parse("staff", key).unwrap()
    }

    fn instructor() -> Instructor {
        let name = PersonName::parse("Ada Lovelace").unwrap();
        let bio = Biography::parse("Wrote the first program.").ok();
        let names = vec![staff("1"), staff("2"), staff("1")];
        Instructor::create(Uuid::from_u128(1).into(), name, bio, names, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_name_in_an_outside_source_stands_once() {
        let mut instructor = instructor();
        assert_eq!(instructor.state().external_ids, [staff("1"), staff("2")]);
        let again = Some(vec![staff("3"), staff("3")]);
        let edit = InstructorEdit { external_ids: again, ..InstructorEdit::default() };
        instructor.edit(edit, Timestamp::UNIX_EPOCH);
        assert_eq!(instructor.state().external_ids, [staff("3")]);
    }

    #[test]
    fn an_edit_sets_clears_and_leaves() {
        let mut instructor = Instructor::restore(instructor().into_parts().0);
        let later = Timestamp::from_second(5).unwrap();
        instructor.edit(InstructorEdit { bio: Some(None), ..InstructorEdit::default() }, later);
        let (state, recorder) = instructor.into_parts();
        assert_eq!((state.name.as_str(), &state.bio), ("Ada Lovelace", &None));
        assert_eq!((state.version, state.revision, state.next_sequence), (2, 2, 3));
        assert_eq!((state.updated_at, recorder.read_at()), (later, 1));
    }

    #[test]
    fn an_edit_that_changes_nothing_does_nothing() {
        let before = instructor().into_parts().0;
        let same = InstructorEdit {
            name: Some(before.name.clone()),
            bio: Some(before.bio.clone()),
            external_ids: Some(before.external_ids.clone()),
        };
        for edit in [InstructorEdit::default(), same] {
            let mut instructor = Instructor::restore(before.clone());
            instructor.edit(edit, Timestamp::from_second(5).unwrap());
            let (after, recorder) = instructor.into_parts();
            assert_eq!(after, before);
            assert!(recorder.is_empty());
        }
    }
}
