//! What the routes lean on.

use std::sync::Arc;

use courses_port::Clock;
use courses_usecase::catalogue::ImportPorts;
use courses_usecase::identity::{IdentityPorts, Revocations};
use xhttp::Checks;
use xtoken::{CachedVerifier, SharedRing, Verifier};

use crate::caller::Authenticator;
use crate::catalogue::{Catalogue, Imports};
use crate::cursor::CursorKey;
use crate::identity::Identity;
use crate::rate::Rates;

/// What the API is made of.
pub struct ApiParts {
    /// The ports of all use cases.
    pub ports: IdentityPorts,
    /// The ports of imports of files.
    pub imports: ImportPorts,
    /// The keys that access tokens are signed with; the public halves are published.
    pub ring: SharedRing,
    /// Access tokens that count no more; somebody else keeps it up to date.
    pub revocations: Arc<Revocations>,
    /// Whom access tokens name as their issuer.
    pub issuer: String,
    /// Whom access tokens must be meant for.
    pub audience: String,
    /// Seals the cursors of lists.
    pub cursors: CursorKey,
    /// How many requests a caller may make.
    pub rates: Rates,
    /// Whether publishing a course needs the approval of somebody who reviews.
    pub review: bool,
    /// Answer `/readyz`.
    pub checks: Checks,
    /// Shown on the API page.
    pub version: String,
}

/// Implements every operation of the contract over the use cases.
pub struct ApiState {
    pub(crate) catalogue: Catalogue,
    pub(crate) imports: Imports,
    pub(crate) identity: Identity,
    pub(crate) authenticator: Arc<Authenticator>,
    pub(crate) ring: SharedRing,
    pub(crate) issuer: String,
    pub(crate) cursors: CursorKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rates: Rates,
    pub(crate) checks: Checks,
    pub(crate) version: String,
}

impl ApiState {
    /// Routes over these parts.
    #[must_use]
    pub fn new(parts: ApiParts) -> Self {
        let ApiParts { ports, ring, revocations, issuer, audience, .. } = parts;
        let verifier = Verifier::over(ring.clone(), issuer.as_str(), audience);
        let authenticator = Authenticator::new(CachedVerifier::new(verifier), revocations, &ports);
        Self {
            catalogue: Catalogue::new(&ports.base).reviewing(parts.review),
            imports: Imports::new(&parts.imports),
            identity: Identity::new(&ports),
            authenticator: Arc::new(authenticator),
            ring,
            issuer,
            cursors: parts.cursors,
            clock: ports.base.clock,
            rates: parts.rates,
            checks: parts.checks,
            version: parts.version,
        }
    }
}
