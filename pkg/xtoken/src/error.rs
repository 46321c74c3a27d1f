//! Why a token or a key was refused. Every sentence may be shown to the bearer.

/// A token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a token at all, or a claim has the wrong shape.
    #[error("the token is malformed")]
    Malformed,
    /// Its header asks for another way to sign, or for none.
    #[error("the token is signed with an algorithm that is not accepted")]
    WrongAlgorithm,
    /// It is a token of another kind.
    #[error("the token is not an access token")]
    WrongType,
    /// Its header names a key that is not ours, or no key.
    #[error("the token is signed with an unknown key")]
    WrongKey,
    /// The signature does not belong to this text and key.
    #[error("the signature of the token is wrong")]
    WrongSignature,
    /// A claim is missing.
    #[error("the token does not say `{claim}`")]
    MissingClaim {
        /// Name of the claim.
        claim: &'static str,
    },
    /// Somebody else minted it.
    #[error("the token has another issuer")]
    WrongIssuer,
    /// It is meant for somebody else.
    #[error("the token is meant for another audience")]
    WrongAudience,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
}

/// A key could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is not the PEM of the wanted kind of key.
    #[error("the text is not a PEM block `{label}`")]
    NotPem {
        /// What stands after `BEGIN`.
        label: &'static str,
    },
    /// The key inside is not an Ed25519 key.
    #[error("the key is not a valid Ed25519 key")]
    NotEd25519,
    /// The operating system gave no randomness.
    #[error("a key could not be generated")]
    NotGenerated,
    /// The token could not be signed.
    #[error("the token could not be signed")]
    NotSigned,
}
