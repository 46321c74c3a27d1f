//! Sets a new password for somebody who read a mail.

use courses_domain::identity::{
    Account, AccountStatus, AttemptKey, EndReason, OneTimeToken, Password, PasswordHash,
};
use courses_port::ChangeSet;
use jiff::Timestamp;

use crate::identity::access::fresh;
use crate::identity::ending::Ending;
use crate::identity::verify_email::unknown_token;
use crate::identity::{IdentityError, IdentityPorts, save};
use crate::shared::{Decision, write_or};
use crate::{Request, WriteError};

/// Sets a new password.
pub struct ResetPassword {
    ports: IdentityPorts,
}

/// The token of the mail and the password. Shows itself to no log.
pub struct ResetPasswordInput {
    /// The token as it came.
    pub token: String,
    /// The new password.
    pub new: Password,
}

impl ResetPassword {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Uses up the token of a mail, sets the password, takes the address as proved and ends all
    /// sessions.
    ///
    /// # Errors
    ///
    /// [`IdentityError`]: a token that nobody waits for is invalid at `/token`, whatever is wrong
    /// with it.
    #[tracing::instrument(name = "usecase.identity.reset_password", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: ResetPasswordInput,
    ) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let token = OneTimeToken::parse(&input.token).ok_or_else(unknown_token)?;
        // Nobody gets a password hashed for a token that is worth nothing.
        let account = self.find(&token, ports.base.clock.now()).await?;
        let hash = ports.passwords.hash(&input.new).await?;
        let ending = Ending::all(token.account, EndReason::PasswordChanged);
        self.reset(request, &token, &hash, ending).await?;
        ending.sweep(ports, request).await;
        if let Some(email) = &account.state().email {
            ports.attempts.forget_failures(&AttemptKey::email(&email.key())).await?;
        }
        Ok(())
    }

    async fn find(&self, token: &OneTimeToken, now: Timestamp) -> Result<Account, IdentityError> {
        let found = self.ports.identity.find_account(token.account).await?;
        let waits = |account: &Account| {
            account.state().status == AccountStatus::Active
                && account.state().reset.is_some_and(|pending| {
                    pending.hash.matches(token.secret.expose()) && now < pending.expires_at
                })
        };
        found.filter(waits).ok_or_else(unknown_token)
    }

    async fn reset(
        &self,
        request: &Request,
        token: &OneTimeToken,
        hash: &PasswordHash,
        ending: Ending,
    ) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let now = ports.base.clock.now();
                let mut account = self.find(token, now).await?;
                let reset = account.reset_password(token.secret.expose(), hash.clone(), now);
                reset.map_err(|_| unknown_token())?;
                let set =
                    ChangeSet::new(now).with(save::account(&ports.base, request, now, account));
                let set = ending.add(ports, request, set).await.map_err(WriteError::from)?;
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)
    }
}
