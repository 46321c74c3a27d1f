//! Mail through a server.

use std::time::Duration;

use async_trait::async_trait;
use courses_port::identity::{Mail, MailError, Mailer};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{Sender, SetupError};

/// How the way to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// TLS from the first byte (usually port 465).
    Tls,
    /// TLS after `STARTTLS`, which the server must offer (usually port 587).
    StartTls,
    /// None. For a server on this machine.
    None,
}

/// Which server, and how it knows us.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub security: SmtpSecurity,
    /// Name and password, if it wants them.
    pub credentials: Option<(String, SecretString)>,
    /// The longest one exchange may take.
    pub timeout: Duration,
}

/// Hands mail to an SMTP server.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
}

impl SmtpMailer {
    /// A mailer through this server; connects when the first mail goes.
    ///
    /// # Errors
    ///
    /// [`SetupError::Tls`] if the name of the host cannot be used for TLS.
    pub fn new(settings: SmtpSettings, sender: Sender) -> Result<Self, SetupError> {
        type Transport = AsyncSmtpTransport<Tokio1Executor>;
        let mut builder = match settings.security {
            SmtpSecurity::Tls => Transport::relay(&settings.host).map_err(SetupError::Tls)?,
            SmtpSecurity::StartTls => {
                Transport::starttls_relay(&settings.host).map_err(SetupError::Tls)?
            }
            SmtpSecurity::None => Transport::builder_dangerous(&settings.host),
        };
        builder = builder.port(settings.port).timeout(Some(settings.timeout));
        if let Some((name, password)) = settings.credentials {
            builder = builder.credentials(Credentials::new(name, password.expose_secret().into()));
        }
        Ok(Self { transport: builder.build(), sender })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = self.sender.message(mail)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            // A 5xx of the server is its last word; everything else may pass.
            Err(err) if err.is_permanent() => Err(MailError::Refused(Box::new(err))),
            Err(err) => Err(MailError::Later(Box::new(err))),
        }
    }
}
