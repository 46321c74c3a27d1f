//! Mail to people.
//!
//! A change set only asks for a mail. The job that sends it makes the secret inside it and stores
//! the hash, so that nothing readable lies in a store.

use std::error::Error;

use async_trait::async_trait;
use courses_domain::identity::{EmailAddress, MailId};
use courses_domain::shared::AccountId;
use jiff::Timestamp;

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailKind {
    /// Prove that the address is yours.
    VerifyEmail,
    /// Choose a new password.
    ResetPassword,
    /// Somebody wanted to register with the address of this account.
    AlreadyRegistered,
}

impl MailKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::VerifyEmail, Self::ResetPassword, Self::AlreadyRegistered];

    /// The word in documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
            Self::AlreadyRegistered => "already_registered",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A mail that is to be made and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRequest {
    /// Its id.
    pub id: MailId,
    /// Whom it is for.
    pub account: AccountId,
    /// What it is about.
    pub kind: MailKind,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Attempts so far.
    pub attempts: u32,
    /// Not before.
    pub next_at: Timestamp,
}

/// A mail ready to go. `Debug` shows neither address nor text.
#[derive(Clone)]
pub struct Mail {
    /// Whom it is for.
    pub to: EmailAddress,
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// A mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It may go later.
    #[error("the mail could not be handed over now")]
    Later(#[source] Box<dyn Error + Send + Sync>),
    /// It never will.
    #[error("the mail was refused")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
}

/// Hands mail over.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a mail over. May deliver twice after a failure, never zero times after `Ok`.
    ///
    /// # Errors
    ///
    /// [`MailError`].
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}
