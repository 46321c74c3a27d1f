//! Proves that the audit log is what was written.

use std::sync::Arc;

use courses_domain::identity::{AuditBroken, AuditHead, AuditRecord};
use courses_port::StoreError;
use courses_port::identity::IdentityReader;

/// Walks through the whole audit log.
pub struct VerifyAudit {
    identity: Arc<dyn IdentityReader>,
}

/// A log that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedAudit {
    /// The last line that was checked. Whoever keeps it elsewhere can tell later that nothing
    /// before it was replaced.
    pub head: AuditHead,
}

/// Why the log could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum AuditFault {
    /// A line is not what was written.
    #[error(transparent)]
    Broken(#[from] AuditBroken),
    /// Lines are missing at the end.
    #[error("the audit log ends after record {found}, but {expected} were written")]
    CutOff {
        /// The last line that is there.
        found: u64,
        /// The last line that was written.
        expected: u64,
    },
    /// Storage let us down.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl VerifyAudit {
    /// How many lines one step reads.
    pub const STEP: u32 = 500;

    /// A use case over this reader.
    #[must_use]
    pub const fn new(identity: Arc<dyn IdentityReader>) -> Self {
        Self { identity }
    }

    /// Checks every line, and that the last one is the one that the next will follow. Lines may
    /// be added meanwhile.
    ///
    /// # Errors
    ///
    /// [`AuditFault`].
    #[tracing::instrument(name = "usecase.identity.verify_audit", skip_all)]
    pub async fn execute(&self) -> Result<VerifiedAudit, AuditFault> {
        let mut walk = Walk::to(self.identity.audit_head().await?);
        loop {
            let lines = self.identity.audit_after(walk.head.sequence, Self::STEP).await?;
            if lines.is_empty() {
                return walk.end();
            }
            for line in &lines {
                walk.step(line)?;
            }
        }
    }
}

/// A walk from the first line.
struct Walk {
    /// The last line that was checked.
    head: AuditHead,
    /// The line that the next one will follow.
    expected: AuditHead,
    /// Whether it was passed.
    passed: bool,
}

impl Walk {
    fn to(expected: AuditHead) -> Self {
        let head = AuditHead::START;
        Self { head, expected, passed: expected == head }
    }

    fn step(&mut self, line: &AuditRecord) -> Result<(), AuditBroken> {
        line.follows(&self.head)?;
        self.head = line.head();
        self.passed = self.passed || self.head == self.expected;
        Ok(())
    }

    fn end(self) -> Result<VerifiedAudit, AuditFault> {
        let (found, expected) = (self.head.sequence, self.expected.sequence);
        if self.passed {
            Ok(VerifiedAudit { head: self.head })
        } else if found < expected {
            Err(AuditFault::CutOff { found, expected })
        } else {
            let what = "the log was written anew up to here";
            Err(AuditBroken { sequence: expected, what }.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use courses_domain::identity::{AuditAction, AuditEntry};
    use jiff::Timestamp;

    use super::*;

    fn log(length: u64, detail: &str) -> Vec<AuditRecord> {
        let mut head = AuditHead::START;
        let lines = (0..length).map(|_| {
            let entry = AuditEntry {
                time: Timestamp::UNIX_EPOCH,
                actor: None,
                action: AuditAction::AuditRead,
                subject: None,
                request_id: None,
                detail: Some(detail.to_owned()),
            };
            let line = AuditRecord::chain(&head, entry);
            head = line.head();
            line
        });
        lines.collect()
    }

    fn walk(lines: &[AuditRecord], expected: AuditHead) -> Result<VerifiedAudit, AuditFault> {
        let mut walk = Walk::to(expected);
        for line in lines {
            walk.step(line)?;
        }
        walk.end()
    }

    #[test]
    fn a_log_that_grows_meanwhile_is_whole() {
        let lines = log(9, "x");
        let verified = walk(&lines, lines[4].head()).unwrap();
        assert_eq!(verified.head, lines[8].head());
        assert_eq!(walk(&[], AuditHead::START).unwrap().head, AuditHead::START);
    }

    #[test]
    fn every_way_to_touch_a_log_is_found() {
        let lines = log(9, "x");
        let head = lines[8].head();
        let mut changed = lines.clone();
        changed[3].entry.detail = None;
        let fault = walk(&changed, head).unwrap_err();
        assert!(matches!(fault, AuditFault::Broken(it) if it.sequence == 4), "{fault}");

        let mut removed = lines.clone();
        removed.remove(3);
        let fault = walk(&removed, head).unwrap_err();
        assert!(matches!(fault, AuditFault::Broken(it) if it.sequence == 4), "{fault}");

        let fault = walk(&lines[..7], head).unwrap_err();
        assert!(matches!(fault, AuditFault::CutOff { found: 7, expected: 9 }), "{fault}");

        let fault = walk(&log(9, "forged"), head).unwrap_err();
        assert!(matches!(fault, AuditFault::Broken(it) if it.sequence == 9), "{fault}");
    }
}
