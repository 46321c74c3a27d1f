//! Two subjects, or two instructors, that turn out to be one.
//!
//! The one that goes stays as a pointer to the one that remains, for good: whoever knows its id or
//! code is led on. References to it are moved afterwards, and looked for once more as long as a
//! request that read them before the merge may still be on its way.

use jiff::{SignedDuration, Timestamp};

use crate::catalogue::{InstructorId, SubjectId};

/// Where something went that was merged into another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged<I> {
    /// The one that remains.
    pub into: I,
    /// When.
    pub at: Timestamp,
    /// Whether nothing names it any more, and nothing will.
    pub settled: bool,
}

impl<I> Merged<I> {
    /// For how long references are looked for: far longer than a request can take from its
    /// reading to its commit.
    pub const WATCH: SignedDuration = SignedDuration::from_mins(10);

    pub(super) const fn now(into: I, at: Timestamp) -> Self {
        Self { into, at, settled: false }
    }

    /// Whether a request that began before the merge cannot commit any more.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) >= Self::WATCH
    }
}

/// Why two things are not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IllegalMerge {
    /// Both are the same.
    #[error("nothing is merged into itself")]
    IntoItself,
    /// It went into another one already.
    #[error("it was merged into another one already")]
    AlreadyMerged,
    /// The one that would remain is gone itself.
    #[error("the one that would remain was merged into another one")]
    TargetMerged,
}

/// Says whether one may go into the other.
pub(super) fn check<I: PartialEq>(
    (from, merged): (I, bool),
    (into, target_merged): (I, bool),
) -> Result<(), IllegalMerge> {
    if from == into {
        Err(IllegalMerge::IntoItself)
    } else if merged {
        Err(IllegalMerge::AlreadyMerged)
    } else if target_merged {
        Err(IllegalMerge::TargetMerged)
    } else {
        Ok(())
    }
}

/// What is to be named instead of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// A subject by another one.
    Subject {
        /// The one that went.
        from: SubjectId,
        /// The one that remains.
        to: SubjectId,
    },
    /// An instructor by another one.
    Instructor {
        /// The one that went.
        from: InstructorId,
        /// The one that remains.
        to: InstructorId,
    },
}

/// Puts `to` in the place of `from`, once; answers whether `from` was there.
pub(super) fn replace_one<I: Copy + PartialEq>(ids: &mut Vec<I>, from: I, to: I) -> bool {
    let Some(place) = ids.iter().position(|id| *id == from) else { return false };
    if ids.contains(&to) {
        ids.remove(place);
    } else {
        ids[place] = to;
    }
    true
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::catalogue::{Instructor, PersonName, Subject, SubjectCode, SubjectTitle};
    use crate::shared::ExternalId;

    fn subject(number: u128) -> Subject {
        let code = SubjectCode::parse(&format!("s{number}")).unwrap();
        let title = SubjectTitle::parse("A subject").unwrap();
        let made = Subject::create(Uuid::from_u128(number).into(), code, title, at(0));
        Subject::restore(made.into_parts().0)
    }

    fn instructor(number: u128, key: &str) -> Instructor {
        let names = vec![ExternalId::parse("staff", key).unwrap()];
        let name = PersonName::parse("Ada").unwrap();
        let made = Instructor::create(Uuid::from_u128(number).into(), name, None, names, at(0));
        Instructor::restore(made.into_parts().0)
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_one_that_goes_points_to_the_one_that_remains() {
        let (mut one, mut two) = (subject(1), subject(2));
        one.merge(&mut two, at(5)).unwrap();
        let merged = one.state().merged.unwrap();
        assert_eq!((merged.into, merged.at, merged.settled), (two.state().id, at(5), false));
        assert_eq!((one.state().version, one.state().next_sequence), (2, 3));
        // The version that others see stays, but nothing else can be decided on what was read.
        assert_eq!((two.state().version, two.state().revision), (1, 2));
        assert!(two.into_parts().1.is_empty());
    }

    #[test]
    fn nothing_goes_in_circles() {
        let (mut one, mut two, mut three) = (subject(1), subject(2), subject(3));
        let mut same = one.clone();
        assert_eq!(one.merge(&mut same, at(5)), Err(IllegalMerge::IntoItself));
        one.merge(&mut two, at(5)).unwrap();
        let mut two = Subject::restore(two.into_parts().0);
        assert_eq!(two.merge(&mut one, at(6)), Err(IllegalMerge::TargetMerged));
        assert_eq!(three.merge(&mut one, at(6)), Err(IllegalMerge::TargetMerged));
        assert_eq!(one.merge(&mut three, at(6)), Err(IllegalMerge::AlreadyMerged));
    }

    #[test]
    fn names_in_outside_sources_lead_to_who_remains() {
        let (mut one, mut two) = (instructor(1, "a"), instructor(2, "b"));
        one.merge(&mut two, at(5)).unwrap();
        let keys: Vec<_> = two.state().external_ids.iter().map(ExternalId::key).collect();
        assert_eq!((keys, two.state().version), (vec!["b", "a"], 2));
        assert!(one.state().external_ids.is_empty());
    }

    #[test]
    fn a_merge_is_settled_once_and_silently() {
        let (mut one, mut two) = (subject(1), subject(2));
        one.merge(&mut two, at(5)).unwrap();
        let mut one = Subject::restore(one.into_parts().0);
        let merged = one.state().merged.unwrap();
        assert!(!merged.is_over(at(604)));
        assert!(merged.is_over(at(605)));
        one.settle();
        assert!(one.state().merged.unwrap().settled);
        assert_eq!((one.state().version, one.state().revision), (2, 3));
        assert!(one.into_parts().1.is_empty());
    }

    #[test]
    fn who_stood_twice_stands_once() {
        let replaced = |mut ids: Vec<u8>| (replace_one(&mut ids, 1, 2), ids);
        assert_eq!(replaced(vec![0, 1, 3]), (true, vec![0, 2, 3]));
        assert_eq!(replaced(vec![0, 1, 2]), (true, vec![0, 2]));
        assert_eq!(replaced(vec![0, 2]), (false, vec![0, 2]));
    }
}
