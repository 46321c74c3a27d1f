//! `courses serve`: configuration, telemetry, store, listeners, ready; then until told to stop.

use std::time::Duration;

use courses_domain::shared::{AccountId, Role};
use serde_json::json;
use uuid::Uuid;
use xhttp::Drained;
use xshutdown::{EXIT_TIMED_OUT, Options, Shutdown};

use crate::adapter::{Keys, keys, mailer};
use crate::app::{self, Bound, JobsNeed, Listeners, Metrics, Served, Store};
use crate::cli::{Global, ServeArgs};
use crate::command::token;
use crate::config::{self, Config};
use crate::exit::{Failure, OK, USAGE};
use crate::output::{self, Format};

/// How long telemetry may take to flush at the end.
const FLUSH: Duration = Duration::from_secs(5);
/// How long the store may take to close.
const CLOSE: Duration = Duration::from_secs(10);
/// How long the token that `--demo` prints is valid, in seconds.
const DEMO_TOKEN_SECONDS: i64 = 12 * 3600;

/// Serves until told to stop; answers the exit code that tells how that went.
pub(super) fn run(global: &Global, args: &ServeArgs) -> Result<u8, Failure> {
    let config = config::load(global)?.value;
    let telemetry = xtelemetry::init(&app::telemetry_options(&config.telemetry))
        .map_err(|err| Failure::new(USAGE, err))?;
    let keys = keys(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::unavailable)?;
    let outcome = runtime.block_on(serve(&config, &keys, global.output, args.demo));
    runtime.shutdown_background();
    if let Err(err) = telemetry.shutdown(FLUSH) {
        eprintln!("courses: some traces were not sent: {err}");
    }
    outcome
}

async fn serve(config: &Config, keys: &Keys, format: Format, demo: bool) -> Result<u8, Failure> {
    let mut shutdown = Shutdown::new(Options {
        drain_delay: config.shutdown.drain_delay.into(),
        task_timeout: config.shutdown.task_timeout.into(),
        deadline: config.shutdown.deadline.into(),
    });
    let handle = shutdown.handle();
    let told_to_stop = shutdown.listen().map_err(Failure::unavailable)?;
    let listeners = Listeners::bind(&config.http).await?;
    let bound = listeners.bound()?;
    let metrics = Metrics::new();
    let meanwhile = listeners.answer_meanwhile(config, &metrics, &handle)?;
    let store = tokio::select! {
        opened = Store::wait_for(&config.store, metrics.store.clone()) => opened?,
        () = told_to_stop => {
            tracing::info!("told to stop while waiting for the store");
            return Ok(OK);
        }
    };
    if config.store.migrate_at_start {
        store.migrate().await?;
    }
    meanwhile.end().await;
    if demo {
        import_demo(&store).await?;
    }
    let ports = app::with_cache(store.ports(), config.cache, &metrics.cache);
    let identity = app::identity_ports(config, keys, &ports)?;
    let mailer = mailer(&config.mail)
        .map_err(|err| Failure::new(USAGE, anyhow::Error::new(err).context("`mail` is wrong")))?;
    let described = store.describe();
    handle.register("store", CLOSE, move || store.close());
    let revocations = app::know_revocations(&ports, &metrics, &handle).await?;
    app::follow_keys(keys, &handle);
    let need = JobsNeed { ports: &ports, identity: &identity, mailer, metrics: &metrics };
    app::start_jobs(config, &need, &handle);
    let served = Served {
        config,
        ports: &ports,
        identity: &identity,
        revocations: &revocations,
        keys,
        metrics: &metrics,
    };
    let drained = listeners.serve(&served, &handle);
    handle.ready().set_ready();
    let announced = async {
        let told = announce(config, keys, format, demo, bound, &described);
        told.inspect_err(|_| handle.trigger("the start failed"))
    };
    // Signals are listened for before anybody learns where to send them.
    let (outcome, told) = tokio::join!(shutdown.run_until_signal(), announced);
    told?;
    let code = handle.exit_code(&outcome.map_err(Failure::unavailable)?);
    // After a clean end every task is over, so this waits for nothing. Connections that had to be
    // cut did not end in time either.
    if code == OK && matches!(drained.await, Ok(Drained::Cut { .. })) {
        return Ok(EXIT_TIMED_OUT);
    }
    Ok(code)
}

async fn import_demo(store: &Store) -> Result<(), Failure> {
    let created = app::import_demo(store.ports().for_use_cases()).await?;
    tracing::info!(import.created = created, "the demo catalogue is there");
    Ok(())
}

/// Tells where to go: people in words, programs in one JSON line.
fn announce(
    config: &Config,
    keys: &Keys,
    format: Format,
    demo: bool,
    bound: Bound,
    store: &str,
) -> Result<(), Failure> {
    tracing::info!(http.listen = %bound.api, http.ops_listen = %bound.ops, store, "ready");
    let token = if demo {
        let account: Uuid = AccountId::IMPORTER.into();
        let roles = [Role::Teacher];
        Some(token::mint(&config.auth, keys, account, &roles, DEMO_TOKEN_SECONDS)?)
    } else {
        None
    };
    let (api, ops) = (format!("http://{}", bound.api), format!("http://{}", bound.ops));
    if format == Format::Json {
        println!("{}", json!({"ready": true, "api": api, "ops": ops, "token": token}));
        return Ok(());
    }
    let mut lines = vec![
        "Courses is ready.".to_owned(),
        format!("  API       {api}/v1/courses"),
        format!("  API page  {api}/docs"),
        format!("  Metrics   {ops}/metrics"),
        format!("  Store     {store}"),
    ];
    if let Some(token) = token {
        lines.push(format!("  Token     {token}"));
        lines.push("            (a teacher who owns the demo courses, valid for 12 hours)".into());
        lines.push(format!("  Try       curl '{api}/v1/courses?q=algebra'"));
    }
    output::print(format, &(), || lines.join("\n"));
    Ok(())
}
