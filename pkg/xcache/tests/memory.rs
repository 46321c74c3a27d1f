//! Memory under many keys, of a process that does nothing else.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::sync::Arc;
use std::time::Duration;

use xcache::{Builder, Cache};

const KEYS: u64 = 1_000_000;
const ROOM_MIB: u64 = 16;
const VALUE_BYTES: usize = 1000;

/// Resident memory now and at most so far, in KiB.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let kib = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches("kB").trim().parse().unwrap()
    };
    (kib("VmRSS:"), kib("VmHWM:"))
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn memory_is_bounded_under_a_million_keys() {
    let (before, _) = memory();
    let cache: Cache<u64, Arc<[u8]>, ()> = Builder::new(ROOM_MIB << 20, Duration::from_hours(1))
        .weighed_by(|_, value: &Arc<[u8]>| value.len())
        .build();
    for key in 0..KEYS {
        let found = cache.get(&key, async || Ok(vec![1; VALUE_BYTES].into())).await;
        assert_eq!(found.unwrap().len(), VALUE_BYTES);
    }
    let (now, most) = memory();
    let (grown, most) = ((now - before) >> 10, (most - before) >> 10);
    println!(
        "{} entries in {} bytes, {grown} MiB, at most {most} MiB",
        cache.entries(),
        cache.bytes()
    );

    // A million values are 954 MiB.
    assert!(cache.bytes() <= ROOM_MIB << 20);
    assert!(most <= 2 * ROOM_MIB, "{most} MiB");
}
