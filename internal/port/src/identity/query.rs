//! Questions about people and what they did, and the read models that answer them.

use courses_domain::identity::{
    AccountStatus, ApiKeyState, AuditAction, DisplayName, EmailAddress,
};
use courses_domain::shared::{AccountId, EventId, Role};
use jiff::Timestamp;

use crate::IdPosition;

/// Which accounts an administrator wants to see, newest first. Erased ones are never answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountQuery {
    /// The beginning of the e-mail address or of the name, whatever the case of letters.
    pub prefix: Option<String>,
    /// With this status.
    pub status: Option<AccountStatus>,
    /// With this given role; `Student` asks for nothing.
    pub role: Option<Role>,
    /// Where to go on.
    pub after: Option<IdPosition>,
    /// How many items, 1 to 200.
    pub limit: u32,
}

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSummary {
    /// Its id.
    pub id: AccountId,
    /// The public version.
    pub version: u64,
    /// The address.
    pub email: Option<EmailAddress>,
    /// Whether the address was proved.
    pub email_verified: bool,
    /// The name.
    pub name: Option<DisplayName>,
    /// The given roles.
    pub roles: Vec<Role>,
    /// The status.
    pub status: AccountStatus,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which lines of the audit log, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Of this actor.
    pub actor: Option<AccountId>,
    /// About this account.
    pub subject: Option<AccountId>,
    /// Of this kind.
    pub action: Option<AuditAction>,
    /// With a sequence smaller than this.
    pub before: Option<u64>,
    /// How many items, 1 to 200.
    pub limit: u32,
}

/// An API key and when it was last used, to the minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyUse {
    /// The key.
    pub key: ApiKeyState,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// How far an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// It waits for its place in the log.
    InProgress,
    /// It stands in the log that every consumer reads.
    Delivered,
    /// It was set aside; somebody has to look at it.
    Failed,
}

impl Delivery {
    /// The word in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// An event of an account and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEvent {
    /// Its id.
    pub id: EventId,
    /// Its place among the events of the account.
    pub sequence: u64,
    /// Its registered type.
    pub type_name: String,
    /// When it happened.
    pub time: Timestamp,
    /// How far it is.
    pub delivery: Delivery,
}
