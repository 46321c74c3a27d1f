//! `courses migrate`

use serde_json::json;

use crate::app::Store;
use crate::cli::Global;
use crate::command::small_runtime;
use crate::config;
use crate::exit::{Failure, OK};
use crate::output;

/// Brings the schema up to date.
pub(super) fn run(global: &Global) -> Result<u8, Failure> {
    let loaded = config::load(global)?;
    let applied = small_runtime()?.block_on(async {
        let store = Store::open(&loaded.value.store, None).await?;
        let applied = store.migrate().await?;
        store.close().await;
        Ok::<_, Failure>(applied)
    })?;
    let text = || match applied.len() {
        0 => "the schema is up to date".to_owned(),
        steps => format!("the schema is up to date: {steps} steps applied"),
    };
    output::print(global.output, &json!({"applied": applied}), text);
    Ok(OK)
}
