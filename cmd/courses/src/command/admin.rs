//! `courses admin`

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

use anyhow::{Context as _, anyhow};
use courses_domain::identity::{DisplayName, EmailAddress};
use courses_usecase::identity::{CreateAdmin, CreateAdminInput, IdentityError};
use courses_usecase::{Request, Taken, WriteError};
use serde_json::json;
use uuid::Uuid;

use crate::adapter::keys;
use crate::app::{Store, identity_ports};
use crate::cli::{AdminCommand, AdminCreateArgs, Global};
use crate::command::small_runtime;
use crate::config;
use crate::exit::{Failure, INTERNAL, NEGATIVE, OK, USAGE};
use crate::output;

/// Runs the command.
pub(super) fn run(global: &Global, command: &AdminCommand) -> Result<u8, Failure> {
    match command {
        AdminCommand::Create(args) => small_runtime()?.block_on(create(global, args)),
    }
}

async fn create(global: &Global, args: &AdminCreateArgs) -> Result<u8, Failure> {
    let config = config::load(global)?.value;
    let keys = keys(&config)?;
    let email = EmailAddress::parse(&args.email)
        .map_err(|err| Failure::new(USAGE, anyhow!("--email {err}")))?;
    let name = DisplayName::parse(&args.name)
        .map_err(|err| Failure::new(USAGE, anyhow!("--name {err}")))?;
    let typed = password(args.password_file.as_deref())?;
    let store = Store::open(&config.store, None).await?;
    if config.store.migrate_at_start {
        store.migrate().await?;
    }
    let ports = identity_ports(&config, &keys, store.ports())?;
    let password = ports
        .parse_password(&typed)
        .map_err(|err| Failure::new(USAGE, anyhow!("the password {err}")))?;
    let input = CreateAdminInput { email, name, password };
    let made = CreateAdmin::new(ports).execute(&Request::default(), input).await;
    store.close().await;
    let account = made.map_err(|err| match err {
        IdentityError::Write(WriteError::Taken(Taken::Email)) => Failure::new(
            NEGATIVE,
            anyhow!("the address has an account; an administrator can give it roles"),
        ),
        err => Failure::new(INTERNAL, err),
    })?;
    let id: Uuid = account.id.into();
    output::print(global.output, &json!({"account_id": id, "roles": ["admin"]}), || {
        format!("The administrator is account {id}. Sign in with POST /v1/auth/sign-in.")
    });
    Ok(OK)
}

/// From a file, or from standard input: typed by a person, or piped.
fn password(file: Option<&Path>) -> Result<String, Failure> {
    let text = if let Some(file) = file {
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
    } else {
        if std::io::stdin().is_terminal() {
            eprint!("Password (it is shown while you type; use --password-file to avoid that): ");
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("no password came in").map(|_| line)
    };
    let text = text.map_err(|err| Failure::new(USAGE, err))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
