//! `courses import`

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use courses_domain::shared::{AccountId, Actor, Role};
use courses_handler_import::{ImportError, ImportReport, import_uiuc_csv};
use courses_port::IdSource;
use courses_usecase::catalogue::{ImportCourses, SweepSource};
use courses_usecase::{Request, WriteError};

use crate::adapter::SystemIds;
use crate::app::Store;
use crate::cli::{Global, ImportArgs, ImportCommand};
use crate::command::import_report::{as_json, as_text};
use crate::command::small_runtime;
use crate::config;
use crate::exit::{Failure, INPUT, INTERNAL, NEGATIVE, OK};
use crate::output::{self, Progress};

/// Imports and tells what became of each row.
pub(super) fn run(global: &Global, command: &ImportCommand) -> Result<u8, Failure> {
    let ImportCommand::UiucCsv(args) = command;
    let config = config::load(global)?.value;
    let input = open(&args.file).map_err(|err| Failure::new(INPUT, err))?;
    let report = small_runtime()?.block_on(async {
        let store = Store::open(&config.store, None).await?;
        if config.store.migrate_at_start {
            store.migrate().await?;
        }
        let import = ImportCourses::new(store.ports().for_use_cases());
        let sweep = SweepSource::new(store.ports().for_imports(), config.imports.vanish_after);
        let sweep = args.complete.then_some(&sweep);
        let outcome = import_file(input, &import, sweep, args).await;
        store.close().await;
        outcome
    })?;
    output::print(global.output, &as_json(&report), || as_text(&report));
    Ok(if args.strict && !report.rejections.is_empty() { NEGATIVE } else { OK })
}

async fn import_file(
    input: Box<dyn Read + Send>,
    import: &ImportCourses,
    sweep: Option<&SweepSource>,
    args: &ImportArgs,
) -> Result<ImportReport, Failure> {
    let owner = args.owner.map_or(AccountId::IMPORTER, AccountId::from);
    let request = Request {
        actor: Some(Actor::new(AccountId::IMPORTER, [Role::Admin])),
        id: SystemIds.new_id().to_string(),
        traceparent: None,
    };
    let mut progress = Progress::new(0, "courses imported");
    let report = import_uiuc_csv(input, import, &request, owner, sweep, &mut |at| {
        progress.at(at.done, at.total);
    })
    .await;
    progress.finish();
    report.map_err(failure)
}

/// A file that cannot be used is the user's to mend, a store that is away is not.
fn failure(err: ImportError) -> Failure {
    match err {
        ImportError::Write(WriteError::Store(err)) => err.into(),
        ImportError::Write(_) | ImportError::Interrupted(_) => Failure::new(INTERNAL, err),
        ImportError::Source(_) => Failure::new(INPUT, err),
    }
}

fn open(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin()));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Box::new(file))
}
