//! Makes an account for whoever asks.

use courses_domain::identity::{
    Account, DisplayName, EmailAddress, NewAccount, Password, PasswordHash,
};
use courses_port::ChangeSet;
use courses_port::identity::MailKind;
use jiff::Timestamp;

use crate::identity::access::fresh;
use crate::identity::tokens::{Minting, start_session};
use crate::identity::{Device, IdentityError, IdentityPorts, SignedIn, save};
use crate::shared::{Decision, write_or};
use crate::{Request, Taken, WriteError};

/// Makes an account.
pub struct Register {
    ports: IdentityPorts,
}

/// Who wants an account.
pub struct RegisterInput {
    /// The address, unique whatever the case of its letters.
    pub email: EmailAddress,
    /// What the person is called.
    pub name: DisplayName,
    /// The password.
    pub password: Password,
    /// Where the request comes from.
    pub device: Device,
}

impl Register {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Makes the account and its first session in one set, and answers both.
    ///
    /// If addresses must be proved, it answers `None` for a new address and for one that is taken,
    /// after the same work; the mail says the rest.
    ///
    /// # Errors
    ///
    /// [`IdentityError`]; [`Taken::Email`] unless addresses must be proved.
    #[tracing::instrument(name = "usecase.identity.register", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: RegisterInput,
    ) -> Result<Option<SignedIn>, IdentityError> {
        let password = self.ports.passwords.hash(&input.password).await?;
        if self.ports.settings.verify_email {
            self.by_mail(request, &input, &password).await?;
            return Ok(None);
        }
        self.at_once(request, &input, &password).await.map(Some)
    }

    async fn at_once(
        &self,
        request: &Request,
        input: &RegisterInput,
        password: &PasswordHash,
    ) -> Result<SignedIn, IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let minting = Minting::begin(ports);
                let now = minting.now;
                let account = self.account(input, password, now);
                let id = account.state().id;
                let (session, refresh) = start_session(ports, id, &input.device, now)?;
                let tokens = minting.mint(ports, &account, &session, &refresh)?;
                let output = SignedIn { account: account.state().clone(), tokens };
                let set = ChangeSet::new(now)
                    .with(save::account(&ports.base, request, now, account))
                    .with(save::session(&ports.base, request, now, session));
                Ok::<_, IdentityError>(Decision::new(set, output))
            })
        });
        Ok(fresh(reply.await?))
    }

    /// Lets a mail say whether there is an account now or was one already.
    async fn by_mail(
        &self,
        request: &Request,
        input: &RegisterInput,
        password: &PasswordHash,
    ) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let attempt = || {
            write_or(&ports.base, request, None, |_| {
                Box::pin(async move {
                    let key = input.email.key();
                    let found = ports.identity.find_account_by_email(&key).await?;
                    let now = ports.base.clock.now();
                    let set = ChangeSet::new(now);
                    let set = if let Some(account) = found {
                        let (id, kind) = (account.state().id, MailKind::AlreadyRegistered);
                        set.with(save::mail(&ports.base, now, id, kind))
                    } else {
                        let account = self.account(input, password, now);
                        let (id, kind) = (account.state().id, MailKind::VerifyEmail);
                        set.with(save::account(&ports.base, request, now, account))
                            .with(save::mail(&ports.base, now, id, kind))
                    };
                    Ok::<_, IdentityError>(Decision::new(set, ()))
                })
            })
        };
        let reply = match attempt().await {
            // Somebody took the address meanwhile; now it is found.
            Err(IdentityError::Write(WriteError::Taken(Taken::Email))) => attempt().await,
            other => other,
        };
        reply.map(fresh)
    }

    fn account(&self, input: &RegisterInput, password: &PasswordHash, now: Timestamp) -> Account {
        let new = NewAccount {
            id: self.ports.base.ids.new_id().into(),
            email: input.email.clone(),
            name: input.name.clone(),
            password: password.clone(),
            roles: Vec::new(),
            verified: false,
        };
        Account::register(new, now)
    }
}
