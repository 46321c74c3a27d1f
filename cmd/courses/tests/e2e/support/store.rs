//! A store of its own for each test.

use std::path::{Path, PathBuf};

use courses_testkit::server::mongo::TestDatabase;
use tempfile::TempDir;

/// An empty store, gone with this value. The folder beside it is the program's working directory.
pub(crate) struct TestStore {
    folder: TempDir,
    database: Option<TestDatabase>,
}

impl TestStore {
    /// The embedded store.
    pub(crate) fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// A database on a real replica set; `None` where there is none, after saying so.
    pub(crate) fn mongodb() -> Option<Self> {
        let database = Some(TestDatabase::create()?);
        Some(Self { folder: tempfile::tempdir().unwrap(), database })
    }

    /// Where the program may leave files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn is_mongodb(&self) -> bool {
        self.database.is_some()
    }

    pub(crate) fn database(&self) -> Option<&TestDatabase> {
        self.database.as_ref()
    }

    /// The folder of the embedded store.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder that mails are left in.
    pub(crate) fn mails(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// The value of `store.url`.
    pub(crate) fn url(&self) -> String {
        match &self.database {
            Some(database) => database.uri(),
            None => format!("sqlite:{}", self.data().display()),
        }
    }

    /// The settings that lead the program to this store.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let mut variables = vec![("COURSES_STORE__URL".to_owned(), self.url())];
        if let Some(database) = &self.database {
            variables.push(("COURSES_STORE__DATABASE".to_owned(), database.name().to_owned()));
        }
        variables
    }
}
