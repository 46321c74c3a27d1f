//! Whose account it is.

use courses_domain::identity::{Account, AccountStatus, ApiKey, ApiKeyId, EndReason};
use courses_domain::shared::AccountId;

use crate::identity::{IdentityError, IdentityPorts};
use crate::{Operation, Refusal, Relation, Reply, Request};

/// The account of the actor, if it may do `operation`.
///
/// A token can outlive its account for a few seconds: it is worth nothing then. An operator can
/// mint tokens for accounts that are not kept here: those have nothing to show.
pub(super) async fn me(
    ports: &IdentityPorts,
    request: &Request,
    operation: Operation,
) -> Result<Account, IdentityError> {
    operation.permit(request.actor.as_ref(), Relation::Owner)?;
    let id = request.actor()?.account();
    let account = ports.identity.find_account(id).await?.ok_or(Refusal::NotFound)?;
    if account.state().status == AccountStatus::Active {
        Ok(account)
    } else {
        Err(Refusal::Unauthenticated.into())
    }
}

/// The id of the actor, if it may do `operation`.
pub(super) fn my_id(request: &Request, operation: Operation) -> Result<AccountId, Refusal> {
    operation.permit(request.actor.as_ref(), Relation::Owner)?;
    Ok(request.actor()?.account())
}

/// An API key of the account that is not revoked; those of others do not exist.
pub(super) async fn my_key(
    ports: &IdentityPorts,
    account: AccountId,
    id: ApiKeyId,
) -> Result<ApiKey, IdentityError> {
    let found = ports.identity.find_api_key(id).await?;
    let mine = |key: &ApiKey| key.state().account_id == account && key.state().revoked_at.is_none();
    Ok(found.filter(mine).ok_or(Refusal::NotFound)?)
}

/// Why the sessions of an account with this status are ended; `None` if they go on.
pub(super) const fn kept_out(status: AccountStatus) -> Option<EndReason> {
    match status {
        AccountStatus::Active => None,
        AccountStatus::Blocked => Some(EndReason::Blocked),
        AccountStatus::Erased => Some(EndReason::Erased),
    }
}

/// The output of a write that carries no idempotency key and so is never a replay.
pub(super) fn fresh<T>(reply: Reply<T>) -> T {
    match reply {
        Reply::Fresh(output) => output,
        Reply::Replayed(_) => unreachable!("only requests with an idempotency key are replayed"),
    }
}
