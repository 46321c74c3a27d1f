//! Revocations of access tokens.

use courses_domain::identity::{RevokedTokens, TokenRevocation};

use super::Make;

impl Make {
    /// A revocation recorded now, of everything minted until now; it counts for ten minutes.
    pub fn revocation(&mut self, tokens: RevokedTokens) -> TokenRevocation {
        let now = self.tick();
        TokenRevocation { tokens, until: now, recorded_at: now, expires_at: self.at(600) }
    }
}
