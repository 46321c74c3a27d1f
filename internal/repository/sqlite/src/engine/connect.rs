//! How a connection is set up.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::score;
use crate::migration::migrate;
use crate::{OpenError, Options};

/// How many statements of one connection stay prepared.
const PREPARED: usize = 256;

/// Opens the file, makes it if it does not exist.
pub(crate) fn open(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// Sets up the connection that writes and brings the file up to date.
pub(crate) fn prepare_writer(
    connection: &mut Connection,
    options: &Options,
) -> Result<(), OpenError> {
    connection.busy_timeout(options.busy_timeout)?;
    wal(connection, options.busy_timeout)?;
    // With FULL a commit is on the disk before anybody is told of it. With FAST a page that is
    // written anyway keeps nothing of what was deleted from it.
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA secure_delete = FAST;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32768;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    prepare(connection)
}

/// Sets up a connection that reads only.
pub(crate) fn prepare_reader(
    connection: &Connection,
    options: &Options,
) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(options.busy_timeout)?;
    connection.execute_batch(
        "PRAGMA query_only = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -16384;",
    )?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    score::register(connection)
}

/// What a file needs, wherever it is: tables and functions.
pub(crate) fn prepare(connection: &mut Connection) -> Result<(), OpenError> {
    connection.set_prepared_statement_cache_capacity(PREPARED);
    score::register(connection)?;
    migrate(connection)
}

/// Turns on the write-ahead log. Two processes that do this at once may get in each other's way
/// without the busy time-out being heeded, so this tries again.
fn wal(connection: &Connection, patience: Duration) -> Result<(), rusqlite::Error> {
    let begun = Instant::now();
    loop {
        match connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())) {
            Err(err)
                if err.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && begun.elapsed() < patience =>
            {
                thread::sleep(Duration::from_millis(20));
            }
            done => return done,
        }
    }
}
