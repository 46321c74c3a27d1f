//! Why a course is set aside.

use courses_domain::shared::TextError;

/// One sentence for the person who runs the page. Never repeats what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("the course has no `{member}`")]
    Missing { member: &'static str },
    #[error("`{member}` {fault}")]
    Member { member: &'static str, fault: TextError },
}

impl Fault {
    /// Says in which member a text was refused.
    pub(super) fn member(member: &'static str) -> impl FnOnce(TextError) -> Self {
        move |fault| Self::Member { member, fault }
    }
}
