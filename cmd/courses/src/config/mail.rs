//! `mail`

use std::path::PathBuf;

use courses_mailer::Sender;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Duration, Invalid, Secret, Validate};

/// How mail leaves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct MailConfig {
    /// Whom mail comes from, such as `Courses <courses@example.org>`.
    pub(crate) sender: String,
    /// A server for outgoing mail. Without it each mail becomes a file in `folder`, for
    /// development.
    pub(crate) smtp_host: Option<String>,
    /// Its port.
    pub(crate) smtp_port: u16,
    /// How the way there is protected: `tls`, `starttls` or `none`.
    pub(crate) smtp_security: MailSecurity,
    /// The name that the server knows us by.
    pub(crate) smtp_user: Option<String>,
    /// The password that goes with it.
    pub(crate) smtp_password: Option<Secret>,
    /// The longest one exchange with the server may take.
    pub(crate) timeout: Duration,
    /// Where mails become files if there is no server.
    pub(crate) folder: PathBuf,
}

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MailSecurity {
    /// TLS from the first byte.
    Tls,
    /// TLS after `STARTTLS`.
    StartTls,
    /// None, for a server on this machine.
    None,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            sender: "Courses <courses@localhost>".to_owned(),
            smtp_host: None,
            smtp_port: 465,
            smtp_security: MailSecurity::Tls,
            smtp_user: None,
            smtp_password: None,
            timeout: Duration::from_secs(20),
            folder: "data/mail".into(),
        }
    }
}

impl Validate for MailConfig {
    fn validate(&self) -> Result<(), Invalid> {
        let known = Sender::parse(&self.sender).is_ok();
        Invalid::unless(known, "sender", "must be such as `Courses <courses@example.org>`")?;
        let both = self.smtp_user.is_some() == self.smtp_password.is_some();
        Invalid::unless(both, "smtp_password", "must be given with `mail.smtp_user`, or neither")?;
        Invalid::unless(!self.timeout.is_zero(), "timeout", "must be longer than nothing")
    }
}
