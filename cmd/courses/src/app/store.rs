//! Opens the store that the configuration names.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use courses_port::StoreError;
use courses_repository_mongo::MongoStore;
use courses_repository_sqlite::SqliteStore;
use xmongo::{CommandMonitor, ConnectOptions, FinishedCommand};
use xtelemetry::StoreMetrics;

use crate::app::StorePorts;
use crate::config::{StoreConfig, StoreKind};
use crate::exit::{Failure, INTERNAL, USAGE};

/// How long to let a store be that was away.
const PAUSE: Duration = Duration::from_millis(500);

/// An open store.
pub(crate) struct Store {
    ports: StorePorts,
    kept: Kept,
}

enum Kept {
    Mongo(MongoStore, String),
    Sqlite(Arc<SqliteStore>, PathBuf),
}

impl Store {
    /// Opens the store within its deadline; counts its commands if `metrics` are given.
    ///
    /// # Errors
    ///
    /// A failure that says what is away and what to do.
    pub(crate) async fn open(
        config: &StoreConfig,
        metrics: Option<StoreMetrics>,
    ) -> Result<Self, Failure> {
        Self::open_until(config, metrics, Instant::now()).await
    }

    /// The same for a service: waits for a replica set that is away.
    ///
    /// # Errors
    ///
    /// The same, if it does not come in the time that the configuration gives it.
    pub(crate) async fn wait_for(
        config: &StoreConfig,
        metrics: StoreMetrics,
    ) -> Result<Self, Failure> {
        let patience: Duration = config.start_timeout.into();
        Self::open_until(config, Some(metrics), Instant::now() + patience).await
    }

    async fn open_until(
        config: &StoreConfig,
        metrics: Option<StoreMetrics>,
        deadline: Instant,
    ) -> Result<Self, Failure> {
        let kind = config.kind().ok_or_else(|| {
            Failure::new(USAGE, anyhow::anyhow!("`store.url` names no kind of store"))
        })?;
        match kind {
            StoreKind::Sqlite(folder) => Self::open_sqlite(config, folder).await,
            StoreKind::Mongo(uri) => Self::open_mongo(config, uri, metrics, deadline).await,
        }
    }

    async fn open_sqlite(config: &StoreConfig, folder: PathBuf) -> Result<Self, Failure> {
        let options = courses_repository_sqlite::Options {
            read_deadline: config.read_timeout.into(),
            write_deadline: config.write_timeout.into(),
            ..courses_repository_sqlite::Options::default()
        };
        let store = SqliteStore::open(folder.join("courses.db"), options).await.map_err(|err| {
            Failure::unavailable(anyhow::Error::new(err).context(format!(
                "cannot open the embedded store in {}; is the folder writable?",
                folder.display()
            )))
        })?;
        let store = Arc::new(store);
        Ok(Self { ports: StorePorts::of(store.clone()), kept: Kept::Sqlite(store, folder) })
    }

    async fn open_mongo(
        config: &StoreConfig,
        uri: String,
        metrics: Option<StoreMetrics>,
        deadline: Instant,
    ) -> Result<Self, Failure> {
        let mut options = ConnectOptions::new(uri, "courses");
        options.max_pool_size = config.max_connections;
        options.connect_timeout = config.connect_timeout.into();
        options.server_selection_timeout = config.connect_timeout.into();
        options.write_timeout = config.write_timeout.into();
        let monitor = match metrics {
            None => CommandMonitor::new(),
            Some(metrics) => CommandMonitor::new().observed_by(move |it: &FinishedCommand<'_>| {
                let seconds = it.duration.as_secs_f64();
                metrics.finished(it.collection, it.command, it.outcome.word(), seconds);
            }),
        };
        let primary = options.primary.clone();
        let client = xmongo::connect(&options).await.map_err(|err| {
            Failure::new(USAGE, anyhow::Error::new(err).context("`store.url` cannot be used"))
        })?;
        let patience = courses_repository_mongo::Options {
            read_deadline: config.read_timeout.into(),
            commit_deadline: config.write_timeout.into(),
            secondary_reads: config.secondary_reads,
            primary,
            monitor,
            ..courses_repository_mongo::Options::default()
        };
        let store = loop {
            let opened =
                MongoStore::connect(client.clone(), &config.database, patience.clone()).await;
            let err = match opened {
                Ok(store) => break store,
                Err(err) => err,
            };
            let passes = !matches!(err, StoreError::Broken(_));
            let failure = Failure::unavailable(anyhow::Error::new(err).context(
                "cannot reach MongoDB; does `store.url` name the members of a replica set that is up?",
            ));
            if !passes || Instant::now() + PAUSE >= deadline {
                return Err(failure);
            }
            tracing::warn!(error = %failure, "the store is away; waiting for it");
            tokio::time::sleep(PAUSE).await;
        };
        let ports = StorePorts::of(Arc::new(store.clone()));
        Ok(Self { ports, kept: Kept::Mongo(store, config.database.clone()) })
    }

    /// The ports that the store fulfils.
    pub(crate) const fn ports(&self) -> &StorePorts {
        &self.ports
    }

    /// Brings the schema up to date and answers the numbers of the steps that were applied. The
    /// embedded store did all of them when it was opened.
    ///
    /// # Errors
    ///
    /// A failure if the schema is newer than this program, or the store is away.
    pub(crate) async fn migrate(&self) -> Result<Vec<u32>, Failure> {
        match &self.kept {
            Kept::Mongo(store, _) => {
                store.migrate().await.map_err(|err| Failure::new(INTERNAL, err))
            }
            Kept::Sqlite(..) => Ok(Vec::new()),
        }
    }

    /// What kind of store it is and where.
    pub(crate) fn describe(&self) -> String {
        match &self.kept {
            Kept::Mongo(_, database) => format!("MongoDB, database {database}"),
            Kept::Sqlite(_, folder) => format!("embedded, in {}", folder.display()),
        }
    }

    /// Closes the store. Nothing acknowledged depends on it.
    pub(crate) async fn close(self) {
        match self.kept {
            Kept::Mongo(..) => {}
            Kept::Sqlite(store, _) => store.close().await,
        }
    }
}
