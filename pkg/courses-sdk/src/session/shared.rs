//! One session for all its callers: whoever comes first renews, the others wait for the outcome.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};

use super::clock;
use super::failure::Failure;
use super::options::{Credentials, SessionOptions};
use super::store::{MemoryTokenStore, TokenStore};
use super::tokens::{Ready, Tokens};
use crate::{Client, Secret};

/// How long a token that is due, but good, is used after an attempt to renew it has failed.
const PAUSE: Duration = Duration::from_secs(5);

type Outcome = Result<Arc<Ready>, Failure>;
type Flight = Shared<BoxFuture<'static, Outcome>>;

/// What all clones of a session share.
pub(crate) struct SharedSession {
    /// Asks for tokens; has none itself.
    pub(super) anonymous: Client,
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) credentials: Option<Credentials>,
    /// Held by whoever changes what is in the store.
    pub(super) gate: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) current: Option<Arc<Ready>>,
    /// The renewal that is under way.
    flight: Option<Flight>,
    /// A token that is due is used until then.
    paused_until: Option<DateTime<Utc>>,
    /// Tokens that the store has not taken yet.
    pub(super) unsaved: Option<Tokens>,
    /// The refresh token that the session begins with, until it was used.
    pub(super) first: Option<Secret>,
    /// Whether the credentials may be used without being asked to.
    pub(super) may_sign_in: bool,
}

impl SharedSession {
    pub(super) fn new(anonymous: Client, options: SessionOptions) -> Self {
        let SessionOptions { store, credentials, refresh_token } = options;
        let state = State { first: refresh_token, may_sign_in: true, ..State::default() };
        Self {
            anonymous,
            store: store.unwrap_or_else(|| Arc::new(MemoryTokenStore::default())),
            credentials,
            gate: tokio::sync::Mutex::new(()),
            state: Mutex::new(state),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tokens for a request; renewed first if it is time.
    pub(crate) async fn ready(self: &Arc<Self>) -> Outcome {
        let current = {
            let state = self.state();
            match &state.current {
                Some(ready) if state.can_use(ready) => return Ok(Arc::clone(ready)),
                current => current.clone(),
            }
        };
        match self.renewed(current.as_ref()).await {
            Err(Failure::Renewal(cause)) => self.usable().ok_or(Failure::Renewal(cause)),
            outcome => outcome,
        }
    }

    /// The tokens at hand, as long as the access token is good for anything.
    fn usable(&self) -> Option<Arc<Ready>> {
        self.state().current.clone().filter(|ready| !ready.is_expired())
    }

    /// Tokens other than `old`, which are due or were refused.
    pub(crate) async fn renewed(self: &Arc<Self>, old: Option<&Arc<Ready>>) -> Outcome {
        let flight = {
            let mut state = self.state();
            if let Some(current) = &state.current
                && old.is_none_or(|old| !Arc::ptr_eq(old, current))
                && !current.is_due()
            {
                return Ok(Arc::clone(current));
            }
            let depart = || depart(Arc::clone(self), old.cloned());
            state.flight.get_or_insert_with(depart).clone()
        };
        flight.await
    }
}

impl State {
    fn can_use(&self, ready: &Ready) -> bool {
        let is_paused = || self.paused_until.is_some_and(|until| clock::now() < until);
        !ready.is_due() || (is_paused() && !ready.is_expired())
    }
}

/// Begins a renewal in a task of its own: a caller that gives up while it waits must not take
/// along the answer, which has the only refresh token that is still good.
fn depart(session: Arc<SharedSession>, old: Option<Arc<Ready>>) -> Flight {
    let task = tokio::spawn(async move {
        let landing = Landing(session);
        let outcome = landing.0.renew(old.as_deref()).await;
        let paused = matches!(outcome, Err(Failure::Renewal(_))).then(|| clock::now() + PAUSE);
        landing.0.state().paused_until = paused;
        outcome
    });
    let outcome = task.map(|joined| joined.unwrap_or_else(|lost| Err(Failure::renewal(lost))));
    outcome.boxed().shared()
}

/// Makes room for the next renewal, even after a panic.
struct Landing(Arc<SharedSession>);

impl Drop for Landing {
    fn drop(&mut self) {
        self.0.state().flight = None;
    }
}
