//! Mails that were asked for.

use courses_domain::shared::AccountId;
use courses_port::identity::{MailKind, MailRequest};

use super::Make;

impl Make {
    /// A mail that is due now.
    pub fn mail(&mut self, account: AccountId, kind: MailKind) -> MailRequest {
        let now = self.tick();
        MailRequest { id: self.id(), account, kind, requested_at: now, attempts: 0, next_at: now }
    }
}
