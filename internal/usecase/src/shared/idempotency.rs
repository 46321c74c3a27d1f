//! How a repeated request gets the first answer.

use std::error::Error;
use std::sync::Arc;

use courses_domain::shared::Actor;
use courses_port::{IdempotencyScope, IdempotencyWrite, StoreError, StoredAnswer};
use jiff::{SignedDuration, Timestamp};

use crate::{Ports, Request, WriteError};

type Render<T> = dyn Fn(&T) -> Result<StoredAnswer, Box<dyn Error + Send + Sync>> + Send + Sync;

/// The wish to get the same answer if the same request comes again.
pub struct Idempotency<T> {
    /// The key that the client chose.
    pub key: String,
    /// The operation, by its name in the contract.
    pub operation: &'static str,
    /// SHA-256 of the request.
    pub fingerprint: [u8; 32],
    /// Turns the output into the answer as it goes out; the answer is stored with the effect.
    pub render: Arc<Render<T>>,
}

/// The outcome of a write.
#[derive(Debug)]
pub enum Reply<T> {
    /// It happened now.
    Fresh(T),
    /// It happened before; this is what was answered then.
    Replayed(StoredAnswer),
}

impl<T> Idempotency<T> {
    /// How long an answer is remembered.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

    fn scope(&self, actor: &Actor) -> IdempotencyScope {
        IdempotencyScope {
            actor: actor.account(),
            operation: self.operation.to_owned(),
            key: self.key.clone(),
        }
    }

    /// The first answer, if there was one.
    pub(crate) async fn find(
        &self,
        ports: &Ports,
        request: &Request,
    ) -> Result<Option<StoredAnswer>, WriteError> {
        let scope = self.scope(request.actor()?);
        match ports.idempotency.find_answer(&scope, ports.clock.now()).await? {
            None => Ok(None),
            Some(record) if record.fingerprint == self.fingerprint => Ok(Some(record.answer)),
            Some(_) => Err(WriteError::KeyReused),
        }
    }

    /// The record that commits with the effect.
    pub(crate) fn record(
        &self,
        request: &Request,
        output: &T,
        now: Timestamp,
    ) -> Result<IdempotencyWrite, WriteError> {
        let answer = (self.render)(output).map_err(StoreError::broken)?;
        let expires_at = now.checked_add(Self::LIFETIME).map_err(StoreError::broken)?;
        Ok(IdempotencyWrite {
            scope: self.scope(request.actor()?),
            fingerprint: self.fingerprint,
            answer,
            created_at: now,
            expires_at,
        })
    }
}
