//! The ports and settings that the use cases of identity are given.

use std::sync::Arc;

use courses_domain::identity::{Password, PasswordRuleError};
use courses_port::identity::{
    AccessTokens, IdentityReader, Passwords, SecretSource, SignInAttempts,
};
use jiff::{SignedDuration, Timestamp};

use crate::Ports;

/// Everything a use case of identity may lean on. Cheap to clone.
#[derive(Clone)]
pub struct IdentityPorts {
    /// What every use case is given.
    pub base: Ports,
    /// Answers questions about people.
    pub identity: Arc<dyn IdentityReader>,
    /// Counts failed attempts.
    pub attempts: Arc<dyn SignInAttempts>,
    /// Hashes and compares passwords.
    pub passwords: Arc<dyn Passwords>,
    /// Signs access tokens.
    pub tokens: Arc<dyn AccessTokens>,
    /// Makes secrets.
    pub secrets: Arc<dyn SecretSource>,
    /// What an operator decided.
    pub settings: Arc<IdentitySettings>,
}

impl IdentityPorts {
    /// Accepts a new password by the rules and the list of common ones.
    ///
    /// # Errors
    ///
    /// [`PasswordRuleError`].
    pub fn parse_password(&self, raw: &str) -> Result<Password, PasswordRuleError> {
        Password::parse(raw, |typed| self.passwords.is_common(typed))
    }
}

/// What an operator decided about accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentitySettings {
    /// For how long a session lives without being refreshed.
    pub refresh_lifetime: SignedDuration,
    /// Whether an address must be proved before its owner can sign in. Registering then tells
    /// nobody whether an address has an account.
    pub verify_email: bool,
    /// For how long the link of a mail that proves an address works.
    pub verification_lifetime: SignedDuration,
    /// For how long the link of a mail for a new password works.
    pub reset_lifetime: SignedDuration,
    /// What mails say.
    pub mail: MailSettings,
}

/// What mails say. `{token}` in a link stands for the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// What the product is called.
    pub product_name: String,
    /// Where an address is proved.
    pub verification_link: String,
    /// Where a new password is chosen.
    pub reset_link: String,
    /// Where people sign in.
    pub sign_in_link: String,
}

impl Default for IdentitySettings {
    fn default() -> Self {
        Self {
            refresh_lifetime: SignedDuration::from_hours(10 * 24),
            verify_email: false,
            verification_lifetime: SignedDuration::from_hours(24),
            reset_lifetime: SignedDuration::from_hours(1),
            mail: MailSettings::default(),
        }
    }
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            product_name: "Courses".to_owned(),
            verification_link: "http://localhost:8080/verify-email#{token}".to_owned(),
            reset_link: "http://localhost:8080/password-reset#{token}".to_owned(),
            sign_in_link: "http://localhost:8080/sign-in".to_owned(),
        }
    }
}

/// `by` later; the end of time if that is too far.
pub(super) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
