//! The listeners: the API for everybody, probes and metrics for operators.

use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use courses_handler_http::{ApiParts, ApiState, RateQuotas, Rates};
use courses_port::IdSource;
use courses_usecase::identity::{IdentityPorts, Revocations};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use xhttp::{Checks, Drained, Edge, EdgeLimits, EdgeOptions, GroupLimits, RateQuota, ServerLimits};
use xshutdown::Handle;

use crate::adapter::{Keys, SystemIds};
use crate::app::{Metrics, StorePorts};
use crate::config::{Config, HttpConfig, RateConfig};
use crate::exit::Failure;

/// What the codes of problems are written after.
const PROBLEM_TYPE_PREFIX: &str = "urn:courses:problem:";
/// How long the store may take to prove that it is there.
const STORE_CHECK: Duration = Duration::from_secs(2);

/// A start that is over sooner needs nobody to answer meanwhile.
const QUICK_START: Duration = Duration::from_millis(200);

/// What the API is served from.
pub(crate) struct Served<'a> {
    pub(crate) config: &'a Config,
    pub(crate) ports: &'a StorePorts,
    pub(crate) identity: &'a IdentityPorts,
    pub(crate) revocations: &'a Arc<Revocations>,
    pub(crate) keys: &'a Keys,
    pub(crate) metrics: &'a Metrics,
}

/// Sockets that are bound but not served yet.
pub(crate) struct Listeners {
    api: TcpListener,
    ops: TcpListener,
}

/// Somebody who answers in place of the service.
pub(crate) struct Meanwhile {
    end: Box<dyn FnOnce() + Send>,
    answering: JoinHandle<()>,
}

impl Meanwhile {
    /// Hands the sockets over, once every request is answered.
    pub(crate) async fn end(self) {
        (self.end)();
        drop(self.answering.await);
    }
}

/// Where the sockets ended up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bound {
    /// The API.
    pub(crate) api: SocketAddr,
    /// Probes and metrics.
    pub(crate) ops: SocketAddr,
}

impl Listeners {
    /// Binds both addresses.
    ///
    /// # Errors
    ///
    /// A failure that names the address that cannot be had.
    pub(crate) async fn bind(config: &HttpConfig) -> Result<Self, Failure> {
        Ok(Self {
            api: bind("http.listen", config.listen).await?,
            ops: bind("http.ops_listen", config.ops_listen).await?,
        })
    }

    /// Where they listen.
    pub(crate) fn bound(&self) -> Result<Bound, Failure> {
        Ok(Bound {
            api: self.api.local_addr().map_err(Failure::unavailable)?,
            ops: self.ops.local_addr().map_err(Failure::unavailable)?,
        })
    }

    /// Answers on both that the service is not ready, until the answer is told to end: for the
    /// time in which the store is away. Whoever comes in between is kept by the sockets.
    ///
    /// # Errors
    ///
    /// A failure if the sockets cannot be shared.
    pub(crate) fn answer_meanwhile(
        &self,
        config: &Config,
        metrics: &Metrics,
        shutdown: &Handle,
    ) -> Result<Meanwhile, Failure> {
        let (api, ops) = (shared(&self.api), shared(&self.ops));
        let (api, ops) = (api.map_err(Failure::unavailable)?, ops.map_err(Failure::unavailable)?);
        let answers = edge(config, metrics).apply(xhttp::waiting_router());
        let stop = shutdown.token().child_token();
        let end = stop.clone();
        let answering = tokio::spawn(async move {
            let quick = tokio::time::timeout(QUICK_START, stop.cancelled()).await;
            if quick.is_err() {
                let limits = ServerLimits::default();
                let api = xhttp::serve(api, answers.clone(), limits, stop.clone());
                let _ = tokio::join!(api, xhttp::serve(ops, answers, limits, stop));
            }
        });
        Ok(Meanwhile { end: Box::new(move || end.cancel()), answering })
    }

