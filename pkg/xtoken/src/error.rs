//! Why a token, a key or a ring was refused. Every sentence about a token may be shown to its
//! bearer, and none repeats a key.

use std::io;
use std::path::PathBuf;

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

/// A key ring could not be read, written or used.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// The file could not be read.
    #[error("the key ring {} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The file could not be written.
    #[error("the key ring {} cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The text is neither a PEM nor the expected JSON. What is expected instead is not said:
    /// that would repeat what stands there.
    #[error("the key ring is not the expected JSON from line {line}, column {column}, on")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// There is no key.
    #[error("the key ring has no key")]
    Empty,
    /// A key cannot be used.
    #[error("key {number} of the key ring cannot be used")]
    Key {
        /// Which one, from 1.
        number: usize,
        /// What is wrong with it.
        source: KeyError,
    },
    /// A key stands under an id that is not its own.
    #[error("key {number} of the key ring has another id than its `kid` says")]
    WrongId {
        /// Which one, from 1.
        number: usize,
    },
    /// A key is there twice.
    #[error("the key ring has the key {kid} twice")]
    Twice {
        /// Its id.
        kid: String,
    },
    /// Nothing would sign once the last key has ended.
    #[error("the key that signs last in the key ring has an end")]
    NoSuccessor,
}
