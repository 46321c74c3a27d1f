//! A session: a sign-in on one device, kept alive by a chain of refresh tokens.
//!
//! The chain: the secret of each token follows from the one before it and a salt that never
//! leaves the server. So a session keeps one hash, and still recognises each token that it ever
//! gave. A token that comes a second time is in two hands, and nobody can tell which of them is
//! its owner's: the session ends. Only the one before the newest is forgiven for a moment, for a
//! client that never got its answer or asked twice at once; it gets the same child again.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::identity::{
    EndReason, IdentityEvent, NewSession, RefreshToken, Secret, SessionEnd, SessionState, TokenHash,
};
use crate::shared::Recorder;

/// How long the token before the newest still gets the newest.
pub const REFRESH_GRACE: SignedDuration = SignedDuration::from_secs(10);

/// How many generations back a token is recognised. It bounds the work that a made-up token
/// causes; an older one is refused as unknown.
const REMEMBERED: u32 = 65_536;

/// What keeps a child apart from every other use of the hash.
const CHILD: &[u8] = b"courses refresh child";

/// Why a refresh token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefreshRefused {
    /// The session never gave it.
    #[error("the session never gave this token")]
    Unknown,
    /// The session was not refreshed in time.
    #[error("the session has expired")]
    Expired,
    /// The session was ended before.
    #[error("the session has ended")]
    Ended,
    /// It was used before. The session is ended now: commit that.
    #[error("the token was used before")]
    Reused,
}

/// A sign-in on one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    state: SessionState,
    recorder: Recorder<IdentityEvent>,
}

impl Session {
    /// Starts a session that expires after `lifetime`; answers its first refresh token too.
    #[must_use]
    pub fn start(
        new: NewSession,
        now: Timestamp,
        lifetime: SignedDuration,
    ) -> (Self, RefreshToken) {
        let state = SessionState {
            id: new.id,
            revision: 1,
            next_sequence: 1,
            account_id: new.account_id,
            label: new.label,
            address: new.address,
            created_at: now,
            refreshed_at: now,
            expires_at: after(now, lifetime),
            generation: 0,
            salt: new.salt,
            current: TokenHash::of(new.secret.expose()),
            ended: None,
        };
        let token = RefreshToken { session: new.id, generation: 0, secret: new.secret };
        (Self { state, recorder: Recorder::at(0) }, token)
    }

    /// Rebuilds a session that storage vouches for.
    #[must_use]
    pub const fn restore(state: SessionState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &SessionState {
        &self.state
    }

    /// The state and what happened since it was read.
    #[must_use]
    pub fn into_parts(self) -> (SessionState, Recorder<IdentityEvent>) {
        (self.state, self.recorder)
    }

    /// Whether there is something to commit. Not every change is an event.
    #[must_use]
    pub const fn is_changed(&self) -> bool {
        self.state.revision != self.recorder.read_at()
    }

    /// Whether it counts at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.state.ended.is_none() && now < self.state.expires_at
    }

    /// Trades a refresh token for the next one, and lets the session live `lifetime` longer.
    ///
    /// The token before the newest gets the newest again within [`REFRESH_GRACE`]; nothing
    /// changes then.
    ///
    /// # Errors
    ///
    /// [`RefreshRefused`]. After [`RefreshRefused::Reused`] the session has ended and must be
    /// committed; after the others nothing changed.
    pub fn refresh(
        &mut self,
        presented: &RefreshToken,
        now: Timestamp,
        lifetime: SignedDuration,
    ) -> Result<RefreshToken, RefreshRefused> {
        if presented.session != self.state.id {
            return Err(RefreshRefused::Unknown);
        }
        if self.state.ended.is_some() {
            return Err(RefreshRefused::Ended);
        }
        if !self.is_live(now) {
            return Err(RefreshRefused::Expired);
        }
        let age = self.age_of(presented).ok_or(RefreshRefused::Unknown)?;
        let in_grace = now.duration_since(self.state.refreshed_at) <= REFRESH_GRACE;
        match age {
            0 => self.rotate(&presented.secret, now, lifetime),
            1 if in_grace => Ok(self.token(self.child_of(&presented.secret))),
            _ => {
                self.finish(EndReason::Reused, now);
                let (session, account) = (self.state.id, self.state.account_id);
                self.record(IdentityEvent::SessionReuseDetected { session, account });
                Err(RefreshRefused::Reused)
            }
        }
    }

    /// Ends the session; does nothing if it has ended.
    pub fn end(&mut self, reason: EndReason, now: Timestamp) {
        if self.state.ended.is_some() {
            return;
        }
        self.finish(reason, now);
        let (session, account) = (self.state.id, self.state.account_id);
        self.record(IdentityEvent::SessionEnded { session, account, reason });
    }

    /// How many generations before the newest token `presented` is; nothing if the chain does
    /// not lead from it to the newest.
    fn age_of(&self, presented: &RefreshToken) -> Option<u32> {
        let age = self.state.generation.checked_sub(presented.generation)?;
        if age > REMEMBERED {
            return None;
        }
        let newest = (0..age).fold(presented.secret.clone(), |secret, _| self.child_of(&secret));
        self.state.current.matches(newest.expose()).then_some(age)
    }

    fn rotate(
        &mut self,
        parent: &Secret,
        now: Timestamp,
        lifetime: SignedDuration,
    ) -> Result<RefreshToken, RefreshRefused> {
        let generation = self.state.generation.checked_add(1).ok_or(RefreshRefused::Expired)?;
        let child = self.child_of(parent);
        self.state.generation = generation;
        self.state.current = TokenHash::of(child.expose());
        self.state.refreshed_at = now;
        self.state.expires_at = after(now, lifetime);
        self.touch();
        Ok(self.token(child))
    }

    const fn token(&self, secret: Secret) -> RefreshToken {
        RefreshToken { session: self.state.id, generation: self.state.generation, secret }
    }

    fn child_of(&self, parent: &Secret) -> Secret {
        let salted = Sha256::new().chain_update(CHILD).chain_update(self.state.salt.expose());
        Secret::new(salted.chain_update(parent.expose()).finalize().into())
    }

    /// Ends the session and forgets what it knew about the device.
    fn finish(&mut self, reason: EndReason, now: Timestamp) {
        self.state.ended = Some(SessionEnd { at: now, reason });
        self.state.label = None;
        self.state.address = None;
        self.touch();
    }

    const fn touch(&mut self) {
        self.state.revision = self.recorder.read_at() + 1;
    }

    fn record(&mut self, event: IdentityEvent) {
        self.recorder.record(&mut self.state.next_sequence, event);
    }
}

fn after(now: Timestamp, lifetime: SignedDuration) -> Timestamp {
    now.checked_add(lifetime).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
