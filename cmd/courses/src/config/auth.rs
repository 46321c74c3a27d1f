//! `auth`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Invalid, Secret, Validate};

/// Access tokens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct AuthConfig {
    /// An Ed25519 private key as PKCS#8 PEM. With the embedded store one is made in the data
    /// folder if this is missing; with `MongoDB` it must be given, the same to every instance.
    pub(crate) signing_key: Option<Secret>,
    /// Who issues tokens: the `iss` of every token.
    pub(crate) issuer: String,
    /// Whom tokens are for: the `aud` of every token.
    pub(crate) audience: String,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self { signing_key: None, issuer: "courses".to_owned(), audience: "courses".to_owned() }
    }
}

impl Validate for AuthConfig {
    fn validate(&self) -> Result<(), Invalid> {
        Invalid::unless(!self.issuer.is_empty(), "issuer", "must not be empty")?;
        Invalid::unless(!self.audience.is_empty(), "audience", "must not be empty")
    }
}
