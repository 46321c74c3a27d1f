//! Time and chance, given from outside so that tests can decide both.

use jiff::Timestamp;
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present, to the millisecond: stores keep no more.
    fn now(&self) -> Timestamp;
}

/// Makes ids.
pub trait IdSource: Send + Sync {
    /// A new `UUIDv7`: unique, and later ones sort after earlier ones.
    fn new_id(&self) -> Uuid;
}
