//! Sends the mail with which somebody chooses a new password.

use courses_domain::identity::{Account, AccountStatus, EmailKey};
use courses_port::ChangeSet;
use courses_port::identity::MailKind;
use jiff::Timestamp;

use crate::Request;
use crate::identity::access::fresh;
use crate::identity::request_verification::just_sent;
use crate::identity::{IdentityError, IdentityPorts, save};
use crate::shared::{Decision, write_or};

/// Asks for the mail with which a new password is chosen.
pub struct RequestPasswordReset {
    ports: IdentityPorts,
}

impl RequestPasswordReset {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Lets the mail be sent if the address has an account and none was sent a moment ago.
    ///
    /// The same is written in every case, else for an account that nobody has, which the sender
    /// drops: neither the answer nor its time tells whether there is an account.
    ///
    /// # Errors
    ///
    /// [`IdentityError`] if the store fails.
    #[tracing::instrument(name = "usecase.identity.request_password_reset", skip_all)]
    pub async fn execute(&self, request: &Request, email: &EmailKey) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let found = ports.identity.find_account_by_email(email).await?;
                let (now, nobody) = (ports.base.clock.now(), ports.base.ids.new_id().into());
                let account = found.filter(|account| self.may_reset(account, now));
                let account = account.map_or(nobody, |account| account.state().id);
                let mail = save::mail(&ports.base, now, account, MailKind::ResetPassword);
                Ok::<_, IdentityError>(Decision::new(ChangeSet::new(now).with(mail), ()))
            })
        });
        reply.await.map(fresh)
    }

    fn may_reset(&self, account: &Account, now: Timestamp) -> bool {
        let (state, lifetime) = (account.state(), self.ports.settings.reset_lifetime);
        state.status == AccountStatus::Active && !just_sent(state.reset.as_ref(), lifetime, now)
    }
}
