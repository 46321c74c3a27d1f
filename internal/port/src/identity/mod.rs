//! What identity needs: changes to commit, entities to decide on, read models for screens, and the
//! outside world (hashing, signing, chance, mail).

mod attempts;
mod change;
mod credential;
mod mail;
mod query;
mod read;

pub use attempts::SignInAttempts;
pub use change::{AccountWrite, ApiKeyWrite, IdentityChange, SessionWrite};
pub use credential::{
    AccessToken, AccessTokens, PasswordError, Passwords, SecretError, SecretSource, SignError,
    TokenClaims, Verified,
};
pub use mail::{Mail, MailError, MailKind, MailRequest, Mailer};
pub use query::{AccountEvent, AccountQuery, AccountSummary, ApiKeyUse, AuditQuery, Delivery};
pub use read::IdentityReader;
