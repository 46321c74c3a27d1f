//! Cursors: a place in a list, sealed so that only the list that made it takes it back.
//!
//! A cursor is base64url of a format byte, the position, and the first 16 bytes of an HMAC-SHA256
//! over the operation, everything that shapes the list, and the position. Whatever was forged,
//! cut, or made for another list or other filters does not verify. `limit` does not shape a list
//! and may change from page to page.

mod key;
mod position;
mod shape;

pub use key::CursorKey;
pub(crate) use position::Position;
pub(crate) use shape::Shape;
