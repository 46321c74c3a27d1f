//! Positions as bytes, as few as possible.

use courses_port::catalogue::{CoursePosition, IdPosition, SortKey, TagPosition};
use jiff::Timestamp;
use uuid::Uuid;

/// A place in a list that a cursor can carry.
pub(crate) trait Position: Sized {
    /// Writes the position behind what `bytes` has already.
    fn write(&self, bytes: &mut Vec<u8>);

    /// The position that `bytes` are, if they are one.
    fn read(bytes: &[u8]) -> Option<Self>;
}

impl Position for IdPosition {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.0.as_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        Uuid::from_slice(bytes).ok().map(Self)
    }
}

/// A place in a log.
impl Position for u64 {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_be_bytes)
    }
}

impl Position for TagPosition {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.0.as_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        String::from_utf8(bytes.to_vec()).ok().map(Self)
    }
}

const SCORE: u8 = 1;
const TIME: u8 = 2;
const TEXT: u8 = 3;

/// The id, the kind of the key, the key.
impl Position for CoursePosition {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(Uuid::from(self.id).as_bytes());
        match &self.key {
            SortKey::Score(score) => {
                bytes.push(SCORE);
                bytes.extend(score.to_be_bytes());
            }
            SortKey::Time(time) => {
                bytes.push(TIME);
                bytes.extend(time.as_millisecond().to_be_bytes());
            }
            SortKey::Text(text) => {
                bytes.push(TEXT);
                bytes.extend(text.as_bytes());
            }
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (id, rest) = bytes.split_first_chunk::<16>()?;
        let (kind, key) = rest.split_first()?;
        let key = match *kind {
            SCORE => SortKey::Score(u32::from_be_bytes(key.try_into().ok()?)),
            TIME => {
                let millis = i64::from_be_bytes(key.try_into().ok()?);
                SortKey::Time(Timestamp::from_millisecond(millis).ok()?)
            }
            TEXT => SortKey::Text(String::from_utf8(key.to_vec()).ok()?),
            _ => return None,
        };
        Some(Self { key, id: Uuid::from_bytes(*id).into() })
    }
}
