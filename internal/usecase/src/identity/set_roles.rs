//! Gives and takes roles.

use courses_domain::identity::{AccountState, AccountStatus, AuditAction};
use courses_domain::shared::{AccountId, Role};
use courses_port::ChangeSet;

use crate::identity::access::fresh;
use crate::identity::ending::Ending;
use crate::identity::{IdentityError, IdentityPorts, SelfHarm, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Precondition, Refusal, Relation, Request, WriteError};

/// Sets the roles of an account.
pub struct SetRoles {
    ports: IdentityPorts,
}

/// Whose roles, based on which version, and which.
pub struct SetRolesInput {
    /// The account.
    pub account: AccountId,
    /// The versions that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// The roles it has from now on; everybody is a student anyway.
    pub roles: Vec<Role>,
}

impl SetRoles {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Sets the roles and answers the account as stored. Sessions go on; their tokens become
    /// void, and the next ones name the new roles.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.set_roles", skip_all, fields(account.id = %input.account))]
    pub async fn execute(
        &self,
        request: &Request,
        input: SetRolesInput,
    ) -> Result<AccountState, IdentityError> {
        Operation::SetRoles.permit(request.actor.as_ref(), Relation::Other)?;
        let mine = request.actor()?.account() == input.account;
        if mine && !input.roles.contains(&Role::Admin) {
            return Err(SelfHarm::Demote.into());
        }
        let input = &input;
        let reply =
            write_or(&self.ports.base, request, None, |_| Box::pin(self.decide(request, input)));
        let (output, changed) = fresh(reply.await?);
        if changed {
            Ending::tokens(input.account).sweep(&self.ports, request).await;
        }
        Ok(output)
    }

    async fn decide(
        &self,
        request: &Request,
        input: &SetRolesInput,
    ) -> Result<Decision<(AccountState, bool)>, IdentityError> {
        let ports = &self.ports;
        let found = ports.identity.find_account(input.account).await?;
        let mut account = found.ok_or(Refusal::NotFound)?;
        if account.state().status == AccountStatus::Erased {
            return Err(Refusal::NotFound.into());
        }
        Precondition::check(input.if_match.as_deref(), account.state().version)?;
        let (before, now) = (account.state().roles.clone(), ports.base.clock.now());
        account.set_roles(input.roles.clone(), now);
        let output = account.state().clone();
        let mut set = ChangeSet::new(now);
        let changed = account.is_changed();
        if changed {
            set = set.with(save::account(&ports.base, request, now, account));
            for (action, role) in differences(&before, &output.roles) {
                let detail = Some(role.word().to_owned());
                let subject = Some(input.account);
                set = set.with(save::audit(request, now, action, subject, detail));
            }
            let ending = Ending::tokens(input.account);
            set = ending.add(ports, request, set).await.map_err(WriteError::from)?;
        }
        Ok(Decision::new(set, (output, changed)))
    }
}

/// What was given, then what was taken.
fn differences<'a>(
    before: &'a [Role],
    after: &'a [Role],
) -> impl Iterator<Item = (AuditAction, Role)> + 'a {
    let given = after.iter().filter(|role| !before.contains(role));
    let taken = before.iter().filter(|role| !after.contains(role));
    let given = given.map(|role| (AuditAction::RoleGranted, *role));
    given.chain(taken.map(|role| (AuditAction::RoleRevoked, *role)))
}
