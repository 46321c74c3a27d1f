//! Settings with a field of every supported type, and ways to load them.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use xconfig::{ByteSize, Config, ConfigError, Duration, Invalid, Loaded, Loader, Secret, Validate};

/// Settings of a test.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Settings {
    pub(crate) http: Http,
    pub(crate) auth: Auth,
    pub(crate) log: Log,
    /// Replication, which is off unless this section is there.
    pub(crate) replica: Option<Replica>,
    /// Where each feed is found.
    pub(crate) feeds: Vec<Feed>,
    /// Labels of your choice.
    pub(crate) labels: BTreeMap<String, String>,
}

/// The public listener.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Http {
    /// Where to listen; port 0 lets the system choose.
    pub(crate) listen: SocketAddr,
    /// How long open requests may take to finish.
    ///
    /// Nothing is accepted any more by then.
    pub(crate) drain: Duration,
    pub(crate) max_body: ByteSize,
    pub(crate) origins: Vec<String>,
    pub(crate) workers: u16,
    pub(crate) compress: bool,
    pub(crate) public_url: Option<String>,
}

/// Who may do what.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Auth {
    /// Signs tokens.
    pub(crate) signing_key: Option<Secret>,
    /// Keys of former times.
    pub(crate) old_keys: Vec<Secret>,
}

#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Log {
    /// How much is told.
    pub(crate) level: Level,
    pub(crate) sample_ratio: f64,
}

/// How much is told.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// What went wrong.
    OnlyErrors,
    #[default]
    Info,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Replica {
    /// Name of the set.
    pub(crate) set: String,
    #[serde(default)]
    pub(crate) lag: Duration,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Feed {
    pub(crate) name: String,
    pub(crate) token: Option<Secret>,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: ([127, 0, 0, 1], 8080).into(),
            drain: Duration::from_secs(10),
            max_body: ByteSize::from_mib(1),
            origins: vec!["http://localhost".to_owned()],
            workers: 2,
            compress: true,
            public_url: None,
        }
    }
}

impl Validate for Settings {
    fn validate(&self) -> Result<(), Invalid> {
        self.http.validate().map_err(|err| err.within("http"))
    }
}

impl Validate for Http {
    fn validate(&self) -> Result<(), Invalid> {
        Invalid::unless(!self.drain.is_zero(), "drain", "must be longer than nothing")
    }
}

pub(crate) fn loader() -> Loader {
    Loader::new("COURSES_")
}

pub(crate) fn from_yaml(yaml: &str) -> Result<Loaded<Settings>, ConfigError> {
    let file = file("courses.yaml", yaml);
    loader().file(&file.path).load()
}

pub(crate) fn from_env(variables: &[(&str, &str)]) -> Result<Loaded<Settings>, ConfigError> {
    loader().env_from(variables.iter().copied()).load()
}

/// The message of a configuration that must not load; always one line.
pub(crate) fn message<T: Config>(result: Result<Loaded<T>, ConfigError>) -> String {
    let message = result.err().expect("a mistake is found").to_string();
    assert!(!message.contains('\n'), "{message}");
    message
}

/// A file that lives as long as the value.
pub(crate) struct TestFile {
    pub(crate) path: PathBuf,
    _folder: TempDir,
}

impl TestFile {
    pub(crate) fn name(&self) -> &str {
        self.path.to_str().expect("a path of a test is UTF-8")
    }
}

pub(crate) fn file(name: &str, content: &str) -> TestFile {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("a file for the test");
    TestFile { path, _folder: folder }
}
