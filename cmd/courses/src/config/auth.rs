//! `auth`

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Duration, Invalid, Secret, Validate};

/// Access tokens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct AuthConfig {
    /// An Ed25519 private key as PKCS#8 PEM, the same for every instance. For keys that change,
    /// use `key_ring` instead.
    pub(crate) signing_key: Option<Secret>,
    /// A file with a ring of signing keys, readable by its owner alone, the same for every
    /// instance; `courses keys rotate` changes it and every instance follows within a second.
    /// With the embedded store a ring is made in the data folder if neither is given; with
    /// `MongoDB` one of the two must be.
    pub(crate) key_ring: Option<PathBuf>,
    /// How long an access token counts.
    pub(crate) access_lifetime: Duration,
    /// Who issues tokens: the `iss` of every token.
    pub(crate) issuer: String,
    /// Whom tokens are for: the `aud` of every token.
    pub(crate) audience: String,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            signing_key: None,
            key_ring: None,
            access_lifetime: Duration::from_secs(15 * 60),
            issuer: "courses".to_owned(),
            audience: "courses".to_owned(),
        }
    }
}

impl Validate for AuthConfig {
    fn validate(&self) -> Result<(), Invalid> {
        let one = self.signing_key.is_none() || self.key_ring.is_none();
        Invalid::unless(one, "key_ring", "must not be given together with `auth.signing_key`")?;
        let short = std::time::Duration::from(self.access_lifetime);
        let bounded = (10..=24 * 3600).contains(&short.as_secs());
        Invalid::unless(bounded, "access_lifetime", "must be 10s to 24h")?;
        Invalid::unless(!self.issuer.is_empty(), "issuer", "must not be empty")?;
        Invalid::unless(!self.audience.is_empty(), "audience", "must not be empty")
    }
}
