//! What every context needs: time, ids, committing, idempotency, the event log.

mod change_set;
mod clock;
mod event_log;
mod health;
mod idempotency;
mod lease;
mod page;
mod store_error;

pub use change_set::{Change, ChangeSet, Commit, CommitError, Conflict};
pub use clock::{Clock, IdSource};
pub use event_log::{CollectedEvents, EventLog, LoggedEvent};
pub use health::Health;
pub use idempotency::{
    IdempotencyRecord, IdempotencyScope, IdempotencyStore, IdempotencyWrite, StoredAnswer,
};
pub use lease::{Fence, Lease, Leases};
pub use page::{IdPosition, Page};
pub use store_error::StoreError;
