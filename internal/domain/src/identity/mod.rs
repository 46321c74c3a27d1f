//! Who people are: accounts and what proves them, sessions, keys of programs, the audit log.
//!
//! Secrets stay secret: a store keeps only their hashes, and no `Debug` shows them.

mod account;
mod account_state;
mod api_key;
mod audit;
mod email;
mod event;
#[cfg(test)]
mod fixtures;
mod ids;
mod name;
mod one_time_token;
mod password;
mod refresh_token;
mod revocation;
mod secret;
mod session;
mod session_state;
mod throttle;
mod token_hash;
mod token_text;

pub use account::Account;
pub use account_state::{
    AccountEdit, AccountState, AccountStatus, IllegalAccountTransition, NewAccount,
};
pub use api_key::{ApiKey, ApiKeyState, ApiKeyToken, NewApiKey};
pub use audit::{AuditAction, AuditBroken, AuditEntry, AuditHead, AuditRecord};
pub use email::{EmailAddress, EmailKey};
pub use event::IdentityEvent;
pub use ids::{ApiKeyId, MailId, SessionId};
pub use name::{DeviceLabel, DisplayName, KeyName};
pub use one_time_token::{OneTimeToken, OneTimeTokenError, PendingToken};
pub use password::{Password, PasswordHash, PasswordRuleError};
pub use refresh_token::RefreshToken;
pub use revocation::{RevokedTokens, TokenRevocation};
pub use secret::Secret;
pub use session::{REFRESH_GRACE, RefreshRefused, Session};
pub use session_state::{EndReason, NewSession, SessionEnd, SessionState};
pub use throttle::{AttemptKey, AttemptKind, Attempts, delay};
pub use token_hash::TokenHash;
