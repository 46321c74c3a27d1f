//! `courses doctor`: checks everything the service needs and says how to mend what is amiss.

use std::net::{SocketAddr, TcpListener};

use serde::Serialize;

use crate::adapter::keys;
use crate::app::Store;
use crate::cli::Global;
use crate::command::small_runtime;
use crate::config::{self, Config};
use crate::exit::{Failure, NEGATIVE, OK};
use crate::output;

#[derive(Serialize)]
struct Finding {
    check: &'static str,
    good: bool,
    detail: String,
}

impl Finding {
    fn of(check: &'static str, outcome: Result<String, String>) -> Self {
        let (good, detail) = match outcome {
            Ok(detail) => (true, detail),
            Err(detail) => (false, detail),
        };
        Self { check, good, detail }
    }
}

/// Checks and tells; ends with 1 if anything is amiss.
pub(super) fn run(global: &Global) -> Result<u8, Failure> {
    let mut findings = Vec::new();
    match config::load(global) {
        Err(err) => findings.push(Finding::of("configuration", Err(err.to_string()))),
        Ok(loaded) => {
            findings.push(Finding::of("configuration", Ok("is good".to_owned())));
            let config = &loaded.value;
            let key = keys(config).map(|keys| format!("{} keys", keys.ring.load().keys().len()));
            findings.push(Finding::of("signing key", key.map_err(|err| err.to_string())));
            findings.push(Finding::of("store", small_runtime()?.block_on(store(config))));
            findings.push(Finding::of("http.listen", free(config.http.listen)));
            findings.push(Finding::of("http.ops_listen", free(config.http.ops_listen)));
        }
    }
    let good = findings.iter().all(|finding| finding.good);
    output::print(global.output, &findings, || {
        let line = |it: &Finding| {
            format!("{} {}: {}", if it.good { "ok  " } else { "FAIL" }, it.check, it.detail)
        };
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(if good { OK } else { NEGATIVE })
}

async fn store(config: &Config) -> Result<String, String> {
    let store = Store::open(&config.store, None).await.map_err(|err| err.to_string())?;
    let health = store.ports().health.clone();
    let outcome = health.check().await;
    let described = store.describe();
    store.close().await;
    match outcome {
        Ok(()) => Ok(described),
        Err(err) => Err(format!(
            "{described}: {}; if its schema is old, run `courses migrate`",
            xerror::ErrorChain(&err)
        )),
    }
}

fn free(address: SocketAddr) -> Result<String, String> {
    TcpListener::bind(address)
        .map(|_| format!("{address} is free"))
        .map_err(|err| format!("{address}: {err}; set another address, or 0 as the port"))
}
