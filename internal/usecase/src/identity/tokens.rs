//! What somebody who got in is given.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use courses_domain::identity::{
    Account, AccountState, DeviceLabel, NewSession, RefreshToken, Session, SessionId,
};
use courses_domain::shared::AccountId;
use courses_port::identity::{AccessToken, TokenClaims};
use jiff::Timestamp;
use uuid::Uuid;

use crate::identity::{IdentityError, IdentityPorts};

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// What the program calls itself.
    pub label: Option<DeviceLabel>,
    /// The address of the client.
    pub address: Option<IpAddr>,
}

/// A pair of tokens. `Debug` shows neither.
#[derive(Clone)]
pub struct Tokens {
    /// The session they belong to.
    pub session: SessionId,
    /// Proves who makes a request.
    pub access: AccessToken,
    /// How long the access token counts from now on.
    pub expires_in: Duration,
    /// Gets the next pair, once.
    pub refresh: String,
    /// When the refresh token stops to count.
    pub refresh_expires_at: Timestamp,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("session", &self.session).finish_non_exhaustive()
    }
}

/// Somebody who got in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account as stored.
    pub account: AccountState,
    /// Its tokens.
    pub tokens: Tokens,
}

/// The moment at which an access token is minted. Taken before the account and the session are
/// read: whoever takes roles or the account away afterwards then finds the token older than that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Minting {
    token: Uuid,
    pub(super) now: Timestamp,
}

impl Minting {
    pub(super) fn begin(ports: &IdentityPorts) -> Self {
        Self { token: ports.base.ids.new_id(), now: ports.base.clock.now() }
    }

    /// Makes a pair of tokens for a session.
    pub(super) fn mint(
        self,
        ports: &IdentityPorts,
        account: &Account,
        session: &Session,
        refresh: &RefreshToken,
    ) -> Result<Tokens, IdentityError> {
        let access = ports.tokens.mint(&TokenClaims {
            id: self.token,
            account: account.state().id,
            session: session.state().id,
            roles: account.all_roles(),
            now: self.now,
        })?;
        Ok(Tokens {
            session: session.state().id,
            access,
            expires_in: ports.tokens.lifetime(),
            refresh: refresh.encode(),
            refresh_expires_at: session.state().expires_at,
        })
    }
}

/// Starts a session for an account.
pub(super) fn start_session(
    ports: &IdentityPorts,
    account: AccountId,
    device: &Device,
    now: Timestamp,
) -> Result<(Session, RefreshToken), IdentityError> {
    let new = NewSession {
        id: ports.base.ids.new_id().into(),
        account_id: account,
        label: device.label.clone(),
        address: device.address,
        secret: ports.secrets.new_secret()?,
        salt: ports.secrets.new_secret()?,
    };
    Ok(Session::start(new, now, ports.settings.refresh_lifetime))
}
