#![doc = include_str!("../README.md")]

mod backoff;
mod command;
mod failure;
mod migrate;
mod monitor;
mod options;
mod primary;
mod schema;
mod transaction;
mod writes;

pub use backoff::Backoff;
pub use command::{CommandObserver, FinishedCommand, Outcome};
pub use failure::{Failure, classify, duplicate_index};
pub use migrate::{MigrateError, Migration, Migrations};
pub use monitor::{Command, CommandMonitor};
pub use options::{ConnectOptions, connect, ping};
pub use primary::PrimaryWatch;
pub use schema::{CollectionSpec, IndexSpec};
pub use transaction::{TransactionError, with_transaction};
pub use writes::{StatementError, check_writes};
