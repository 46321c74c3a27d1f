//! How a course that its source names no more is put away, and how it comes back.
//!
//! A source is seen in rounds, numbered 1, 2, 3 … . A round that does not name a course is noted
//! with it, once, whatever becomes of whoever does it. Rounds count only in a row: one that names
//! the course, even if it writes nothing, leaves a gap between the numbers.
//!
//! None of this is an edit: nobody sees another version of a course for being missed.

use std::num::NonZeroU32;

use jiff::Timestamp;

use crate::catalogue::{Course, IllegalTransition, Lifecycle};

/// A source that missed a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// The source.
    pub source: String,
    /// The last round of the source that missed it.
    pub round: u64,
    /// How many rounds in a row did.
    pub rounds: u32,
}

/// What is known of a course being gone from its sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absences {
    /// The sources that missed it, each once.
    pub missed: Vec<Absence>,
    /// What the course was before it was archived for being gone; `None` if it was not, or if
    /// somebody has moved it on since.
    pub archived_from: Option<Lifecycle>,
}

impl Absences {
    /// Whether there is nothing to keep.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.missed.is_empty() && self.archived_from.is_none()
    }
}

/// What a round did about a course that it misses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Nothing: the course is archived, or the round was noted before.
    Known,
    /// The round was noted.
    Noted,
    /// The round was noted and was one too many: the course is archived.
    Archived,
}

/// What it means for a course that its source names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing: it was not missed.
    AsBefore,
    /// Its misses are forgotten.
    Again,
    /// It was archived for being gone and was fetched back; it was this before.
    Back(Lifecycle),
}

impl Course {
    /// Notes that a round of a source misses it. After so many rounds in a row it is archived, if
    /// every source that it has a name in misses it by then; never without `vanish_after`.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] never in fact: an archived course is left alone.
    pub fn miss(
        &mut self,
        source: &str,
        round: u64,
        vanish_after: Option<NonZeroU32>,
        now: Timestamp,
    ) -> Result<Missed, IllegalTransition> {
        let before = self.state.absences.missed.iter().find(|it| it.source == source);
        if self.state.lifecycle == Lifecycle::Archived || before.is_some_and(|it| it.round >= round)
        {
            return Ok(Missed::Known);
        }
        let in_a_row = before.filter(|it| it.round + 1 == round).map_or(0, |it| it.rounds);
        let absence =
            Absence { source: source.to_owned(), round, rounds: in_a_row.saturating_add(1) };
        let names = &self.state.external_ids;
        let missed = &mut self.state.absences.missed;
        missed.retain(|it| {
            it.source != source && names.iter().any(|name| name.source() == it.source)
        });
        missed.push(absence);
        self.note();
        if !vanish_after.is_some_and(|rounds| self.is_gone(rounds)) {
            return Ok(Missed::Noted);
        }
        let archived_from = self.state.lifecycle;
        self.archive(now)?;
        self.state.absences.archived_from = Some(archived_from);
        Ok(Missed::Archived)
    }

    /// Notes that a source names it. If it was archived for being gone it is fetched back; whoever
    /// asks publishes it if it was published.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] never in fact: what was moved on by somebody is left alone.
    pub fn find_again(&mut self, source: &str, now: Timestamp) -> Result<Found, IllegalTransition> {
        if let Some(before) = self.state.absences.archived_from {
            self.bring_back(now)?;
            return Ok(Found::Back(before));
        }
        let missed = &mut self.state.absences.missed;
        let count = missed.len();
        missed.retain(|it| it.source != source);
        if missed.len() == count {
            return Ok(Found::AsBefore);
        }
        self.note();
        Ok(Found::Again)
    }

    /// Whether every source that it has a name in misses it for so many rounds.
    fn is_gone(&self, rounds: NonZeroU32) -> bool {
        let missed = &self.state.absences.missed;
        self.state.external_ids.iter().all(|name| {
            missed.iter().any(|it| it.source == name.source() && it.rounds >= rounds.get())
        })
    }

