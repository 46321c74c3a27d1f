//! A public and an ops listener: `cargo run -p xhttp --example hello`, then Ctrl-C.

use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use http::request::Parts;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use xerror::Problem;
use xhttp::{
    Checks, ClientAddress, Edge, EdgeOptions, GroupLimits, RateKey, RateLimits, RateQuota,
    ServerLimits, ops_router, problem_response, serve,
};
use xtelemetry::{HttpMetrics, Options, Registry};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let _telemetry = xtelemetry::init(&Options::new("hello", "0.1.0"))?;
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    let registry = Registry::new("hello");
    let checks = Checks::builder()
        .check("always", Duration::from_secs(1), async || Ok(()))
        .draining(move || stopping.is_cancelled())
        .build();

    let routes = Router::new()
        .route("/hello", get(async || "hello\n"))
        .route("/secret", get(async || problem_response(Problem::not_found())));
    let mut classes = RateLimits::builder();
    let any = classes.class("any", RateQuota { per_minute: 60, burst: 5 });
    let rates = classes.build(&registry);
    let keyer = move |request: &Parts| {
        let address = ClientAddress::of(&request.extensions)?;
        Some((any, RateKey::address(address.ip())))
    };
    let counter = AtomicU64::new(0);
    let new_id = move || format!("hello-{:08}", counter.fetch_add(1, Ordering::Relaxed));
    let edge = Edge::new(EdgeOptions::default(), HttpMetrics::new(&registry), new_id);
    let app = edge.apply(rates.apply(GroupLimits::default().apply(routes), keyer));

    let public = TcpListener::bind("127.0.0.1:0").await?;
    let ops = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/hello", public.local_addr()?);
    println!("http://{}/readyz", ops.local_addr()?);
    let limits = ServerLimits::default();
    let ops_app = ops_router(checks, registry, "urn:problem:");
    let public = tokio::spawn(serve(public, app, limits, stop.clone()));
    let ops = tokio::spawn(serve(ops, ops_app, limits, stop.clone()));

    tokio::signal::ctrl_c().await?;
    stop.cancel();
    println!("public: {:?}, ops: {:?}", public.await?, ops.await?);
    Ok(())
}
