//! Ends the present session, or all.

use courses_domain::identity::{EndReason, RevokedTokens, Session, SessionId};
use courses_domain::shared::AccountId;
use courses_port::ChangeSet;

use crate::identity::access::{fresh, my_id};
use crate::identity::ending::Ending;
use crate::identity::{IdentityError, IdentityPorts, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Request, WriteError};

/// Ends sessions of the one who asks.
pub struct SignOut {
    ports: IdentityPorts,
}

/// What to end.
pub struct SignOutInput {
    /// The session that the access token belongs to.
    pub session: Option<SessionId>,
    /// Whether all others end too.
    pub everywhere: bool,
}

impl SignOut {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Ends the session, or all; their tokens become void. Asking again changes nothing.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.sign_out", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: SignOutInput,
    ) -> Result<(), IdentityError> {
        let account = my_id(request, Operation::SignOut)?;
        match input.session {
            _ if input.everywhere => self.everywhere(request, account).await,
            Some(session) => {
                let ended = end(&self.ports, request, account, session, EndReason::SignedOut).await;
                ended.map(|_| ())
            }
            None => Ok(()),
        }
    }

    async fn everywhere(&self, request: &Request, account: AccountId) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let ending = Ending::all(account, EndReason::SignedOutEverywhere);
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let set = ChangeSet::new(ports.base.clock.now());
                let set = ending.add(ports, request, set).await.map_err(WriteError::from)?;
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)?;
        ending.sweep(ports, request).await;
        Ok(())
    }
}

/// Ends one session of an account; answers whether it was live.
pub(super) async fn end(
    ports: &IdentityPorts,
    request: &Request,
    account: AccountId,
    session: SessionId,
    reason: EndReason,
) -> Result<bool, IdentityError> {
    let reply =
        write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let now = ports.base.clock.now();
                let mut set = ChangeSet::new(now);
                let found = ports.identity.find_session(session).await?;
                let live = |it: &Session| it.state().account_id == account && it.is_live(now);
                let Some(mut found) = found.filter(live) else {
                    return Ok(Decision::new(set, false));
                };
                found.end(reason, now);
                set = set
                    .with(save::session(&ports.base, request, now, found))
                    .with(save::revocation(ports, now, RevokedTokens::Session(session)));
                Ok::<_, IdentityError>(Decision::new(set, true))
            })
        });
    reply.await.map(fresh)
}
