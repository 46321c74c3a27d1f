//! How sessions of an account are ended and its access tokens become void.

use courses_domain::identity::{EndReason, RevokedTokens, Session, SessionId};
use courses_domain::shared::AccountId;
use courses_port::{ChangeSet, StoreError};
use jiff::Timestamp;

use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, save};
use crate::shared::{Decision, write_or};
use crate::{Request, WriteError};

/// How many times a thousand sessions are ended at most.
const ROUNDS: u32 = 10;

/// What an account loses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ending {
    /// Whose.
    pub(super) account: AccountId,
    /// Why sessions are ended; `None` if they go on.
    pub(super) sessions: Option<EndReason>,
    /// The session that goes on nevertheless. If there is one, only the tokens of each ended
    /// session become void, else all tokens of the account.
    pub(super) keep: Option<SessionId>,
}

impl Ending {
    /// All sessions end and all tokens become void.
    pub(super) const fn all(account: AccountId, reason: EndReason) -> Self {
        Self { account, sessions: Some(reason), keep: None }
    }

    /// Sessions go on, but the tokens become void: the next ones say something else.
    pub(super) const fn tokens(account: AccountId) -> Self {
        Self { account, sessions: None, keep: None }
    }

    /// Adds all of it to a set.
    pub(super) async fn add(
        self,
        ports: &IdentityPorts,
        request: &Request,
        set: ChangeSet,
    ) -> Result<ChangeSet, StoreError> {
        let sessions = self.find(ports, set.now).await?;
        Ok(self.put(ports, request, sessions, set))
    }

    /// Repeats it right after the set was committed.
    ///
    /// Until then somebody could have signed in, or got a token, by what was true before. Whoever
    /// reads later sees the change, and whatever was made earlier is caught here. Failing does
    /// not undo what was committed.
    pub(super) async fn sweep(self, ports: &IdentityPorts, request: &Request) {
        for round in 0..ROUNDS {
            match self.again(ports, request, round == 0).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(err) => {
                    let error: &dyn std::error::Error = &err;
                    tracing::warn!(error, account.id = %self.account, "sessions started meanwhile go on");
                    return;
                }
            }
        }
    }

    /// Ends what is left; answers whether there was any.
    async fn again(
        self,
        ports: &IdentityPorts,
        request: &Request,
        first: bool,
    ) -> Result<bool, IdentityError> {
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let set = ChangeSet::new(ports.base.clock.now());
                let sessions = self.find(ports, set.now).await.map_err(WriteError::from)?;
                let any = !sessions.is_empty();
                let set = if any || (first && self.keep.is_none()) {
                    self.put(ports, request, sessions, set)
                } else {
                    set
                };
                Ok::<_, IdentityError>(Decision::new(set, any))
            })
        });
        Ok(fresh(reply.await?))
    }

    async fn find(self, ports: &IdentityPorts, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        if self.sessions.is_none() {
            return Ok(Vec::new());
        }
        // Of somebody who is erased also those that ran out and were not tidied up yet: they name
        // a device.
        let erased = self.sessions == Some(EndReason::Erased);
        let at = if erased { Timestamp::UNIX_EPOCH } else { now };
        let mut sessions = ports.identity.find_live_sessions(self.account, at).await?;
        sessions.retain(|session| Some(session.state().id) != self.keep);
        Ok(sessions)
    }

    fn put(
        self,
        ports: &IdentityPorts,
        request: &Request,
        sessions: Vec<Session>,
        mut set: ChangeSet,
    ) -> ChangeSet {
        let now = set.now;
        for mut session in sessions {
            if let Some(reason) = self.sessions {
                session.end(reason, now);
            }
            // Said of the session too: whoever has its tokens must sign in, not refresh.
            let tokens = RevokedTokens::Session(session.state().id);
            set = set.with(save::revocation(ports, now, tokens));
            set = set.with(save::session(&ports.base, request, now, session));
        }
        if self.keep.is_none() {
            let tokens = RevokedTokens::Account(self.account);
            set = set.with(save::revocation(ports, now, tokens));
        }
        set
    }
}
