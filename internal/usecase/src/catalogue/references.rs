//! Refuses references to subjects and instructors that do not exist, naming each.

use courses_domain::catalogue::{InstructorId, SubjectId};
use courses_domain::shared::Violations;

use crate::{Ports, WriteError};

/// Checks a subject and instructors that an input names.
pub(super) async fn check(
    ports: &Ports,
    subject: Option<SubjectId>,
    instructors: &[InstructorId],
) -> Result<(), WriteError> {
    let mut violations = Violations::new();
    if let Some(id) = subject
        && ports.catalogue.find_subject(id).await?.is_none()
    {
        violations.add("/subject_id", "unknown-id", "names no subject");
    }
    if !instructors.is_empty() {
        let found = ports.catalogue.find_instructors(instructors).await?;
        for (index, id) in instructors.iter().enumerate() {
            if !found.iter().any(|instructor| instructor.state().id == *id) {
                let pointer = format!("/instructor_ids/{index}");
                violations.add(pointer, "unknown-id", "names no instructor");
            }
        }
    }
    violations.into_result().map_err(WriteError::from)
}
