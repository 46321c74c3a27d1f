//! Mail as files, for development.

use std::path::PathBuf;

use async_trait::async_trait;
use courses_port::identity::{Mail, MailError, Mailer};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use crate::{Sender, SetupError};

/// Writes each mail to a file that only the owner can read.
#[derive(Debug, Clone)]
pub struct FolderMailer {
    folder: PathBuf,
    sender: Sender,
    new_id: fn() -> Uuid,
}

impl FolderMailer {
    /// A mailer into `folder`, which is made when the first mail comes. `new_id` names the files.
    #[must_use]
    pub const fn new(folder: PathBuf, sender: Sender, new_id: fn() -> Uuid) -> Self {
        Self { folder, sender, new_id }
    }

    async fn write(&self, text: &[u8]) -> Result<PathBuf, SetupError> {
        fs::create_dir_all(&self.folder).await.map_err(SetupError::Folder)?;
        let id = (self.new_id)();
        let path = self.folder.join(format!("{id}.eml"));
        let draft = self.folder.join(format!(".{id}.part"));
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&draft)
            .await
            .map_err(SetupError::Folder)?;
        file.write_all(text).await.map_err(SetupError::Folder)?;
        file.sync_all().await.map_err(SetupError::Folder)?;
        // Whoever watches the folder sees a mail whole or not at all.
        fs::rename(&draft, &path).await.map_err(SetupError::Folder)?;
        Ok(path)
    }
}

#[async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = self.sender.message(mail)?;
        let path = self
            .write(&message.formatted())
            .await
            .map_err(|err| MailError::Later(Box::new(err)))?;
        tracing::info!(mail.file = %path.display(), "a mail was written to a file");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use courses_domain::identity::EmailAddress;

    use super::*;

    #[tokio::test]
    async fn a_mail_is_a_file_of_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let sender = Sender::parse("Courses <courses@example.org>").unwrap();
        let below = folder.path().join("mail");
        let mailer = FolderMailer::new(below.clone(), sender, || Uuid::from_u128(7));
        let mail = Mail {
            to: EmailAddress::parse("ada@example.org").unwrap(),
            subject: "Prove your address".to_owned(),
            text: "Follow the link.".to_owned(),
        };
        mailer.send(&mail).await.unwrap();
        let file = below.join(format!("{}.eml", Uuid::from_u128(7)));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("To: ada@example.org") && text.contains("Follow the link."),
            "{text}"
        );
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let files = std::fs::read_dir(&below).unwrap().count();
        assert_eq!(files, 1, "no draft is left behind");
    }
}
