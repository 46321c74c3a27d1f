//! A mailer that keeps what it is given.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use courses_port::identity::{Mail, MailError, Mailer};

/// Keeps every mail, unless told to fail.
#[derive(Debug, Default)]
pub struct KeptMails(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    mails: Vec<Mail>,
    fails: Fails,
}

#[derive(Debug, Default, Clone, Copy)]
enum Fails {
    #[default]
    Never,
    ForNow,
    ForEver,
}

impl KeptMails {
    /// Every mail that was sent, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.kept().mails.clone()
    }

    /// From now on mails are taken.
    pub fn work(&self) {
        self.kept().fails = Fails::Never;
    }

    /// From now on no mail is taken; it may go later.
    pub fn be_busy(&self) {
        self.kept().fails = Fails::ForNow;
    }

    /// From now on every mail is refused.
    pub fn refuse(&self) {
        self.kept().fails = Fails::ForEver;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for KeptMails {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let mut kept = self.kept();
        match kept.fails {
            Fails::Never => {
                kept.mails.push(mail.clone());
                Ok(())
            }
            Fails::ForNow => Err(MailError::Later("the mail server is busy".into())),
            Fails::ForEver => Err(MailError::Refused("there is no such address".into())),
        }
    }
}
