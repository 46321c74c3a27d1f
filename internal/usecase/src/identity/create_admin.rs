//! Makes the first administrator, from the command line.

use courses_domain::identity::{
    Account, AccountState, AuditAction, DisplayName, EmailAddress, NewAccount, Password,
};
use courses_domain::shared::Role;
use courses_port::ChangeSet;

use crate::Request;
use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, save};
use crate::shared::{Decision, write_or};

/// Makes an administrator. For whoever has the machine: it asks for no permission.
pub struct CreateAdmin {
    ports: IdentityPorts,
}

/// Who becomes an administrator.
pub struct CreateAdminInput {
    /// The address; taken as proved.
    pub email: EmailAddress,
    /// What the person is called.
    pub name: DisplayName,
    /// The password.
    pub password: Password,
}

impl CreateAdmin {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Makes the account and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`IdentityError`]; [`crate::Taken::Email`] if the address has an account.
    #[tracing::instrument(name = "usecase.identity.create_admin", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: CreateAdminInput,
    ) -> Result<AccountState, IdentityError> {
        let ports = &self.ports;
        let password = ports.passwords.hash(&input.password).await?;
        let (input, password) = (&input, &password);
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let now = ports.base.clock.now();
                let new = NewAccount {
                    id: ports.base.ids.new_id().into(),
                    email: input.email.clone(),
                    name: input.name.clone(),
                    password: password.clone(),
                    roles: vec![Role::Admin],
                    verified: true,
                };
                let account = Account::register(new, now);
                let output = account.state().clone();
                let (action, subject) = (AuditAction::AdminCreated, Some(output.id));
                let set = ChangeSet::new(now)
                    .with(save::account(&ports.base, request, now, account))
                    .with(save::audit(request, now, action, subject, None));
                Ok::<_, IdentityError>(Decision::new(set, output))
            })
        });
        reply.await.map(fresh)
    }
}
