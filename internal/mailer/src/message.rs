//! From a mail of the product to a message of RFC 5322.

use courses_port::identity::{Mail, MailError};
use lettre::Message;
use lettre::message::{Mailbox, header::ContentType};

use crate::SetupError;

/// Whom mail comes from.
#[derive(Debug, Clone)]
pub struct Sender(Mailbox);

impl Sender {
    /// A sender from text such as `Courses <courses@example.org>`.
    ///
    /// # Errors
    ///
    /// [`SetupError::Sender`].
    pub fn parse(text: &str) -> Result<Self, SetupError> {
        text.parse().map(Self).map_err(SetupError::Sender)
    }

    /// The message to hand over. Subject and text are encoded by the library, so neither can add
    /// a header.
    pub(crate) fn message(&self, mail: &Mail) -> Result<Message, MailError> {
        let to = mail.to.as_str().parse().map_err(refused)?;
        Message::builder()
            .from(self.0.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(refused)
    }
}

fn refused(err: impl std::error::Error + Send + Sync + 'static) -> MailError {
    MailError::Refused(Box::new(err))
}

#[cfg(test)]
mod tests {
    use courses_domain::identity::EmailAddress;

    use super::*;

    #[test]
    fn a_subject_cannot_add_a_header() {
        let sender = Sender::parse("Courses <courses@example.org>").unwrap();
        let mail = Mail {
            to: EmailAddress::parse("ada@example.org").unwrap(),
            subject: "Hello\r\nBcc: eve@example.org".to_owned(),
            text: "Text".to_owned(),
        };
        let text = String::from_utf8(sender.message(&mail).unwrap().formatted()).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
    }

    #[test]
    fn a_sender_needs_an_address() {
        assert!(Sender::parse("Courses").is_err());
        assert!(Sender::parse("courses@example.org").is_ok());
    }
}
