//! Access tokens of the school: minted by its key, or forged by somebody who found it.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use courses_port::identity::{AccessToken, AccessTokens, SignError, TokenClaims};
use serde_json::{Value, json};
use uuid::Uuid;
use xtoken::{Claims, KeyRing, SharedRing, SigningKey};

pub(crate) const ISSUER: &str = "https://courses.example";
pub(crate) const AUDIENCE: &str = "courses";
const LIFETIME: Duration = Duration::from_mins(15);

/// The key of the school and what is done with it.
pub(crate) struct Signer {
    pub(crate) key: SigningKey,
    pub(crate) ring: SharedRing,
    pair: Ed25519KeyPair,
}

impl Signer {
    pub(crate) fn new() -> Arc<Self> {
        let (key, pem) = SigningKey::generate().unwrap();
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let pair = Ed25519KeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap();
        let ring = SharedRing::new(KeyRing::from_pem(&pem).unwrap());
        Arc::new(Self { key, ring, pair })
    }

    /// What an honest token for this account says.
    pub(crate) fn claims(account: Uuid, roles: &[&str], now: i64) -> Claims {
        Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account,
            iat: now,
            nbf: now,
            exp: now + 900,
            jti: Uuid::from_u128(9),
            sid: None,
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        }
    }

    /// The header of an honest token.
    pub(crate) fn header(&self) -> Value {
        json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": self.key.kid() })
    }

    /// Signs any header and any claims, as no honest minter would.
    pub(crate) fn forge(&self, header: &Value, claims: &Value) -> String {
        let text = unsigned(header, claims);
        let signature = URL_SAFE_NO_PAD.encode(self.pair.sign(text.as_bytes()));
        format!("{text}.{signature}")
    }
}

/// Header and claims without a signature.
pub(crate) fn unsigned(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encode(header), encode(claims))
}

impl AccessTokens for Signer {
    fn mint(&self, claims: &TokenClaims) -> Result<AccessToken, SignError> {
        let roles: Vec<&str> = claims.roles.iter().map(|role| role.word()).collect();
        let said = Claims {
            jti: claims.id,
            sid: Some(claims.session.into()),
            ..Self::claims(claims.account.into(), &roles, claims.now.as_second())
        };
        let text = self.key.mint(&said).map_err(|err| SignError(Box::new(err)))?;
        Ok(AccessToken { text, expires_at: claims.now + LIFETIME })
    }

    fn lifetime(&self) -> Duration {
        LIFETIME
    }
}
