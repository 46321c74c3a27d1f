//! Suggests what somebody may mean who is still typing.

use courses_domain::catalogue::{SuggestionKind, SuggestionQuery};
use courses_port::StoreError;
use courses_port::catalogue::{Suggestion, SuggestionRequest};

use crate::{Ports, ReadError};

/// Suggests.
pub struct Suggest {
    ports: Ports,
}

/// What somebody has typed, and how much there is room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestInput {
    /// What was typed so far.
    pub typed: SuggestionQuery,
    /// How many suggestions at most, 1 to [`Suggest::MOST`].
    pub limit: u32,
}

impl Suggest {
    /// The most suggestions of one answer.
    pub const MOST: u32 = 20;
    /// The most subjects and the most instructors of one answer: courses are what people look for.
    pub const MOST_OF_OTHERS: u32 = 3;

    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers subjects, then courses, then instructors, each kind in its own order. Everybody sees
    /// the same.
    ///
    /// # Errors
    ///
    /// [`ReadError::Store`].
    #[tracing::instrument(name = "usecase.suggestion.list", skip_all)]
    pub async fn execute(&self, input: SuggestInput) -> Result<Vec<Suggestion>, ReadError> {
        let limit = input.limit.clamp(1, Self::MOST);
        let others = limit.min(Self::MOST_OF_OTHERS);
        let (subjects, courses, instructors) = futures::try_join!(
            self.of(SuggestionKind::Subject, &input.typed, others),
            self.of(SuggestionKind::Course, &input.typed, limit),
            self.of(SuggestionKind::Instructor, &input.typed, others),
        )?;
        Ok(together(limit as usize, subjects, courses, instructors))
    }

    async fn of(
        &self,
        kind: SuggestionKind,
        typed: &SuggestionQuery,
        limit: u32,
    ) -> Result<Vec<Suggestion>, StoreError> {
        let request = SuggestionRequest { typed: typed.clone(), kind, limit };
        self.ports.listed.suggest(&request).await
    }
}

/// Shares the room. Of a small room subjects and instructors get no more than a third each, so that
/// no kind pushes out the others; instructors also get what the courses leave.
fn together(
    limit: usize,
    mut subjects: Vec<Suggestion>,
    mut courses: Vec<Suggestion>,
    mut instructors: Vec<Suggestion>,
) -> Vec<Suggestion> {
    subjects.truncate(limit.div_ceil(3));
    let kept = instructors.len().min(limit / 3);
    courses.truncate(limit - subjects.len() - kept);
    instructors.truncate(limit - subjects.len() - courses.len());
    subjects.into_iter().chain(courses).chain(instructors).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn some(kind: SuggestionKind, count: usize) -> Vec<Suggestion> {
        let one = Suggestion { kind, id: Uuid::nil(), title: String::new(), slug: None };
        vec![one; count]
    }

    /// How many of each kind are shown when so many are found.
    fn shown(limit: usize, found: [usize; 3]) -> [usize; 3] {
        let [subjects, courses, instructors] =
            SuggestionKind::ALL.map(|kind| some(kind, found[kind as usize]));
        let all = together(limit, subjects, courses, instructors);
        assert!(all.len() <= limit);
        assert!(all.is_sorted_by_key(|it| it.kind), "subjects, courses, instructors");
        SuggestionKind::ALL.map(|kind| all.iter().filter(|it| it.kind == kind).count())
    }

    #[test]
    fn every_kind_has_its_share() {
        assert_eq!(shown(10, [3, 10, 3]), [3, 4, 3]);
        assert_eq!(shown(20, [3, 20, 3]), [3, 14, 3]);
        assert_eq!(shown(5, [3, 5, 3]), [2, 2, 1]);
        assert_eq!(shown(3, [3, 3, 3]), [1, 1, 1]);
        assert_eq!(shown(2, [2, 2, 2]), [1, 1, 0]);
        assert_eq!(shown(1, [1, 1, 1]), [1, 0, 0]);
    }

    #[test]
    fn what_one_kind_leaves_another_fills() {
        assert_eq!(shown(10, [0, 10, 0]), [0, 10, 0]);
        assert_eq!(shown(10, [1, 10, 2]), [1, 7, 2]);
        assert_eq!(shown(4, [0, 1, 3]), [0, 1, 3]);
        assert_eq!(shown(1, [0, 0, 1]), [0, 0, 1]);
        assert_eq!(shown(10, [0, 0, 0]), [0, 0, 0]);
    }
}
