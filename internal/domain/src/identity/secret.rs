//! Bytes that nobody can guess.

use std::hint::black_box;

use secrecy::{ExposeSecret, SecretBox};

use crate::shared::redacted;

/// 32 bytes of chance. Wiped when dropped, compared in constant time, never shown by `Debug`.
pub struct Secret(SecretBox<[u8; Secret::LENGTH]>);

redacted!(Secret);

impl Secret {
    /// How many bytes it has.
    pub const LENGTH: usize = 32;

    /// A secret of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(SecretBox::init_with(|| bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8; Self::LENGTH] {
        self.0.expose_secret()
    }
}

impl Clone for Secret {
    fn clone(&self) -> Self {
        Self::new(*self.expose())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        same_bytes(self.expose(), other.expose())
    }
}

impl Eq for Secret {}

/// Whether two values are the same, in a time that does not depend on where they differ.
pub(super) fn same_bytes<const N: usize>(a: &[u8; N], b: &[u8; N]) -> bool {
    a.iter().zip(b).fold(0, |differences, (a, b)| black_box(differences | (a ^ b))) == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        assert_eq!(format!("{:?}", Secret::new([7; 32])), "Secret(..)");
    }

    proptest! {
        #[test]
        fn two_secrets_are_the_same_when_their_bytes_are(
            a in any::<[u8; 32]>(), bit in 0..256_usize,
        ) {
            prop_assert_eq!(Secret::new(a), Secret::new(a).clone());
            let mut b = a;
            b[bit / 8] ^= 1 << (bit % 8);
            prop_assert_ne!(Secret::new(a), Secret::new(b));
        }
    }
}
