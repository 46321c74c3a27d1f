//! Subjects.

use courses_domain::catalogue::{SubjectCode, SubjectState, SubjectTitle};

use super::Make;

impl Make {
    /// A subject; never saved.
    pub fn subject(&mut self, code: &str) -> SubjectState {
        let now = self.tick();
        SubjectState {
            id: self.id(),
            revision: 1,
            next_sequence: 3,
            version: 2,
            code: SubjectCode::parse(code).expect("tests give good codes"),
            title: SubjectTitle::parse(&format!("Предмет «{code}»")).expect("valid"),
            created_at: now,
            updated_at: self.at(3),
            merged: None,
        }
    }
}
