//! Machines that call with an API key.

use std::time::Duration;

use courses_domain::identity::TokenHash;
use courses_domain::shared::AccountId;
use courses_usecase::identity::{AuthenticateApiKey, IdentityError, IdentityPorts};
use courses_usecase::{Refusal, WriteError};
use moka::sync::Cache;
use xerror::{Problem, kinds};

use super::Caller;
use super::bearer::refused;
use crate::problem::unwritten;

/// How many keys are remembered.
const CAPACITY: u64 = 10_000;

/// For how long their requests are counted for the account before they are looked at again.
const REMEMBERED: Duration = Duration::from_mins(1);

/// Recognises API keys.
pub(super) struct ApiKeys {
    authenticate: AuthenticateApiKey,
    /// Whose keys were good a moment ago. Says whom to count a request for, and nothing else.
    seen: Cache<TokenHash, AccountId>,
}

impl ApiKeys {
    pub(super) fn new(ports: &IdentityPorts) -> Self {
        let seen = Cache::builder().max_capacity(CAPACITY).time_to_live(REMEMBERED).build();
        Self { authenticate: AuthenticateApiKey::new(ports.clone()), seen }
    }

    /// Who calls with this key.
    pub(super) async fn caller(&self, text: &str) -> Result<Caller, Problem> {
        let known = self.authenticate.execute(text).await.map_err(unknown)?;
        self.seen.insert(TokenHash::of(text.as_bytes()), known.actor.account());
        Ok(Caller { actor: known.actor, session: None })
    }

    /// Whose key this is, if it was good a moment ago.
    pub(super) fn seen(&self, text: &str) -> Option<AccountId> {
        self.seen.get(&TokenHash::of(text.as_bytes()))
    }
}

fn unknown(err: IdentityError) -> Problem {
    match err {
        IdentityError::Write(WriteError::Refused(Refusal::Unauthenticated)) => {
            refused(&kinds::UNAUTHENTICATED, "the API key is not valid")
        }
        IdentityError::Write(err) => unwritten(err),
        other => Problem::internal(other),
    }
}
