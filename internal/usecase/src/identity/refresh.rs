//! Trades a refresh token for the next pair of tokens.

use courses_domain::identity::{RefreshRefused, RefreshToken, RevokedTokens, Session};
use courses_port::ChangeSet;

use crate::Request;
use crate::identity::access::{fresh, kept_out};
use crate::identity::tokens::Minting;
use crate::identity::{IdentityError, IdentityPorts, Tokens, save};
use crate::shared::{Decision, write_or};

/// Trades a refresh token.
pub struct Refresh {
    ports: IdentityPorts,
}

/// The next pair, or nothing.
type Traded = Decision<Option<Tokens>>;

impl Refresh {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers the next pair. Those who come at the same time with the same token get the same
    /// refresh token; one that comes later ends the session, which is committed although the
    /// caller is refused.
    ///
    /// # Errors
    ///
    /// [`IdentityError::InvalidRefreshToken`] whatever is wrong with the token, or that the store
    /// failed.
    #[tracing::instrument(name = "usecase.identity.refresh", skip_all)]
    pub async fn execute(&self, request: &Request, token: &str) -> Result<Tokens, IdentityError> {
        let presented = RefreshToken::parse(token).ok_or(IdentityError::InvalidRefreshToken)?;
        let presented = &presented;
        let reply =
            write_or(&self.ports.base, request, None, |_| Box::pin(self.trade(request, presented)));
        fresh(reply.await?).ok_or(IdentityError::InvalidRefreshToken)
    }

    async fn trade(
        &self,
        request: &Request,
        presented: &RefreshToken,
    ) -> Result<Traded, IdentityError> {
        let ports = &self.ports;
        let minting = Minting::begin(ports);
        let refused = || Decision::new(ChangeSet::new(minting.now), None);
        let Some(mut session) = ports.identity.find_session(presented.session).await? else {
            return Ok(refused());
        };
        let Some(account) = ports.identity.find_account(session.state().account_id).await? else {
            return Ok(refused());
        };
        if let Some(reason) = kept_out(account.state().status) {
            session.end(reason, minting.now);
            return Ok(self.keep(request, minting, session, None));
        }
        match session.refresh(presented, minting.now, ports.settings.refresh_lifetime) {
            Ok(child) => {
                let tokens = minting.mint(ports, &account, &session, &child)?;
                Ok(self.keep(request, minting, session, Some(tokens)))
            }
            Err(RefreshRefused::Reused) => {
                let id = session.state().id;
                tracing::warn!(session.id = %id, "a refresh token came twice, the session ends");
                let mut traded = self.keep(request, minting, session, None);
                let revoked = RevokedTokens::Session(id);
                traded.set = traded.set.with(save::revocation(ports, minting.now, revoked));
                Ok(traded)
            }
            Err(RefreshRefused::Unknown | RefreshRefused::Expired | RefreshRefused::Ended) => {
                Ok(refused())
            }
        }
    }

    /// Keeps the session if it changed.
    fn keep(
        &self,
        request: &Request,
        minting: Minting,
        session: Session,
        tokens: Option<Tokens>,
    ) -> Traded {
        let now = minting.now;
        let mut set = ChangeSet::new(now);
        if session.is_changed() {
            set = set.with(save::session(&self.ports.base, request, now, session));
        }
        Decision::new(set, tokens)
    }
}
