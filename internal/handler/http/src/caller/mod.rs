//! Who makes a request: known from a verified access token or API key, and from nothing else.

mod api_keys;
mod authenticator;
mod bearer;
#[cfg(test)]
mod tests;

use courses_domain::identity::SessionId;
use courses_domain::shared::{Actor, Role};
use xtoken::Claims;

pub(crate) use authenticator::Authenticator;

/// Whoever makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account and what it may be; with an API key, also what the key is good for.
    pub actor: Actor,
    /// The session that the token belongs to; none for API keys and for tokens that an operator
    /// minted.
    pub session: Option<SessionId>,
}

/// Roles that this version does not know give nothing.
impl From<&Claims> for Caller {
    fn from(claims: &Claims) -> Self {
        let roles = claims.roles.iter().filter_map(|word| Role::parse(word));
        Self { actor: Actor::new(claims.sub.into(), roles), session: claims.sid.map(Into::into) }
    }
}
