//! Forgets somebody.

use courses_domain::identity::{
    Account, ApiKey, AttemptKey, AuditAction, EmailAddress, EmailKey, EndReason,
};
use courses_domain::shared::AccountId;
use courses_port::{ChangeSet, StoreError};

use crate::identity::access::fresh;
use crate::identity::ending::Ending;
use crate::identity::{IdentityError, IdentityPorts, access, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Precondition, Request, WriteError};

/// Erases the own account.
pub struct EraseMe {
    ports: IdentityPorts,
}

/// Based on which version.
pub struct EraseMeInput {
    /// The versions that the account may have; empty for any.
    pub if_match: Option<Vec<u64>>,
}

impl EraseMe {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Forgets the person: what was personal is gone, sessions end, API keys and tokens are worth
    /// nothing. The id stays, for what it did.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.erase_me", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: EraseMeInput,
    ) -> Result<(), IdentityError> {
        let (ports, input) = (&self.ports, &input);
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let account = access::me(ports, request, Operation::EditMe).await?;
                Precondition::check(input.if_match.as_deref(), account.state().version)?;
                let left = Left::of(&account);
                let set = self.erase(request, account).await.map_err(WriteError::from)?;
                Ok::<_, IdentityError>(Decision::new(set, left))
            })
        });
        let left = fresh(reply.await?);
        Ending::all(left.account, EndReason::Erased).sweep(ports, request).await;
        if let Some(email) = left.email
            && ports.attempts.forget_failures(&AttemptKey::email(&email)).await.is_err()
        {
            tracing::debug!("failed attempts of an erased account run out by themselves");
        }
        Ok(())
    }

    async fn erase(
        &self,
        request: &Request,
        mut account: Account,
    ) -> Result<ChangeSet, StoreError> {
        let ports = &self.ports;
        let (id, now) = (account.state().id, ports.base.clock.now());
        account.erase(now);
        let mut set = ChangeSet::new(now)
            .with(save::account(&ports.base, request, now, account))
            .with(save::audit(request, now, AuditAction::AccountErased, Some(id), None));
        for mut key in self.keys(id).await? {
            key.revoke(now);
            set = set.with(save::api_key(&ports.base, request, now, key));
        }
        Ending::all(id, EndReason::Erased).add(ports, request, set).await
    }

    async fn keys(&self, account: AccountId) -> Result<Vec<ApiKey>, StoreError> {
        let (mut keys, mut after) = (Vec::new(), None);
        loop {
            let page = self.ports.identity.list_api_keys(account, after, 200).await?;
            keys.extend(page.items.into_iter().map(|found| ApiKey::restore(found.key)));
            after = page.next;
            if after.is_none() {
                return Ok(keys);
            }
        }
    }
}

/// What still has to be forgotten once the account is.
struct Left {
    account: AccountId,
    email: Option<EmailKey>,
}

impl Left {
    fn of(account: &Account) -> Self {
        let state = account.state();
        Self { account: state.id, email: state.email.as_ref().map(EmailAddress::key) }
    }
}
