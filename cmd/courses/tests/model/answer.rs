//! What a use case answered, in words that can be compared.

use std::fmt::Debug;

use courses_domain::catalogue::{CourseId, CourseState, InstructorState, RunState, SubjectState};
use courses_usecase::Reply;
use courses_usecase::catalogue::Found;

/// An answer and what it told.
pub(crate) struct Answer {
    /// Everything that was answered. Stores must agree on it.
    pub(crate) text: String,
    /// Whether it was a refusal.
    pub(crate) refused: bool,
    /// What can be chosen from afterwards.
    pub(crate) learned: Learned,
}

/// Something that exists now, or is other than before.
pub(crate) enum Learned {
    Nothing,
    Course(Box<CourseState>),
    Run(Box<RunState>),
    Subject(SubjectState),
    Instructor(Box<InstructorState>),
    /// A course that is there no more.
    Gone(CourseId),
}

impl Answer {
    /// An answer from which nothing is learned.
    pub(crate) fn of<T: Debug, E: Debug>(result: &Result<T, E>) -> Self {
        let (text, refused) = (format!("{result:?}"), result.is_err());
        Self { text, refused, learned: Learned::Nothing }
    }

    /// An answer that shows something as it is now.
    pub(crate) fn showing<T, E: Debug>(result: Result<T, E>) -> Self
    where
        T: Debug + Into<Learned>,
    {
        let answer = Self::of(&result);
        Self { learned: result.map_or(Learned::Nothing, Into::into), ..answer }
    }

    /// The answer of a write that may have happened before.
    pub(crate) fn replying<T, E: Debug>(result: Result<Reply<T>, E>) -> Self
    where
        T: Debug + Into<Learned>,
    {
        let answer = Self::of(&result);
        let learned = match result {
            Ok(Reply::Fresh(output)) => output.into(),
            _ => Learned::Nothing,
        };
        Self { learned, ..answer }
    }
}

impl From<CourseState> for Learned {
    fn from(state: CourseState) -> Self {
        Self::Course(Box::new(state))
    }
}

impl From<RunState> for Learned {
    fn from(state: RunState) -> Self {
        Self::Run(Box::new(state))
    }
}

impl From<SubjectState> for Learned {
    fn from(state: SubjectState) -> Self {
        Self::Subject(state)
    }
}

impl From<InstructorState> for Learned {
    fn from(state: InstructorState) -> Self {
        Self::Instructor(Box::new(state))
    }
}

/// What was merged into another one is nothing to choose from.
impl<T: Into<Learned>, I> From<Found<T, I>> for Learned {
    fn from(found: Found<T, I>) -> Self {
        match found {
            Found::Here(thing) => thing.into(),
            Found::Merged(_) => Self::Nothing,
        }
    }
}