    /// Serves both until `shutdown` says stop. Probes are answered until the API has drained.
    /// Answers how the API drained, once it has.
    pub(crate) fn serve(self, served: &Served<'_>, shutdown: &Handle) -> JoinHandle<Drained> {
        let (config, metrics) = (served.config, served.metrics);
        let checks = checks(served.ports, shutdown);
        let routes = courses_handler_http::router(api_state(served, checks.clone()));
        let limits = request_limits(&config.http);
        let uploads = upload_limits(&config.http);
        let routes = limits.apply_unless(routes, move |request| {
            courses_handler_http::takes_upload(request)
                .map(|bytes| GroupLimits { body_bytes: bytes, ..uploads })
        });
        let api = edge(config, metrics).apply(routes);
        let limits = ServerLimits {
            max_connections: config.http.max_connections as usize,
            header_read_timeout: config.http.header_timeout.into(),
            drain_timeout: config.shutdown.task_timeout.into(),
            ..ServerLimits::default()
        };
        let token = shutdown.token();
        let listener = self.api;
        let drained = shutdown.spawn_critical("api listener", async move {
            let drained = xhttp::serve(listener, api, limits, token).await;
            tracing::info!(outcome = ?drained, "the api listener has drained");
            drained
        });
        let ops = xhttp::ops_router(checks, metrics.registry.clone(), PROBLEM_TYPE_PREFIX);
        let (listener, token) = (self.ops, shutdown.token());
        shutdown.spawn_critical("ops listener", async move {
            let drained = xhttp::serve(listener, ops, ServerLimits::default(), token).await;
            tracing::debug!(outcome = ?drained, "the ops listener has drained");
        });
        drained
    }
}

async fn bind(key: &str, address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("`{key}`: cannot listen on {address}; set another address"))
        .map_err(Failure::unavailable)
}

/// Another listener on the same socket.
fn shared(listener: &TcpListener) -> io::Result<TcpListener> {
    TcpListener::from_std(listener.as_fd().try_clone_to_owned()?.into())
}

fn checks(ports: &StorePorts, shutdown: &Handle) -> Checks {
    if xfault::sabotaged("blind-readiness") {
        return Checks::builder().build();
    }
    let readiness = shutdown.ready();
    let (health, events) = (ports.health.clone(), ports.events.clone());
    Checks::builder()
        .check("store", STORE_CHECK, move || {
            let health = health.clone();
            async move { health.check().await.map_err(Into::into) }
        })
        .check("outbox", STORE_CHECK, move || {
            let events = events.clone();
            async move { events.waiting().await.map(|_| ()).map_err(Into::into) }
        })
        .draining(move || readiness.is_draining())
        .build()
}

fn api_state(served: &Served<'_>, checks: Checks) -> ApiState {
    let Served { config, identity, revocations, keys, metrics, .. } = *served;
    ApiState::new(ApiParts {
        ports: identity.clone(),
        imports: served.ports.for_imports(),
        ring: keys.ring.clone(),
        revocations: revocations.clone(),
        issuer: config.auth.issuer.clone(),
        audience: config.auth.audience.clone(),
        cursors: keys.cursors.clone(),
        review: config.catalogue.review,
        rates: Rates::new(quotas(&config.http), &metrics.registry),
        checks,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

fn quotas(config: &HttpConfig) -> RateQuotas {
    let quota = |rate: RateConfig| RateQuota { per_minute: rate.per_minute, burst: rate.burst };
    let rates = &config.rate_limits;
    RateQuotas { read: quota(rates.read), write: quota(rates.write), sign_in: quota(rates.sign_in) }
}

fn request_limits(config: &HttpConfig) -> GroupLimits {
    GroupLimits {
        timeout: config.request_timeout.into(),
        body_bytes: config.max_body.as_usize(),
        body_deadline: config.body_timeout.into(),
    }
}

/// What a request with a file may cost; the contract says how large the file may be.
fn upload_limits(config: &HttpConfig) -> GroupLimits {
    let upload_timeout = config.upload_timeout.into();
    GroupLimits { timeout: upload_timeout, body_deadline: upload_timeout, ..request_limits(config) }
}

fn edge(config: &Config, metrics: &Metrics) -> Edge {
    let limits =
        EdgeLimits { max_in_flight: config.http.max_in_flight as usize, ..EdgeLimits::default() };
    let options = EdgeOptions {
        type_prefix: PROBLEM_TYPE_PREFIX.into(),
        development: config.development,
        compress: config.http.compress,
        trusted_proxies: config.http.trusted_networks(),
        limits,
        ..EdgeOptions::default()
    };
    Edge::new(options, metrics.http.clone(), || SystemIds.new_id().to_string())
}
