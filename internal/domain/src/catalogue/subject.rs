//! Fields of study.

use jiff::Timestamp;

use crate::catalogue::merging::{self, IllegalMerge, Merged};
use crate::catalogue::{CatalogueEvent, SubjectId};
use crate::shared::{Recorder, TextError, bounded, text_value};

text_value! {
    /// The name of a subject.
    SubjectTitle, 200
}

/// The short, unique name of a subject: lower-case letters, digits and hyphens, such as `math`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectCode(String);

impl SubjectCode {
    /// The most characters allowed.
    pub const MAX_CHARS: usize = 32;

    /// Accepts a code as it is.
    ///
    /// # Errors
    ///
    /// [`TextError`] if it is empty, too long or has another form.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let code = bounded(raw, Self::MAX_CHARS)?;
        let well_formed = code.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if well_formed {
            Ok(Self(code.to_owned()))
        } else {
            Err(TextError::Form { expected: "lower-case letters and digits joined by hyphens" })
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Everything a store keeps of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectState {
    /// Its id.
    pub id: SubjectId,
    /// The store's counter, see [`Recorder`].
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// The public version.
    pub version: u64,
    /// Its short name.
    pub code: SubjectCode,
    /// Its name.
    pub title: SubjectTitle,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Where it went, if it is no subject of its own any more.
    pub merged: Option<Merged<SubjectId>>,
}

/// What an edit of a subject sets; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubjectEdit {
    /// The new name.
    pub title: Option<SubjectTitle>,
}

/// A field of study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    state: SubjectState,
    recorder: Recorder<CatalogueEvent>,
}

impl Subject {
    /// Makes a new subject.
    #[must_use]
    pub fn create(id: SubjectId, code: SubjectCode, title: SubjectTitle, now: Timestamp) -> Self {
        let mut state = SubjectState {
            id,
            revision: 1,
            next_sequence: 1,
            version: 1,
            code,
            title,
            created_at: now,
            updated_at: now,
            merged: None,
        };
        let mut recorder = Recorder::at(0);
        let created = CatalogueEvent::SubjectCreated { subject: id, version: 1 };
        recorder.record(&mut state.next_sequence, created);
        Self { state, recorder }
    }

    /// Rebuilds a subject that storage vouches for.
    #[must_use]
    pub const fn restore(state: SubjectState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &SubjectState {
        &self.state
    }

    /// The state and what happened since it was read.
    #[must_use]
    pub fn into_parts(self) -> (SubjectState, Recorder<CatalogueEvent>) {
        (self.state, self.recorder)
    }

    /// Applies an edit; does nothing if it changes nothing.
    pub fn edit(&mut self, edit: SubjectEdit, now: Timestamp) {
        let title = edit.title.unwrap_or_else(|| self.state.title.clone());
        if title == self.state.title {
            return;
        }
        self.state.title = title;
        self.state.revision = self.recorder.read_at() + 1;
        self.state.version += 1;
        self.state.updated_at = now;
        let changed =
            CatalogueEvent::SubjectChanged { subject: self.state.id, version: self.state.version };
        self.recorder.record(&mut self.state.next_sequence, changed);
    }

    /// Goes into `target`, for good. Both have to be saved together: what was read of `target` is
    /// out of date afterwards, so that it cannot go somewhere else at the same moment.
    ///
    /// # Errors
    ///
    /// [`IllegalMerge`]; nothing is changed then.
    pub fn merge(&mut self, target: &mut Self, now: Timestamp) -> Result<(), IllegalMerge> {
        let (from, into) = (self.state.id, target.state.id);
        merging::check((from, self.state.merged.is_some()), (into, target.state.merged.is_some()))?;
        self.state.merged = Some(Merged::now(into, now));
        self.state.revision = self.recorder.read_at() + 1;
        self.state.version += 1;
        self.state.updated_at = now;
        let version = self.state.version;
        let merged = CatalogueEvent::SubjectMerged { subject: from, into, version };
        self.recorder.record(&mut self.state.next_sequence, merged);
        target.state.revision = target.recorder.read_at() + 1;
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
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn subject() -> Subject {
        let (code, title) = (SubjectCode::parse("math"), SubjectTitle::parse("Mathematics"));
        let id = Uuid::from_u128(1).into();
        Subject::create(id, code.unwrap(), title.unwrap(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn another_title_is_a_new_version_with_an_event() {
        let (state, recorder) = subject().into_parts();
        assert_eq!((state.version, state.revision, state.next_sequence), (1, 1, 2));
        assert_eq!(recorder.read_at(), 0);

        let mut subject = Subject::restore(state);
        let edit = SubjectEdit { title: SubjectTitle::parse("Maths").ok() };
        let later = Timestamp::from_second(9).unwrap();
        subject.edit(edit, later);
        let (state, recorder) = subject.into_parts();
        assert_eq!((state.version, state.revision, state.next_sequence), (2, 2, 3));
        assert_eq!((state.title.as_str(), state.updated_at), ("Maths", later));
        assert_eq!((recorder.read_at(), recorder.is_empty()), (1, false));
    }

    #[test]
    fn an_edit_that_changes_nothing_does_nothing() {
        let before = subject().into_parts().0;
        for title in [None, Some(before.title.clone())] {
            let mut subject = Subject::restore(before.clone());
            subject.edit(SubjectEdit { title }, Timestamp::from_second(9).unwrap());
            let (after, recorder) = subject.into_parts();
            assert_eq!(after, before);
            assert!(recorder.is_empty());
        }
    }

    proptest! {
        #[test]
        fn an_accepted_code_is_accepted_unchanged(raw in ".{0,8}|[ a-z0-9-]{0,34}") {
            if let Ok(code) = SubjectCode::parse(&raw) {
                prop_assert_eq!(SubjectCode::parse(code.as_str()), Ok(code));
            }
        }
    }
}
