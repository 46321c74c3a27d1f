//! Loads settings the way a program does. Try it with mistakes:
//!
//! ```text
//! cargo run -p xconfig --example settings
//! DEMO_HTTP__DRAIN=1m30s cargo run -p xconfig --example settings
//! DEMO_HTTP__DRAIN=soon cargo run -p xconfig --example settings
//! DEMO_HTTP_DRAIN=1s cargo run -p xconfig --example settings
//! ```

use std::process::ExitCode;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{ByteSize, Duration, Invalid, Loader, Secret, Validate};

/// Settings of the demonstration.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
struct Settings {
    http: Http,
    auth: Auth,
}

/// The public listener.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Http {
    /// Where to listen; port 0 lets the system choose.
    listen: std::net::SocketAddr,
    /// How long open requests may take to finish after a stop signal.
    drain: Duration,
    /// Largest body of a request.
    max_body: ByteSize,
    /// Origins that browsers may call from.
    origins: Vec<String>,
}

/// Who may do what.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
struct Auth {
    /// The key that signs tokens.
    signing_key: Option<Secret>,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: ([127, 0, 0, 1], 8080).into(),
            drain: Duration::from_secs(10),
            max_body: ByteSize::from_mib(1),
            origins: Vec::new(),
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

fn main() -> ExitCode {
    match Loader::new("DEMO_").env().load::<Settings>() {
        Ok(loaded) => {
            println!("# The example file\n\n{}", xconfig::example::<Settings>("DEMO_"));
            println!("# What was loaded\n\n{}", xconfig::print(&loaded));
            for (key, source) in loaded.sources() {
                println!("{key}: {source}");
            }
            ExitCode::SUCCESS
        }
        Err(err) => {
            eprintln!("settings: {err}");
            ExitCode::from(xconfig::EXIT_CODE)
        }
    }
}
