//! Makes and sends the mails that change sets asked for.
//!
//! The secret in a mail exists in no store: it is made here, its hash is committed with the
//! account, then the mail goes out. The same commit puts the mail off as if it had failed, so that
//! a process that dies at any point leaves a mail that is tried again, with another secret.

use std::sync::Arc;

use courses_domain::identity::{
    Account, AccountStatus, EmailAddress, OneTimeToken, PendingToken, TokenHash,
};
use courses_domain::shared::AccountId;
use courses_port::identity::{IdentityChange, Mail, MailError, MailKind, MailRequest, Mailer};
use courses_port::{ChangeSet, Leases, StoreError};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::Request;
use crate::identity::access::fresh;
use crate::identity::ports::later;
use crate::identity::{IdentityError, IdentityPorts, mail_text, save};
use crate::shared::{Decision, write_or};

/// Sends mails.
pub struct SendMails {
    ports: IdentityPorts,
    mailer: Arc<dyn Mailer>,
    leases: Arc<dyn Leases>,
    holder: Uuid,
}

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SentMails {
    /// Whether this replica held the lease.
    pub held: bool,
    /// Handed over.
    pub sent: u64,
    /// To be tried again.
    pub postponed: u64,
    /// Refused for good, or tried for too long.
    pub given_up: u64,
    /// Without anybody to get them by now.
    pub dropped: u64,
}

/// A mail that is ready, or why there is none.
enum Prepared {
    Ready(Mail),
    Dropped,
    GivenUp,
}

impl SendMails {
    /// The name of the lease.
    pub const LEASE: &'static str = "mail-sender";
    /// For how long the lease is taken; handing one mail over must take less.
    pub const LEASE_SECONDS: i64 = 60;
    /// How many mails one round handles.
    pub const STEP: u32 = 50;
    /// For how long a mail is tried.
    pub const PATIENCE: SignedDuration = SignedDuration::from_hours(24);
    /// The longest pause between two attempts.
    const LONGEST_PAUSE: i64 = 15 * 60;

    /// A sender that is known as `holder`, an id of this process.
    #[must_use]
    pub const fn new(
        ports: IdentityPorts,
        mailer: Arc<dyn Mailer>,
        leases: Arc<dyn Leases>,
        holder: Uuid,
    ) -> Self {
        Self { ports, mailer, leases, holder }
    }

    /// Takes or prolongs the lease and sends mails whose time has come. Before each mail the
    /// lease is prolonged, and `go_on` is asked whether to send another one.
    ///
    /// # Errors
    ///
    /// [`IdentityError`]; trying again is safe, and may send a mail twice.
    #[tracing::instrument(name = "usecase.identity.send_mails", level = "debug", skip_all)]
    pub async fn execute(&self, go_on: impl Fn() -> bool) -> Result<SentMails, IdentityError> {
        let mut round = SentMails::default();
        if !self.hold().await? {
            return Ok(round);
        }
        round.held = true;
        let now = self.ports.base.clock.now();
        for mail in self.ports.identity.mails_due(now, Self::STEP).await? {
            if !go_on() || !self.hold().await? {
                break;
            }
            self.handle(&mail, &mut round).await?;
        }
        Ok(round)
    }

    /// Gives the lease back so that another replica can go on at once.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the lease then runs out by itself.
    pub async fn release(&self) -> Result<(), StoreError> {
        self.leases.release(Self::LEASE, self.holder).await
    }

    async fn hold(&self) -> Result<bool, StoreError> {
        let now = self.ports.base.clock.now();
        let until = later(now, SignedDuration::from_secs(Self::LEASE_SECONDS));
        Ok(self.leases.acquire(Self::LEASE, self.holder, now, until).await?.is_some())
    }

    async fn handle(&self, mail: &MailRequest, round: &mut SentMails) -> Result<(), IdentityError> {
        let (id, kind) = (mail.id, mail.kind.word());
        match self.prepare(mail).await? {
            Prepared::Ready(ready) => match self.mailer.send(&ready).await {
                Ok(()) => {
                    self.finish(mail).await?;
                    round.sent += 1;
                }
                Err(err @ MailError::Later(_)) => {
                    let error = reason(&err, &ready.to);
                    tracing::warn!(error, mail.id = %id, mail.kind = kind, "a mail is put off");
                    round.postponed += 1;
                }
                Err(err @ MailError::Refused(_)) => {
                    let error = reason(&err, &ready.to);
                    tracing::error!(error, mail.id = %id, mail.kind = kind, "a mail was refused");
                    self.finish(mail).await?;
                    round.given_up += 1;
                }
            },
            Prepared::Dropped => round.dropped += 1,
            Prepared::GivenUp => {
                tracing::error!(mail.id = %id, mail.kind = kind, "a mail was given up");
                round.given_up += 1;
            }
        }
        Ok(())
    }

