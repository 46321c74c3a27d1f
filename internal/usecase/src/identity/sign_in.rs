//! Lets somebody in who knows the password.

use courses_domain::identity::{
    Account, AccountState, AccountStatus, EmailKey, EndReason, Password, Session,
};
use courses_port::ChangeSet;

use crate::identity::access::{fresh, kept_out};
use crate::identity::throttle::Guess;
use crate::identity::tokens::{Minting, start_session};
use crate::identity::{Device, IdentityError, IdentityPorts, SignedIn, save};
use crate::shared::{Decision, write_or};
use crate::{Refusal, Request};

/// Lets somebody in.
pub struct SignIn {
    ports: IdentityPorts,
}

/// Who wants to get in. Shows itself to no log.
pub struct SignInInput {
    /// The address that was typed.
    pub email: EmailKey,
    /// The password that was typed.
    pub password: String,
    /// Where the request comes from.
    pub device: Device,
}

impl SignIn {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Starts a session and answers its tokens.
    ///
    /// An address that nobody has, a wrong password, an account that is blocked or whose address
    /// is to be proved first: all the same, after the same work.
    ///
    /// # Errors
    ///
    /// [`IdentityError::InvalidCredentials`], [`IdentityError::Throttled`],
    /// [`IdentityError::Overloaded`], or that the store failed.
    #[tracing::instrument(name = "usecase.identity.sign_in", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: SignInInput,
    ) -> Result<SignedIn, IdentityError> {
        let ports = &self.ports;
        let guess = Guess::begin(ports, &input.email, input.device.address).await?;
        let found = ports.identity.find_account_by_email(&input.email).await?;
        let hash = found.as_ref().and_then(|account| account.state().password.as_ref());
        let verified = ports.passwords.verify(&input.password, hash).await?;
        let Some(account) = found.filter(|it| verified.matches && self.admits(it.state())) else {
            guess.failed().await?;
            return Err(IdentityError::InvalidCredentials);
        };
        guess.succeeded().await?;
        let signed_in = self.start(request, account.state(), &input.device).await?;
        if verified.outdated {
            self.rehash(request, account.state(), &input.password).await;
        }
        Ok(signed_in)
    }

    fn admits(&self, account: &AccountState) -> bool {
        let proved = account.email_verified_at.is_some() || !self.ports.settings.verify_email;
        account.status == AccountStatus::Active && proved
    }

    /// Starts a session, then looks at the account again: whoever changed the password or blocked
    /// the account meanwhile either ended this session, or is seen here.
    async fn start(
        &self,
        request: &Request,
        before: &AccountState,
        device: &Device,
    ) -> Result<SignedIn, IdentityError> {
        let ports = &self.ports;
        let now = ports.base.clock.now();
        let (session, refresh) = start_session(ports, before.id, device, now)?;
        self.save(request, session.clone()).await?;
        let minting = Minting::begin(ports);
        let account = ports.identity.find_account(before.id).await?;
        let unchanged = |it: &Account| {
            let same = it.state().password == before.password
                || it.state().password_changed_at == before.password_changed_at;
            same && self.admits(it.state())
        };
        let status = account.as_ref().map_or(AccountStatus::Erased, |it| it.state().status);
        let Some(account) = account.filter(unchanged) else {
            let reason = kept_out(status).unwrap_or(EndReason::PasswordChanged);
            self.take_back(request, &session, reason).await?;
            return Err(IdentityError::InvalidCredentials);
        };
        let tokens = minting.mint(ports, &account, &session, &refresh)?;
        Ok(SignedIn { account: account.state().clone(), tokens })
    }

    async fn save(&self, request: &Request, session: Session) -> Result<(), IdentityError> {
        let ports = &self.ports.base;
        let reply = write_or(ports, request, None, |_| {
            let session = session.clone();
            Box::pin(async move {
                let now = ports.clock.now();
                let set = ChangeSet::new(now).with(save::session(ports, request, now, session));
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)
    }

    async fn take_back(
        &self,
        request: &Request,
        session: &Session,
        reason: EndReason,
    ) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let found = ports.identity.find_session(session.state().id).await?;
                let mut session = found.ok_or(Refusal::NotFound)?;
                let now = ports.base.clock.now();
                session.end(reason, now);
                let mut set = ChangeSet::new(now);
                if session.is_changed() {
                    set = set.with(save::session(&ports.base, request, now, session));
                }
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)
    }

    /// Hashes the password anew with the parameters wanted now. Whatever stands in the way: it is
    /// tried again when the person comes back.
    async fn rehash(&self, request: &Request, before: &AccountState, typed: &str) {
        let ports = &self.ports;
        let Ok(password) = Password::parse(typed, |_| false) else { return };
        let Ok(hash) = ports.passwords.hash(&password).await else { return };
        let hash = &hash;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let now = ports.base.clock.now();
                let mut set = ChangeSet::new(now);
                let found = ports.identity.find_account(before.id).await?;
                let same = |it: &Account| it.state().password == before.password;
                if let Some(mut account) = found.filter(same) {
                    account.rehash(hash.clone());
                    set = set.with(save::account(&ports.base, request, now, account));
                }
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        if reply.await.is_err() {
            tracing::debug!(account.id = %before.id, "a password was not hashed anew");
        }
    }
}
