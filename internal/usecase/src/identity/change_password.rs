//! Changes the password of somebody who knows the present one.

use std::net::IpAddr;

use courses_domain::identity::{AccountState, EndReason, Password, PasswordHash, SessionId};
use courses_domain::shared::Violations;
use courses_port::ChangeSet;

use crate::identity::access::fresh;
use crate::identity::ending::Ending;
use crate::identity::throttle::Guess;
use crate::identity::{IdentityError, IdentityPorts, access, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Refusal, Request, WriteError};

/// Changes the own password.
pub struct ChangePassword {
    ports: IdentityPorts,
}

/// The passwords, and where from. Shows itself to no log.
pub struct ChangePasswordInput {
    /// The session that the access token belongs to; it goes on.
    pub session: Option<SessionId>,
    /// The present password as it was typed.
    pub current: String,
    /// The new one.
    pub new: Password,
    /// The address of the client.
    pub address: Option<IpAddr>,
}

impl ChangePassword {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Changes the password and ends all other sessions.
    ///
    /// # Errors
    ///
    /// [`IdentityError`]: a wrong present password is [`WriteError::Invalid`] at
    /// `/current_password`, and guessing it is throttled as signing in is.
    #[tracing::instrument(name = "usecase.identity.change_password", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: ChangePasswordInput,
    ) -> Result<(), IdentityError> {
        let account = access::me(&self.ports, request, Operation::EditMe).await?;
        let before = account.state();
        self.prove(before, &input).await?;
        let hash = self.ports.passwords.hash(&input.new).await?;
        let ending = Ending {
            account: before.id,
            sessions: Some(EndReason::PasswordChanged),
            keep: input.session,
        };
        self.change(request, before, &hash, ending).await?;
        ending.sweep(&self.ports, request).await;
        Ok(())
    }

    /// Checks the present password.
    async fn prove(
        &self,
        account: &AccountState,
        input: &ChangePasswordInput,
    ) -> Result<(), IdentityError> {
        let email = account.email.as_ref().ok_or(Refusal::Unauthenticated)?;
        let guess = Guess::begin(&self.ports, &email.key(), input.address).await?;
        let hash = account.password.as_ref();
        let verified = self.ports.passwords.verify(&input.current, hash).await?;
        if verified.matches {
            guess.succeeded().await
        } else {
            guess.failed().await?;
            Err(wrong())
        }
    }

    async fn change(
        &self,
        request: &Request,
        before: &AccountState,
        hash: &PasswordHash,
        ending: Ending,
    ) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let mut account = access::me(ports, request, Operation::EditMe).await?;
                // Another password meanwhile: the one that was proved is the present one no more.
                if account.state().password_changed_at != before.password_changed_at {
                    return Err(wrong());
                }
                let now = ports.base.clock.now();
                account.change_password(hash.clone(), now);
                let set =
                    ChangeSet::new(now).with(save::account(&ports.base, request, now, account));
                let set = ending.add(ports, request, set).await.map_err(WriteError::from)?;
                Ok(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)
    }
}

fn wrong() -> IdentityError {
    let detail = "is not the password of the account";
    Violations::one("/current_password", "wrong-password", detail).into()
}
