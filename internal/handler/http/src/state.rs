//! What the routes lean on.

use std::sync::Arc;

use courses_port::Clock;
use courses_usecase::Ports;
use xhttp::Checks;
use xtoken::Verifier;

use crate::caller::Authenticator;
use crate::catalogue::Catalogue;
use crate::cursor::CursorKey;

/// Implements every operation of the contract over the use cases.
pub struct ApiState {
    pub(crate) catalogue: Catalogue,
    pub(crate) authenticator: Arc<Authenticator>,
    pub(crate) cursors: CursorKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) checks: Checks,
    pub(crate) version: String,
}

impl ApiState {
    /// Routes over these ports. `verifier` tells whose tokens are believed, `cursors` seals the
    /// cursors of lists, `checks` answer `/readyz`, `version` is shown on the API page.
    #[must_use]
    pub fn new(
        ports: &Ports,
        verifier: Verifier,
        cursors: CursorKey,
        checks: Checks,
        version: impl Into<String>,
    ) -> Self {
        Self {
            catalogue: Catalogue::new(ports),
            authenticator: Arc::new(Authenticator::new(verifier, Arc::clone(&ports.clock))),
            cursors,
            clock: Arc::clone(&ports.clock),
            checks,
            version: version.into(),
        }
    }
}
