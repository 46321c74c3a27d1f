//! What it costs to find something that is remembered, and what a cache adds to a look-up.
//! `cargo bench -p xcache`.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use criterion::Criterion;
use futures::FutureExt as _;
use xcache::{Builder, Cache};

/// Entries that are remembered, all asked for in turn.
const ENTRIES: u128 = 10_000;

type Things = Cache<u128, Arc<[u8]>, ()>;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let value: Arc<[u8]> = vec![1; 1000].into();
    let builder = || {
        Builder::new(64 << 20, Duration::from_hours(1))
            .weighed_by(|_, value: &Arc<[u8]>| value.len())
    };
    let ask = |cache: &Things, key| {
        let value = value.clone();
        cache.get(black_box(&key), async || Ok(value)).now_or_never()
    };

    let nanos = AtomicU64::new(0);
    let observed = builder().observed_by(move |answered| {
        let took = u64::try_from(answered.took.as_nanos()).unwrap_or(u64::MAX);
        nanos.fetch_add(took, Ordering::Relaxed);
    });
    for (name, cache) in [("hit", builder().build()), ("hit, observed", observed.build())] {
        (0..ENTRIES).for_each(|key| drop(ask(&cache, key)));
        let mut keys = (0..ENTRIES).cycle();
        criterion.bench_function(name, |bench| {
            bench.iter(|| keys.next().map(|key| ask(&cache, key)));
        });
    }

    // Each key is new, so something makes room each time once the cache is full.
    let cache = builder().build();
    let mut keys = 0..;
    criterion.bench_function("miss", |bench| {
        bench.iter(|| keys.next().map(|key| ask(&cache, key)));
    });
    criterion.final_summary();
}
