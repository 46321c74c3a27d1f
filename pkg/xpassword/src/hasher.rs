//! What callers see: passwords in, hashes and verdicts out.

use std::sync::Arc;
use std::time::Duration;

use argon2::Params;
use argon2::password_hash::phc::Output;
use secrecy::SecretSlice;
use tokio::sync::oneshot;

use crate::queue::{Queue, Ticket};
use crate::recipe::{Recipe, Stored};
use crate::worker::{self, Job};
use crate::{Error, Gate, Load, Settings, StartError};

/// When a caller who was turned away may come back. A queue of four per thread is through by
/// then, unless the machine is busy with something else too.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Hashes and compares passwords on threads of its own. Clones share them; with the last clone
/// the threads end.
#[derive(Clone)]
pub struct Hasher {
    inner: Arc<Inner>,
}

struct Inner {
    queue: Arc<Queue<Job>>,
    params: Params,
}

/// What came of comparing a password with a stored hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// The password is the one.
    pub matches: bool,
    /// It is, but its hash was made with other settings than today's: hash it again.
    pub outdated: bool,
}

impl Hasher {
    /// Starts the threads.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the settings are outside of their bounds or there is no thread to be
    /// had.
    pub fn start(settings: Settings, gate: Gate) -> Result<Self, StartError> {
        let params = settings.params()?;
        let queue = Arc::new(Queue::new(gate));
        let inner = Arc::new(Inner { queue: Arc::clone(&queue), params });
        for _ in 0..gate.permits {
            worker::start(Arc::clone(&queue), inner.params.block_count())
                .map_err(StartError::Thread)?;
        }
        Ok(Self { inner })
    }

    /// The hash of a new password with a new salt, as PHC text. Whoever drops the future frees
    /// its place in the queue.
    ///
    /// # Errors
    ///
    /// [`Error::Overloaded`] at once when too many wait already.
    pub async fn hash(&self, password: &[u8]) -> Result<String, Error> {
        let recipe = Recipe::new(self.inner.params.clone());
        let output = self.inner.compute(recipe.clone(), password).await?;
        recipe.text(output)
    }

    /// Compares the password with a stored hash. Without one (nobody of that name) it does the
    /// same work, with the present settings, and never finds a match: from outside the two
    /// cannot be told apart.
    ///
    /// # Errors
    ///
    /// [`Error::Overloaded`] at once when too many wait already; [`Error::NotAHash`] when the
    /// stored text is none.
    pub async fn verify(&self, password: &[u8], stored: Option<&str>) -> Result<Verified, Error> {
        let (recipe, wanted) = match stored {
            Some(text) => Stored::parse(text).map(|stored| (stored.recipe, Some(stored.output)))?,
            None => (Recipe::new(self.inner.params.clone()), None),
        };
        let outdated = recipe.is_outdated(&self.inner.params);
        let output = self.inner.compute(recipe, password).await?;
        // `Output` compares in constant time.
        let matches = wanted == Some(output);
        Ok(Verified { matches, outdated: matches & outdated })
    }

    /// What it does and has done.
    #[must_use]
    pub fn load(&self) -> Load {
        self.inner.queue.load()
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hasher").field("load", &self.load()).finish_non_exhaustive()
    }
}

impl Inner {
    async fn compute(&self, recipe: Recipe, password: &[u8]) -> Result<Output, Error> {
        let (reply, answer) = oneshot::channel();
        let job = Job { recipe, password: SecretSlice::from(password.to_vec()), reply };
        let overloaded = Error::Overloaded { retry_after: RETRY_AFTER };
        let ticket = self.queue.enter(job).ok_or(overloaded)?;
        let _place = Place { queue: &self.queue, ticket };
        answer.await.map_err(|_| Error::Failed)?
    }
}

/// With the last clone nobody can ask any more.
impl Drop for Inner {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// A place in the queue, as long as somebody waits in it.
struct Place<'a> {
    queue: &'a Queue<Job>,
    ticket: Ticket,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.queue.leave(self.ticket);
    }
}
