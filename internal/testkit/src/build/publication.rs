//! Publication requests.

use courses_domain::catalogue::{
    CourseId, PublicationRequestState, PublicationStatus, ReviewComment,
};

use super::Make;

impl Make {
    /// A request that nobody has looked at; never saved.
    pub fn publication_request(&mut self, course: CourseId) -> PublicationRequestState {
        let now = self.tick();
        PublicationRequestState {
            id: self.id(),
            revision: 1,
            next_sequence: 2,
            version: 1,
            course,
            owner: self.id(),
            draft_version: 7,
            status: PublicationStatus::Unwatched,
            comment: None,
            decided_by: None,
            decided_at: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// A request that was rejected, with every field set; never saved.
    pub fn rejected_request(&mut self, course: CourseId) -> PublicationRequestState {
        let mut state = self.publication_request(course);
        state.status = PublicationStatus::Rejected;
        state.comment = Some(ReviewComment::parse("Ещё раз, «пожалуйста»").expect("valid"));
        state.decided_by = Some(self.id());
        state.decided_at = Some(self.at(5));
        state.updated_at = self.at(5);
        state.next_sequence = 3;
        state.version = 2;
        state
    }
}
