//! The life of a course: which state may follow which.

use std::fmt;

/// Where a course is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lifecycle {
    /// Never published.
    Draft,
    /// In the catalogue.
    Published,
    /// Taken out of the catalogue.
    Unpublished,
    /// Put away.
    Archived,
}

impl Lifecycle {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Published, Self::Unpublished, Self::Archived];

    /// The word for this state.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Archived => "archived",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state after `transition`.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] if the transition is not allowed in this state.
    pub fn after(self, transition: Transition) -> Result<Self, IllegalTransition> {
        let next = match (self, transition) {
            (Self::Draft | Self::Published | Self::Unpublished, Transition::Publish) => {
                Some(Self::Published)
            }
            (Self::Published, Transition::Unpublish) | (Self::Archived, Transition::Restore) => {
                Some(Self::Unpublished)
            }
            (Self::Draft | Self::Published | Self::Unpublished, Transition::Archive) => {
                Some(Self::Archived)
            }
            _ => None,
        };
        next.ok_or(IllegalTransition { from: self, requested: transition })
    }

    /// The transitions allowed in this state.
    #[must_use]
    pub fn allowed(self) -> Vec<Transition> {
        Transition::ALL.into_iter().filter(|transition| self.after(*transition).is_ok()).collect()
    }
}

/// What somebody can do with the life of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transition {
    /// Put the draft into the catalogue.
    Publish,
    /// Take it out of the catalogue.
    Unpublish,
    /// Put it away.
    Archive,
    /// Fetch it back.
    Restore,
}

impl Transition {
    /// Every transition.
    pub const ALL: [Self; 4] = [Self::Publish, Self::Unpublish, Self::Archive, Self::Restore];

    /// The verb.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
            Self::Archive => "archive",
            Self::Restore => "restore",
        }
    }
}

/// A transition that the present state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IllegalTransition {
    /// The present state.
    pub from: Lifecycle,
    /// What was asked for.
    pub requested: Transition,
}

impl fmt::Display for IllegalTransition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a course that is {} cannot {}", self.from.word(), self.requested.word())
    }
}

impl std::error::Error for IllegalTransition {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_of_transitions_is_the_documented_one() {
        use Lifecycle as L;
        use Transition as T;
        let legal = [
            (L::Draft, T::Publish, L::Published),
            (L::Draft, T::Archive, L::Archived),
            (L::Published, T::Publish, L::Published),
            (L::Published, T::Unpublish, L::Unpublished),
            (L::Published, T::Archive, L::Archived),
            (L::Unpublished, T::Publish, L::Published),
            (L::Unpublished, T::Archive, L::Archived),
            (L::Archived, T::Restore, L::Unpublished),
        ];
        for from in L::ALL {
            for requested in T::ALL {
                let expected = legal
                    .iter()
                    .find(|(state, transition, _)| (*state, *transition) == (from, requested))
                    .map(|(_, _, to)| *to);
                assert_eq!(from.after(requested).ok(), expected, "{from:?} {requested:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_published_course_never_becomes_a_draft_again(steps in prop::collection::vec(0..4_usize, 0..30)) {
            let mut state = Lifecycle::Draft;
            let mut published = false;
            for step in steps {
                if let Ok(next) = state.after(Transition::ALL[step]) {
                    state = next;
                }
                published |= state == Lifecycle::Published;
                prop_assert!(!(published && state == Lifecycle::Draft));
            }
        }
    }
}