    /// Makes it another revision to store, and nothing else.
    fn note(&mut self) {
        self.state.revision = self.recorder.read_at() + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::fixtures::{at, course, stored};
    use crate::shared::ExternalId;

    const THREE: Option<NonZeroU32> = NonZeroU32::new(3);

    fn named(sources: &[&str]) -> Course {
        let mut course = course(Vec::new());
        course.publish(at(1)).unwrap();
        course.state.external_ids =
            sources.iter().map(|source| ExternalId::parse(source, "1").unwrap()).collect();
        stored(course)
    }

    fn miss(course: &mut Course, source: &str, round: u64) -> Missed {
        let outcome = course.miss(source, round, THREE, at(9)).unwrap();
        *course = stored(course.clone());
        outcome
    }

    #[test]
    fn three_rounds_in_a_row_archive_a_course() {
        let mut course = named(&["uni"]);
        assert_eq!([1, 2, 3].map(|it| miss(&mut course, "uni", it)), {
            use Missed::{Archived, Noted};
            [Noted, Noted, Archived]
        });
        assert_eq!(course.state().lifecycle, Lifecycle::Archived);
        assert_eq!(miss(&mut course, "uni", 4), Missed::Known);
    }

    #[test]
    fn a_miss_is_another_revision_and_no_other_version() {
        let mut course = named(&["uni"]);
        let before = course.state().clone();
        assert_eq!(course.miss("uni", 1, THREE, at(9)), Ok(Missed::Noted));
        assert!(!course.is_changed(), "nobody is told");
        let after = course.state();
        assert_eq!(after.revision, before.revision + 1);
        assert_eq!((after.version, &after.draft), (before.version, &before.draft));
        assert_eq!(after.updated_at, before.updated_at);
    }

    #[test]
    fn a_round_counts_once_and_only_in_a_row() {
        let mut course = named(&["uni"]);
        for (round, expected) in [(1, 1), (1, 1), (2, 2), (4, 1), (3, 1), (5, 2)] {
            miss(&mut course, "uni", round);
            assert_eq!(course.state().absences.missed[0].rounds, expected, "round {round}");
        }
    }

    #[test]
    fn it_takes_every_source_to_archive_a_course() {
        let mut course = named(&["uni", "edx"]);
        for round in 1..9 {
            assert_eq!(miss(&mut course, "uni", round), Missed::Noted);
        }
        assert_eq!([4, 5].map(|it| miss(&mut course, "edx", it)), [Missed::Noted; 2]);
        assert_eq!(miss(&mut course, "edx", 6), Missed::Archived);
    }

    #[test]
    fn without_a_limit_nothing_is_archived() {
        let mut course = named(&["uni"]);
        for round in 1..9 {
            assert_eq!(course.miss("uni", round, None, at(9)), Ok(Missed::Noted));
        }
    }

    #[test]
    fn what_is_found_again_is_forgotten_and_fetched_back() {
        let mut course = named(&["uni"]);
        assert_eq!(course.find_again("uni", at(9)), Ok(Found::AsBefore));
        miss(&mut course, "uni", 1);
        assert_eq!(course.find_again("uni", at(9)), Ok(Found::Again));
        assert!(course.state().absences.is_empty());
        for round in 2..5 {
            miss(&mut course, "uni", round);
        }
        assert_eq!(course.find_again("uni", at(9)), Ok(Found::Back(Lifecycle::Published)));
        assert_eq!(course.state().lifecycle, Lifecycle::Unpublished);
        assert!(course.state().absences.is_empty());
    }

    #[test]
    fn what_a_person_archived_stays_archived() {
        let mut course = named(&["uni"]);
        for round in 1..4 {
            miss(&mut course, "uni", round);
        }
        course.bring_back(at(10)).unwrap();
        assert!(course.state().absences.is_empty(), "it begins anew");
        course.archive(at(11)).unwrap();
        assert_eq!(course.find_again("uni", at(12)), Ok(Found::AsBefore));
        assert_eq!(course.state().lifecycle, Lifecycle::Archived);
    }

    proptest! {
        #[test]
        fn a_course_is_archived_by_the_first_three_misses_in_a_row(
            missing in prop::collection::vec(any::<bool>(), 0..20),
        ) {
            let mut course = named(&["uni"]);
            for (misses, round) in missing.iter().zip(1..) {
                if *misses {
                    miss(&mut course, "uni", round);
                }
            }
            let archived = course.state().lifecycle == Lifecycle::Archived;
            prop_assert_eq!(archived, missing.windows(3).any(|it| it == [true; 3]));
        }
    }
}
