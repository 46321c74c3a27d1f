//! Opening and closing the database.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use courses_port::StoreError;
use tokio::sync::Notify;

use crate::engine::{Db, Readers, Writer, open, prepare_reader, prepare_writer};
use crate::error::Failure;
use crate::{OpenError, Options};

/// Every port of the product on one file.
///
/// Dropping it lets the work that waits be done; [`SqliteStore::close`] waits for it.
pub struct SqliteStore {
    pub(crate) writer: Writer,
    readers: Readers,
    /// Woken after each change set.
    pub(crate) committed: Notify,
    pub(crate) poll: Duration,
    path: PathBuf,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the database in the file `path`, makes it and its folder if they do not exist, and
    /// brings it up to date. Beside it stand, while it is open, the files `-wal` and `-shm`.
    ///
    /// # Errors
    ///
    /// [`OpenError`], also if a newer program wrote the file.
    pub async fn open(path: impl Into<PathBuf>, options: Options) -> Result<Self, OpenError> {
        let path = path.into();
        let opening = tokio::task::spawn_blocking(move || Self::open_blocking(path, &options));
        opening.await.map_err(|err| OpenError::Thread(std::io::Error::other(err)))?
    }

    fn open_blocking(path: PathBuf, options: &Options) -> Result<Self, OpenError> {
        if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(OpenError::Folder)?;
        }
        let mut connection = open(&path)?;
        prepare_writer(&mut connection, options)?;
        let mut readers = Vec::new();
        for _ in 0..options.readers.max(1) {
            let reader = open(&path)?;
            prepare_reader(&reader, options)?;
            readers.push(reader);
        }
        Ok(Self {
            writer: Writer::start(connection, options)?,
            readers: Readers::new(readers, options)?,
            committed: Notify::new(),
            poll: options.poll,
            path,
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Finishes the work that waits, brings everything into the one file and closes it. Whatever
    /// is asked afterwards fails.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Reads on one of the connections that read.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(work).await
    }

    /// Writes on the thread that writes.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(|db| work(db).map_err(StoreError::from)).await
    }
}
