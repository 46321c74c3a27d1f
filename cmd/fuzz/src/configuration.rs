//! Settings of an operator.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{ByteSize, ConfigErrorKind, Duration, Invalid, Loaded, Loader, Secret, Validate};

/// Settings with a field of every kind.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
struct Settings {
    http: Http,
    auth: Auth,
    /// Where each feed is found.
    feeds: Vec<Feed>,
    labels: BTreeMap<String, String>,
    ratio: f64,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Http {
    listen: SocketAddr,
    drain: Duration,
    max_body: ByteSize,
    workers: u16,
    compress: bool,
    public_url: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
struct Auth {
    signing_key: Option<Secret>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Feed {
    name: String,
    token: Option<Secret>,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: ([127, 0, 0, 1], 8080).into(),
            drain: Duration::from_secs(10),
            max_body: ByteSize::from_mib(1),
            workers: 2,
            compress: true,
            public_url: None,
        }
    }
}

impl Validate for Settings {
    fn validate(&self) -> Result<(), Invalid> {
        Invalid::unless(!self.http.drain.is_zero(), "http.drain", "must be longer than nothing")
    }
}

/// A file of settings is taken, and means the same when its meaning is written out and read
/// again; or it is refused in one line that names the key. So is a variable of the environment.
///
/// # Panics
///
/// When that is not so.
pub fn config(input: &[u8]) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), input).unwrap();
    if let Some(loaded) = load(&Loader::new("FUZZ_").file(file.path())) {
        let meant = xconfig::print(&loaded);
        // What is written out hides secrets: only a file without any can be read again.
        let has_secrets = loaded.value.auth.signing_key.is_some()
            || loaded.value.feeds.iter().any(|feed| feed.token.is_some());
        if !has_secrets {
            std::fs::write(file.path(), &meant).unwrap();
            let again =
                load(&Loader::new("FUZZ_").file(file.path())).expect("it was written by us");
            assert_eq!(xconfig::print(&again), meant);
        }
    }
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Some((name, value)) = text.split_once('=') else { return };
    if !name.contains('\0') && !value.contains('\0') {
        load(&Loader::new("FUZZ_").env_from([(format!("FUZZ_{name}"), value)]));
        load(&Loader::new("FUZZ_").set(name, value));
    }
}

fn load(loader: &Loader) -> Option<Loaded<Settings>> {
    match loader.load::<Settings>() {
        Ok(found) => Some(found),
        Err(err) => {
            let line = err.to_string();
            assert!(!line.contains('\n'), "{line}");
            // A variable or an argument may name nothing.
            let nameless =
                matches!(err.kind(), ConfigErrorKind::File | ConfigErrorKind::UnknownKey);
            assert!(nameless || !err.key().is_empty(), "{line}");
            assert!(line.contains(&shown(err.key())), "{line}");
            None
        }
    }
}

/// The beginning of a key as a line shows it: without line breaks and the like.
fn shown(key: &str) -> String {
    let words = key.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(200).collect()
}
