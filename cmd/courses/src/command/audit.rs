//! `courses audit`

use std::fmt::Write as _;

use courses_usecase::identity::{AuditFault, VerifyAudit};
use serde_json::json;

use crate::app::Store;
use crate::cli::{AuditCommand, Global};
use crate::command::small_runtime;
use crate::config;
use crate::exit::{Failure, NEGATIVE, OK};
use crate::output;

/// Runs the command.
pub(super) fn run(global: &Global, command: &AuditCommand) -> Result<u8, Failure> {
    match command {
        AuditCommand::Verify => small_runtime()?.block_on(verify(global)),
    }
}

async fn verify(global: &Global) -> Result<u8, Failure> {
    let config = config::load(global)?.value;
    let store = Store::open(&config.store, None).await?;
    let outcome = VerifyAudit::new(store.ports().identity.clone()).execute().await;
    store.close().await;
    match outcome {
        Ok(whole) => {
            let hash = hex(&whole.head.hash);
            let sequence = whole.head.sequence;
            let value = json!({"whole": true, "sequence": sequence, "hash": hash});
            output::print(global.output, &value, || {
                format!("The audit log is whole: {sequence} records, the last has hash\n{hash}")
            });
            Ok(OK)
        }
        Err(AuditFault::Store(err)) => Err(err.into()),
        Err(fault) => {
            let value = json!({"whole": false, "fault": fault.to_string()});
            output::print(global.output, &value, || format!("The audit log is not whole: {fault}"));
            Ok(NEGATIVE)
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
