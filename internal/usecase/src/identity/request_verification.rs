//! Sends the mail that proves an address once more.

use courses_domain::identity::PendingToken;
use courses_port::ChangeSet;
use courses_port::identity::MailKind;
use jiff::{SignedDuration, Timestamp};

use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, access, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Request};

/// Asks for the mail that proves the own address.
pub struct RequestVerification {
    ports: IdentityPorts,
}

impl RequestVerification {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Lets the mail be sent, unless the address is proved or one was sent a moment ago.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.request_verification", skip_all)]
    pub async fn execute(&self, request: &Request) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let account = access::me(ports, request, Operation::EditMe).await?;
                let (state, now) = (account.state(), ports.base.clock.now());
                let lifetime = ports.settings.verification_lifetime;
                let mut set = ChangeSet::new(now);
                if state.email_verified_at.is_none()
                    && !just_sent(state.verification.as_ref(), lifetime, now)
                {
                    let kind = MailKind::VerifyEmail;
                    set = set.with(save::mail(&ports.base, now, state.id, kind));
                }
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)
    }
}

/// How long one mail is enough.
const PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// Whether the mail with this token was sent a moment ago, so that nobody's mailbox is flooded.
pub(super) fn just_sent(
    pending: Option<&PendingToken>,
    lifetime: SignedDuration,
    now: Timestamp,
) -> bool {
    let Some(pending) = pending else { return false };
    pending.expires_at.duration_since(now) > lifetime.saturating_sub(PAUSE)
}
