//! Instructors.

use courses_domain::catalogue::{Biography, InstructorState, PersonName};

use super::Make;

impl Make {
    /// An instructor with a name and nothing else; never saved.
    pub fn instructor(&mut self, name: &str) -> InstructorState {
        let now = self.tick();
        InstructorState {
            id: self.id(),
            revision: 1,
            next_sequence: 1,
            version: 1,
            name: PersonName::parse(name).expect("tests give good names"),
            bio: None,
            external_ids: Vec::new(),
            created_at: now,
            updated_at: now,
            merged: None,
        }
    }

    /// An instructor with every field set; never saved.
    pub fn rich_instructor(&mut self) -> InstructorState {
        let mut state = self.instructor("Софья Ковалевская");
        state.next_sequence = 8;
        state.version = 7;
        state.bio = Some(Biography::parse("Математик.\nПервая в мире.").expect("valid"));
        state.external_ids = vec![self.external_id("staff"), self.external_id("orcid")];
        state.updated_at = self.at(9);
        state
    }
}
