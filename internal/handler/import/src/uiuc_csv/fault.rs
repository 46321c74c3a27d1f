//! Why a row is set aside.

use courses_domain::shared::TextError;

use crate::UiucCatalogue;

/// One sentence for the person who can repair the file. Never repeats what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("the row is not UTF-8")]
    NotText,
    #[error("the row has {actual} columns, the header has {expected}")]
    Width { actual: usize, expected: usize },
    #[error("`{column}` {fault}")]
    Cell { column: &'static str, fault: TextError },
    #[error("`End Time` must be after `Start Time`")]
    EndsBeforeStart,
    #[error("`Name` differs from that of the same course on line {line}")]
    OtherName { line: u64 },
    #[error("`CRN` belongs to another course on line {line}")]
    OtherCourse { line: u64 },
    #[error("the course has {max} runs already", max = UiucCatalogue::MAX_RUNS_OF_COURSE)]
    TooManyRuns,
    #[error(
        "the run has {max} meetings already",
        max = courses_domain::catalogue::Meeting::MAX_OF_RUN
    )]
    TooManyMeetings,
    #[error(
        "the run has more than {max} instructors",
        max = UiucCatalogue::MAX_INSTRUCTORS_OF_RUN
    )]
    TooManyInstructors,
}

impl Fault {
    /// Says in which column a text was refused.
    pub(super) fn cell(column: &'static str) -> impl FnOnce(TextError) -> Self {
        move |fault| Self::Cell { column, fault }
    }

    /// Says which form a column must have.
    pub(super) const fn form(column: &'static str, expected: &'static str) -> Self {
        Self::Cell { column, fault: TextError::Form { expected } }
    }
}
