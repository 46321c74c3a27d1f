//! The two halves of an Ed25519 key.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};

use crate::header::TYPE;
use crate::{Claims, KeyError, pem};

const PRIVATE: &str = "PRIVATE KEY";
const PUBLIC: &str = "PUBLIC KEY";

/// What stands before the 32 bytes of a public key in its DER form (RFC 8410); it never
/// differs, as the algorithm has no parameters.
const PUBLIC_PREFIX: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The private half: mints tokens.
#[derive(Clone)]
pub struct SigningKey {
    encoding: EncodingKey,
    verifying: VerifyingKey,
}

impl SigningKey {
    /// A new key, and its PKCS#8 PEM to keep in a safe place.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotGenerated`] when the operating system gives no randomness.
    pub fn generate() -> Result<(Self, String), KeyError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| KeyError::NotGenerated)?;
        let document = pair.to_pkcs8v1().map_err(|_| KeyError::NotGenerated)?;
        let key = Self::from_der(document.as_ref())?;
        Ok((key, pem::encode(PRIVATE, document.as_ref())))
    }

    /// A key from its PKCS#8 PEM, such as `openssl genpkey -algorithm ed25519` writes.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when the text is no PEM, or the key no Ed25519 key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        Self::from_der(&pem::decode(PRIVATE, text)?)
    }

    fn from_der(document: &[u8]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_pkcs8(document).map_err(|_| KeyError::NotEd25519)?;
        let public = pair.public_key().as_ref();
        let public = public.try_into().map_err(|_| KeyError::NotEd25519)?;
        Ok(Self {
            encoding: EncodingKey::from_ed_der(document),
            verifying: VerifyingKey::from_bytes(public),
        })
    }

    /// Signs the claims: a compact JWS with the type `at+jwt` and the id of this key.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotSigned`] when the signature could not be made.
    pub fn mint(&self, claims: &Claims) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.verifying.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding).map_err(|_| KeyError::NotSigned)
    }

    /// The id that tokens name this key by.
    #[must_use]
    pub fn kid(&self) -> &str {
        self.verifying.kid()
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        self.verifying.clone()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid()).finish_non_exhaustive()
    }
}

/// The public half: checks tokens.
#[derive(Clone)]
pub struct VerifyingKey {
    kid: String,
    public: [u8; 32],
    pub(crate) decoding: DecodingKey,
}

impl VerifyingKey {
    /// A key from its 32 bytes.
    #[must_use]
    pub fn from_bytes(public: [u8; 32]) -> Self {
        Self { kid: thumbprint(&public), public, decoding: DecodingKey::from_ed_der(&public) }
    }

    /// A key from its PEM, such as `openssl pkey -pubout` writes.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when the text is no PEM, or the key no Ed25519 key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let document = pem::decode(PUBLIC, text)?;
        let public = document.strip_prefix(&PUBLIC_PREFIX);
        let public = public.and_then(|bytes| bytes.try_into().ok());
        public.map(Self::from_bytes).ok_or(KeyError::NotEd25519)
    }

    /// The key as PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem::encode(PUBLIC, &[&PUBLIC_PREFIX[..], &self.public[..]].concat())
    }

    /// The key as a JSON Web Key, for a document of keys that others may read.
    #[must_use]
    pub fn to_jwk(&self) -> serde_json::Value {
        serde_json::json!({
            "kty": "OKP",
            "crv": "Ed25519",
            "x": URL_SAFE_NO_PAD.encode(self.public),
            "kid": self.kid,
            "alg": "EdDSA",
            "use": "sig",
        })
    }

    /// The id that tokens name this key by: the thumbprint of RFC 7638, SHA-256.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

fn thumbprint(public: &[u8; 32]) -> String {
    let x = URL_SAFE_NO_PAD.encode(public);
    let text = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_key_is_the_thumbprint_of_rfc_8037() {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        let public = URL_SAFE_NO_PAD.decode(x).unwrap();
        let key = VerifyingKey::from_bytes(public.try_into().unwrap());

        assert_eq!(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(key.to_jwk()["x"], x);
    }

    #[test]
    fn a_generated_key_is_the_one_in_its_pem() {
        let (key, pem) = SigningKey::generate().unwrap();

        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        assert_eq!(SigningKey::from_pem(&pem).unwrap().kid(), key.kid());
    }

    #[test]
    fn a_public_key_goes_through_its_pem_unchanged() {
        let (key, _) = SigningKey::generate().unwrap();
        let public = key.verifying_key();

        let read = VerifyingKey::from_pem(&public.to_pem()).unwrap();
        assert_eq!(read.kid(), public.kid());
    }

    #[test]
    fn keys_that_openssl_wrote_are_read() {
        let private = "-----BEGIN PRIVATE KEY-----\r\n\
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\r\n\
            -----END PRIVATE KEY-----\r\n";
        let key = SigningKey::from_pem(private).unwrap();

        let x = key.verifying_key().to_jwk()["x"].clone();
        assert_eq!(x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }

    #[test]
    fn other_texts_are_refused() {
        let empty = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n";
        assert_eq!(SigningKey::from_pem(empty).unwrap_err(), KeyError::NotEd25519);

        let (key, private) = SigningKey::generate().unwrap();
        let public = key.verifying_key().to_pem();
        let label = PRIVATE;
        assert_eq!(SigningKey::from_pem(&public).unwrap_err(), KeyError::NotPem { label });
        let label = PUBLIC;
        assert_eq!(VerifyingKey::from_pem(&private).unwrap_err(), KeyError::NotPem { label });
        assert!(SigningKey::from_pem("garbage").is_err());
    }

    #[test]
    fn debug_does_not_show_the_key() {
        let (key, pem) = SigningKey::generate().unwrap();
        let secret = pem::decode(PRIVATE, &pem).unwrap();

        let text = format!("{key:?}");
        assert!(!text.contains(&format!("{secret:?}")) && text.len() < 100, "{text}");
    }
}
