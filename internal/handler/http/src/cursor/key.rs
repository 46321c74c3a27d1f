//! Seals positions and opens them again.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use xerror::{FieldError, Problem, kinds};

use super::{Position, Shape};

/// The first byte of every cursor; another one means another layout.
const FORMAT: u8 = 1;

/// How much of the HMAC a cursor carries.
const SEAL_BYTES: usize = 16;

/// The secrets that cursors are sealed with: the same on every instance, so that a page can come
/// from another one than the page before. Clones share them.
#[derive(Clone)]
pub struct CursorKey(Arc<RwLock<Secrets>>);

struct Secrets {
    seals: Hmac<Sha256>,
    /// Those that sealed earlier, or will.
    opens: Vec<Hmac<Sha256>>,
}

impl CursorKey {
    /// A key of one secret; 32 random bytes are right.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(Arc::new(RwLock::new(Secrets { seals: keyed(secret), opens: Vec::new() })))
    }

    /// From now on seals with one secret, and opens what it or any of the others sealed.
    pub fn replace<'a>(&self, seals: &[u8], opens: impl IntoIterator<Item = &'a [u8]>) {
        let opens = opens.into_iter().map(keyed).collect();
        let secrets = Secrets { seals: keyed(seals), opens };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = secrets;
    }

    /// The cursor for `position` in the list of `shape`.
    pub(crate) fn seal(&self, shape: &Shape, position: &impl Position) -> String {
        let mut bytes = vec![FORMAT];
        position.write(&mut bytes);
        let secrets = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let seal = hmac(&secrets.seals, shape, &bytes).finalize().into_bytes();
        bytes.extend(&seal[..SEAL_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position of a cursor that this key sealed for the list of `shape`.
    ///
    /// # Errors
    ///
    /// `invalid-cursor` for every other text.
    pub(crate) fn open<P: Position>(&self, shape: &Shape, cursor: &str) -> Result<P, Problem> {
        self.verified(shape, cursor).ok_or_else(|| {
            let detail = "was not made for this list and these filters";
            let field = FieldError::new("/query/cursor", "invalid-cursor", detail);
            Problem::new(&kinds::INVALID_CURSOR).field(field)
        })
    }

    fn verified<P: Position>(&self, shape: &Shape, cursor: &str) -> Option<P> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (sealed, seal) = bytes.split_last_chunk::<SEAL_BYTES>()?;
        let secrets = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut secrets = std::iter::once(&secrets.seals).chain(&secrets.opens);
        secrets.find(|it| hmac(it, shape, sealed).verify_truncated_left(seal).is_ok())?;
        match sealed.split_first()? {
            (&FORMAT, position) => P::read(position),
            _ => None,
        }
    }
}

fn keyed(secret: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(secret).expect("HMAC takes secrets of any length")
}

fn hmac(secret: &Hmac<Sha256>, shape: &Shape, sealed: &[u8]) -> Hmac<Sha256> {
    secret.clone().chain_update(shape.fingerprint()).chain_update(sealed)
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use courses_port::catalogue::{CoursePosition, IdPosition, SortKey};
    use jiff::Timestamp;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::generated::OperationId;

    fn key() -> CursorKey {
        CursorKey::new(&[7; 32])
    }

    fn shape() -> Shape {
        Shape::of(OperationId::ListCourses.operation()).and("level", "all")
    }

    fn position() -> impl Strategy<Value = CoursePosition> {
        let key = prop_oneof![
            any::<u32>().prop_map(SortKey::Score),
            (0..4_000_000_000_000_i64)
                .prop_map(|at| SortKey::Time(Timestamp::from_millisecond(at).unwrap())),
            "\\PC{0,200}".prop_map(SortKey::Text),
        ];
        (key, any::<u128>())
            .prop_map(|(key, id)| CoursePosition { key, id: Uuid::from_u128(id).into() })
    }

    proptest! {
        #[test]
        fn a_cursor_leads_back_to_its_position(position in position(), id: u128, sequence: u64) {
            let cursor = key().seal(&shape(), &position);
            prop_assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)));
            prop_assert_eq!(key().open::<CoursePosition>(&shape(), &cursor).unwrap(), position);

            let position = IdPosition(Uuid::from_u128(id));
            let cursor = key().seal(&shape(), &position);
            prop_assert_eq!(key().open::<IdPosition>(&shape(), &cursor).unwrap(), position);

            let cursor = key().seal(&shape(), &sequence);
            prop_assert_eq!(key().open::<u64>(&shape(), &cursor).unwrap(), sequence);
        }

        #[test]
        fn no_bit_of_a_cursor_can_be_changed(position in position(), at: usize, bit in 0..8_u32) {
            let cursor = key().seal(&shape(), &position);
            let mut bytes = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            let forged = URL_SAFE_NO_PAD.encode(bytes);
            prop_assert!(key().open::<CoursePosition>(&shape(), &forged).is_err());
        }

        #[test]
        fn no_part_of_a_cursor_is_a_cursor(position in position(), cut: usize) {
            let cursor = key().seal(&shape(), &position);
            let short = &cursor[..cut % cursor.len()];
            prop_assert!(key().open::<CoursePosition>(&shape(), short).is_err());
        }

        #[test]
        fn any_text_is_refused_in_peace(text in "\\PC{0,80}") {
            prop_assert!(key().open::<CoursePosition>(&shape(), &text).is_err());
            prop_assert!(key().open::<IdPosition>(&shape(), &text).is_err());
        }

        #[test]
        fn bytes_are_no_position_or_exactly_one(bytes: Vec<u8>) {
            if let Some(position) = CoursePosition::read(&bytes) {
                let mut again = Vec::new();
                position.write(&mut again);
                prop_assert_eq!(again, bytes);
            }
        }
    }

    #[test]
    fn a_cursor_belongs_to_its_list_and_to_its_key() {
        let position = IdPosition(Uuid::from_u128(1));
        let cursor = key().seal(&shape(), &position);
        let problem = key().open::<IdPosition>(&shape().and("tag", "a"), &cursor).unwrap_err();
        assert_eq!(problem.code(), "invalid-cursor");
        assert_eq!(problem.field_errors()[0].pointer, "/query/cursor");
        assert!(CursorKey::new(&[8; 32]).open::<IdPosition>(&shape(), &cursor).is_err());
    }

    #[test]
    fn a_cursor_outlives_the_change_of_its_secret() {
        let (key, position) = (key(), IdPosition(Uuid::from_u128(1)));
        let old = key.seal(&shape(), &position);
        key.replace(&[8; 32], [&[7; 32][..]]);
        let new = key.seal(&shape(), &position);
        assert_ne!(old, new);
        for cursor in [&old, &new] {
            assert_eq!(key.open::<IdPosition>(&shape(), cursor).unwrap(), position);
        }
        key.replace(&[8; 32], []);
        assert!(key.open::<IdPosition>(&shape(), &old).is_err());
        assert!(key.open::<IdPosition>(&shape(), &new).is_ok());
    }
}