    /// Commits what must be known before the mail goes out, or that it never will.
    async fn prepare(&self, mail: &MailRequest) -> Result<Prepared, IdentityError> {
        let ports = &self.ports;
        let request = &Request::default();
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let now = ports.base.clock.now();
                let found = ports.identity.find_account(mail.account).await?;
                let Some((mut account, to)) = found.and_then(|it| recipient(it, mail.kind)) else {
                    return Ok(finished(mail, now, Prepared::Dropped));
                };
                if now.duration_since(mail.requested_at) > Self::PATIENCE {
                    return Ok(finished(mail, now, Prepared::GivenUp));
                }
                let token = self.token(&mut account, mail.kind, now)?;
                let settings = &ports.settings.mail;
                let ready = mail_text::compose(settings, to, mail.kind, token.as_ref());
                let mut set = ChangeSet::new(now).with(postponed(mail, now));
                if account.is_changed() {
                    set = set.with(save::account(&ports.base, request, now, account));
                }
                Ok::<_, IdentityError>(Decision::new(set, Prepared::Ready(ready)))
            })
        });
        reply.await.map(fresh)
    }

    /// A token for the mail; the account waits for it from now on.
    fn token(
        &self,
        account: &mut Account,
        kind: MailKind,
        now: Timestamp,
    ) -> Result<Option<OneTimeToken>, IdentityError> {
        let settings = &self.ports.settings;
        let lifetime = match kind {
            MailKind::VerifyEmail => settings.verification_lifetime,
            MailKind::ResetPassword => settings.reset_lifetime,
            MailKind::AlreadyRegistered => return Ok(None),
        };
        let secret = self.ports.secrets.new_secret()?;
        let hash = TokenHash::of(secret.expose());
        let pending = PendingToken { hash, expires_at: later(now, lifetime) };
        if kind == MailKind::VerifyEmail {
            account.await_verification(pending);
        } else {
            account.await_reset(pending);
        }
        let account: AccountId = account.state().id;
        Ok(Some(OneTimeToken { account, secret }))
    }

    async fn finish(&self, mail: &MailRequest) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let request = Request::default();
        let reply = write_or(&ports.base, &request, None, |_| {
            Box::pin(
                async move { Ok::<_, IdentityError>(finished(mail, ports.base.clock.now(), ())) },
            )
        });
        reply.await.map(fresh)
    }
}

/// Whom the mail is for, if it still makes sense.
fn recipient(account: Account, kind: MailKind) -> Option<(Account, EmailAddress)> {
    let state = account.state();
    let proved = kind == MailKind::VerifyEmail && state.email_verified_at.is_some();
    if state.status != AccountStatus::Active || proved {
        return None;
    }
    let to = state.email.clone()?;
    Some((account, to))
}

fn finished<T>(mail: &MailRequest, now: Timestamp, output: T) -> Decision<T> {
    let set = ChangeSet::new(now).with(IdentityChange::FinishMail(mail.id));
    Decision::new(set, output)
}

/// The mail put off as if this attempt had failed: by 1 s, 2 s, 4 s … up to 15 minutes.
fn postponed(mail: &MailRequest, now: Timestamp) -> IdentityChange {
    let pause = 1_i64.checked_shl(mail.attempts.min(32)).unwrap_or(i64::MAX);
    let pause = SignedDuration::from_secs(pause.min(SendMails::LONGEST_PAUSE));
    IdentityChange::PostponeMail {
        mail: mail.id,
        attempts: mail.attempts.saturating_add(1),
        next_at: later(now, pause),
    }
}

/// Why a mail was not taken, with all causes. Servers like to repeat the address: logs must not.
fn reason(err: &MailError, to: &EmailAddress) -> String {
    let mut text = err.to_string();
    let mut cause = std::error::Error::source(err);
    while let Some(err) = cause {
        text = format!("{text}: {err}");
        cause = err.source();
    }
    let (address, key) = (to.as_str(), to.key());
    let local = address.split('@').next().unwrap_or(address);
    for personal in [address, key.as_str(), local] {
        text = text.replace(personal, "…");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_a_refusal_names_nobody() {
        let to = EmailAddress::parse("Ada@example.org").unwrap();
        let said = "550 <Ada@example.org> unknown, ada@example.org is not here, no mailbox Ada";
        let text = reason(&MailError::Refused(said.into()), &to);
        assert!(text.starts_with("the mail was refused: 550 <…> unknown"), "{text}");
        assert!(!text.to_lowercase().contains("ada"), "{text}");
    }
}
