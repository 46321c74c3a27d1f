//! Changes what an account says about its owner.

use courses_domain::identity::{AccountEdit, AccountState};
use courses_port::ChangeSet;

use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, access, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Precondition, Request};

/// Changes the own account.
pub struct EditMe {
    ports: IdentityPorts,
}

/// Based on which version, and what to set.
pub struct EditMeInput {
    /// The versions that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What to set.
    pub edit: AccountEdit,
}

impl EditMe {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Changes the account and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.edit_me", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: EditMeInput,
    ) -> Result<AccountState, IdentityError> {
        let (ports, input) = (&self.ports, &input);
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let mut account = access::me(ports, request, Operation::EditMe).await?;
                Precondition::check(input.if_match.as_deref(), account.state().version)?;
                let now = ports.base.clock.now();
                account.edit(input.edit.clone(), now);
                let output = account.state().clone();
                let mut set = ChangeSet::new(now);
                if account.is_changed() {
                    set = set.with(save::account(&ports.base, request, now, account));
                }
                Ok::<_, IdentityError>(Decision::new(set, output))
            })
        });
        reply.await.map(fresh)
    }
}
