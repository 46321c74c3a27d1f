//! Keeps somebody out, or lets them in again.

use courses_domain::identity::{AccountState, AuditAction, EndReason};
use courses_domain::shared::AccountId;
use courses_port::ChangeSet;

use crate::identity::ending::Ending;
use crate::identity::{IdentityError, IdentityPorts, SelfHarm, save};
use crate::shared::{Decision, write_or};
use crate::{Idempotency, Operation, Refusal, Relation, Reply, Request, WriteError};

/// Blocks or unblocks an account.
pub struct BlockAccount {
    ports: IdentityPorts,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockMove {
    /// Out.
    Block,
    /// In again.
    Unblock,
}

/// Whom, and which way.
pub struct BlockAccountInput {
    /// The account.
    pub account: AccountId,
    /// Which way.
    pub move_to: BlockMove,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<AccountState>>,
}

impl BlockAccount {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Blocks the account, which ends its sessions and makes its tokens void, or unblocks it.
    /// Answers it as stored.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.block_account", skip_all, fields(account.id = %input.account))]
    pub async fn execute(
        &self,
        request: &Request,
        input: BlockAccountInput,
    ) -> Result<Reply<AccountState>, IdentityError> {
        Operation::BlockAccount.permit(request.actor.as_ref(), Relation::Other)?;
        let blocks = input.move_to == BlockMove::Block;
        if blocks && request.actor()?.account() == input.account {
            return Err(SelfHarm::Block.into());
        }
        let account = input.account;
        let ports = &self.ports.base;
        let reply = write_or(ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(self.decide(request, account, blocks))
        });
        let reply = reply.await?;
        if blocks && matches!(reply, Reply::Fresh(_)) {
            Ending::all(account, EndReason::Blocked).sweep(&self.ports, request).await;
        }
        Ok(reply)
    }

    async fn decide(
        &self,
        request: &Request,
        id: AccountId,
        blocks: bool,
    ) -> Result<Decision<AccountState>, IdentityError> {
        let ports = &self.ports;
        let mut account = ports.identity.find_account(id).await?.ok_or(Refusal::NotFound)?;
        let now = ports.base.clock.now();
        let action = if blocks {
            account.block(now)?;
            AuditAction::AccountBlocked
        } else {
            account.unblock(now)?;
            AuditAction::AccountUnblocked
        };
        let output = account.state().clone();
        let mut set = ChangeSet::new(now)
            .with(save::account(&ports.base, request, now, account))
            .with(save::audit(request, now, action, Some(id), None));
        if blocks {
            let ending = Ending::all(id, EndReason::Blocked);
            set = ending.add(ports, request, set).await.map_err(WriteError::from)?;
        }
        Ok(Decision::new(set, output))
    }
}
