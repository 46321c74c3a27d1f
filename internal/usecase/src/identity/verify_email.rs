//! Takes an address as proved, because somebody read a mail that was sent there.

use courses_domain::identity::OneTimeToken;
use courses_domain::shared::Violations;
use courses_port::ChangeSet;

use crate::Request;
use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, save};
use crate::shared::{Decision, write_or};

/// Takes an address as proved.
pub struct VerifyEmail {
    ports: IdentityPorts,
}

impl VerifyEmail {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Uses up the token of a mail.
    ///
    /// # Errors
    ///
    /// [`IdentityError`]: a token that nobody waits for is invalid at `/token`, whatever is wrong
    /// with it.
    #[tracing::instrument(name = "usecase.identity.verify_email", skip_all)]
    pub async fn execute(&self, request: &Request, token: &str) -> Result<(), IdentityError> {
        let token = &OneTimeToken::parse(token).ok_or_else(unknown_token)?;
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let found = ports.identity.find_account(token.account).await?;
                let mut account = found.ok_or_else(unknown_token)?;
                let now = ports.base.clock.now();
                let proved = account.verify_email(token.secret.expose(), now);
                proved.map_err(|_| unknown_token())?;
                let set =
                    ChangeSet::new(now).with(save::account(&ports.base, request, now, account));
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)
    }
}

/// Nobody waits for the token, or it came too late.
pub(super) fn unknown_token() -> IdentityError {
    let detail = "is not valid, was used before, or came too late";
    Violations::one("/token", "invalid-token", detail).into()
}
