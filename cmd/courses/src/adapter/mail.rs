//! The mailer that the configuration names.

use std::path::PathBuf;
use std::sync::Arc;

use courses_mailer::{FolderMailer, Sender, SetupError, SmtpMailer, SmtpSecurity, SmtpSettings};
use courses_port::IdSource;
use courses_port::identity::Mailer;

use crate::adapter::SystemIds;
use crate::config::{MailConfig, MailSecurity};

/// A server if one is named, else a folder.
///
/// # Errors
///
/// [`SetupError`].
pub(crate) fn mailer(config: &MailConfig) -> Result<Arc<dyn Mailer>, SetupError> {
    let sender = Sender::parse(&config.sender)?;
    let Some(host) = &config.smtp_host else {
        let folder: PathBuf = config.folder.clone();
        return Ok(Arc::new(FolderMailer::new(folder, sender, || SystemIds.new_id())));
    };
    let credentials = config.smtp_user.clone().zip(config.smtp_password.as_ref());
    let settings = SmtpSettings {
        host: host.clone(),
        port: config.smtp_port,
        security: match config.smtp_security {
            MailSecurity::Tls => SmtpSecurity::Tls,
            MailSecurity::StartTls => SmtpSecurity::StartTls,
            MailSecurity::None => SmtpSecurity::None,
        },
        credentials: credentials.map(|(user, password)| (user, password.expose().into())),
        timeout: config.timeout.into(),
    };
    Ok(Arc::new(SmtpMailer::new(settings, sender)?))
}
