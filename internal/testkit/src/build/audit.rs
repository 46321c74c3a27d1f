//! Lines of the audit log.

use courses_domain::identity::{AuditAction, AuditEntry};

use super::Make;

impl Make {
    /// A line that says only what was done.
    pub fn audit_entry(&mut self, action: AuditAction) -> AuditEntry {
        AuditEntry {
            time: self.tick(),
            actor: None,
            action,
            subject: None,
            request_id: None,
            detail: None,
        }
    }

    /// A line with every field set.
    pub fn rich_audit_entry(&mut self, action: AuditAction) -> AuditEntry {
        AuditEntry {
            time: self.tick(),
            actor: Some(self.id()),
            action,
            subject: Some(self.id()),
            request_id: Some(format!("запрос-{}", self.unique())),
            detail: Some("moderator".to_owned()),
        }
    }
}
