//! From the start of the process to readiness on data that is there, and the memory it takes
//! to do nothing.

use std::time::Duration;

use anyhow::Context as _;

use super::figure::{Figure, median};
use crate::service::{Program, Running, Store};

const STARTS: usize = 5;
/// How long the service is left alone before its memory is looked at.
const IDLE: Duration = Duration::from_secs(3);
/// The most memory it should take then, in MiB.
const MEMORY: u64 = 60;

/// Starts the service a few times, and looks at the last one's memory.
pub(super) fn measure(program: &Program) -> anyhow::Result<Vec<Figure>> {
    let target = match program.store() {
        Store::Embedded => Duration::from_millis(500),
        Store::ReplicaSet { .. } => Duration::from_secs(1),
    };
    // The first one has the schema to make sure of.
    program.serve(false)?.stop()?;
    let mut times = Vec::new();
    let mut memory = Memory::default();
    for round in 1..=STARTS {
        let service = program.serve(false)?;
        times.push(service.ready_after());
        if round == STARTS {
            std::thread::sleep(IDLE);
            memory = Memory::of(&service)?;
        }
        service.stop()?;
    }
    let store = program.store();
    Ok(vec![
        Figure::time(store, "start to ready, median of 5", median(times), target),
        Figure::mebibytes(store, "memory when idle (RSS)", memory.now, Some(MEMORY)),
        Figure::mebibytes(store, "most memory until then (RSS)", memory.most, None),
    ])
}

/// Resident memory in bytes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Memory {
    now: u64,
    most: u64,
}

impl Memory {
    fn of(service: &Running) -> anyhow::Result<Self> {
        let path = format!("/proc/{}/status", service.id());
        let status = std::fs::read_to_string(&path).with_context(|| format!("no {path}"))?;
        Self::read(&status).with_context(|| format!("{path} tells no memory"))
    }

    /// Reads lines like `VmRSS:     40120 kB`.
    fn read(status: &str) -> Option<Self> {
        let bytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            let kibibytes = line.trim().strip_suffix(" kB")?;
            kibibytes.trim().parse::<u64>().ok().map(|count| count * 1024)
        };
        Some(Self { now: bytes("VmRSS:")?, most: bytes("VmHWM:")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_tells_the_memory() {
        let status = "Name:\tcourses\nVmHWM:\t   50000 kB\nVmRSS:\t   40120 kB\nThreads:\t4\n";

        let memory = Memory::read(status);

        assert_eq!(memory, Some(Memory { now: 40120 * 1024, most: 50000 * 1024 }));
        assert_eq!(Memory::read("Name:\tcourses\n"), None);
    }
}
