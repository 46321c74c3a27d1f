//! The changes of identity, as data.

use courses_domain::Event;
use courses_domain::identity::{
    AccountState, ApiKeyState, AuditEntry, MailId, SessionState, TokenRevocation,
};
use jiff::Timestamp;

use crate::identity::MailRequest;

/// One change of identity. Aggregates follow the rules of
/// [`CatalogueChange`](crate::catalogue::CatalogueChange): a `read_at` of 0 means new, the state
/// carries the revision to store.
#[derive(Debug, Clone, PartialEq)]
pub enum IdentityChange {
    /// An account. Its e-mail key is unique among accounts that have one.
    SaveAccount(Box<AccountWrite>),
    /// A session.
    SaveSession(Box<SessionWrite>),
    /// An API key.
    SaveApiKey(Box<ApiKeyWrite>),
    /// Appends a line to the audit log: the store chains it to the last line, whatever that is
    /// when the set is applied.
    Audit(AuditEntry),
    /// Makes access tokens void. A later revocation of the same session or account replaces an
    /// earlier one; an earlier one does not take back a later one.
    Revoke(TokenRevocation),
    /// Asks for a mail; the job makes and sends it.
    RequestMail(MailRequest),
    /// Puts a mail off after a failed attempt. Does nothing if it is gone.
    PostponeMail {
        /// Which.
        mail: MailId,
        /// Attempts so far.
        attempts: u32,
        /// Not before.
        next_at: Timestamp,
    },
    /// Removes a mail that was sent or given up. Does nothing if it is gone.
    FinishMail(MailId),
}

/// An account to save.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The account after the change.
    pub state: AccountState,
    /// What happened.
    pub events: Vec<Event>,
}

/// A session to save.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The session after the change.
    pub state: SessionState,
    /// What happened.
    pub events: Vec<Event>,
}

/// An API key to save.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiKeyWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The key after the change.
    pub state: ApiKeyState,
    /// What happened.
    pub events: Vec<Event>,
}
