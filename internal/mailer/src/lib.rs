//! The port [`Mailer`](courses_port::identity::Mailer), fulfilled by an SMTP server or by a folder.
//!
//! A server takes mail for people; a folder takes it for whoever develops: one file a mail, to be
//! opened in any mail program. Neither writes an address or a text to the log.

mod folder;
mod message;
mod smtp;

pub use folder::FolderMailer;
pub use message::Sender;
pub use smtp::{SmtpMailer, SmtpSecurity, SmtpSettings};

/// Why a mailer cannot be set up. Names no secret.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The sender is no mailbox such as `Courses <courses@example.org>`.
    #[error("the sender is not an address such as `Courses <courses@example.org>`")]
    Sender(#[source] lettre::address::AddressError),
    /// TLS cannot be set up for this host.
    #[error("the server's name cannot be used for TLS")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// The folder cannot be made.
    #[error("the folder for mail cannot be made")]
    Folder(#[source] std::io::Error),
}
