//! The process itself, under the names every Prometheus dashboard knows. Read from `/proc`,
//! as the `prometheus` crate's own collector brings two more crates for it.

use std::fs;
use std::sync::{Mutex, PoisonError};

use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{Counter, Gauge};

/// Ticks per second of the times in `/proc`: part of Linux' interface on every platform that
/// Rust runs on, whatever the kernel uses inside.
const TICKS_PER_SECOND: f64 = 100.0;

/// Memory, CPU, threads and open files of this process.
#[derive(Debug)]
pub(crate) struct ProcessMetrics {
    cpu: Mutex<Counter>,
    resident: Gauge,
    virtual_memory: Gauge,
    threads: Gauge,
    open_files: Gauge,
    max_files: Gauge,
    started: Gauge,
    descriptions: Vec<Desc>,
}

impl ProcessMetrics {
    pub(crate) fn new() -> Self {
        let cpu = Counter::new("process_cpu_seconds_total", "CPU time of user and system.");
        let mut metrics = Self {
            cpu: Mutex::new(cpu.expect("the name is a literal")),
            resident: gauge("process_resident_memory_bytes", "Memory in RAM."),
            virtual_memory: gauge("process_virtual_memory_bytes", "Memory that is mapped."),
            threads: gauge("process_threads", "Threads of the operating system."),
            open_files: gauge("process_open_fds", "Open file descriptors."),
            max_files: gauge("process_max_fds", "File descriptors that may be open."),
            started: gauge("process_start_time_seconds", "Start, in Unix time."),
            descriptions: Vec::new(),
        };
        metrics.started.set(start_time().unwrap_or_default());
        metrics.descriptions = metrics.gauges().iter().flat_map(|g| g.desc()).cloned().collect();
        let cpu = metrics.cpu.lock().unwrap_or_else(PoisonError::into_inner);
        metrics.descriptions.extend(cpu.desc().into_iter().cloned());
        drop(cpu);
        metrics
    }

    fn gauges(&self) -> [&Gauge; 6] {
        [
            &self.resident,
            &self.virtual_memory,
            &self.threads,
            &self.open_files,
            &self.max_files,
            &self.started,
        ]
    }

    fn refresh(&self) {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let kibibytes = |key| number_after(&status, key).map(|kib| kib * 1024.0);
        let open = fs::read_dir("/proc/self/fd").map(Iterator::count).ok();
        for (gauge, value) in [
            (&self.resident, kibibytes("VmRSS:")),
            (&self.virtual_memory, kibibytes("VmSize:")),
            (&self.threads, number_after(&status, "Threads:")),
            (&self.max_files, number_after(&limits, "Max open files")),
            // Reading the folder holds one more open.
            (&self.open_files, open.map(|count| as_f64(count.saturating_sub(1)))),
        ] {
            if let Some(value) = value {
                gauge.set(value);
            }
        }
    }
}

impl Collector for ProcessMetrics {
    fn desc(&self) -> Vec<&Desc> {
        self.descriptions.iter().collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        self.refresh();
        let cpu = self.cpu.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seconds) = cpu_seconds() {
            cpu.inc_by((seconds - cpu.get()).max(0.0));
        }
        let mut families = cpu.collect();
        families.extend(self.gauges().iter().flat_map(|gauge| gauge.collect()));
        families
    }
}

fn gauge(name: &str, help: &str) -> Gauge {
    Gauge::new(name, help).expect("the name is a literal")
}

fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// The number that follows `key` at the beginning of a line.
fn number_after(text: &str, key: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A field of `/proc/self/stat`, numbered as in proc(5). The name of the program, field 2,
/// may contain anything, so counting begins after it.
fn stat_field(stat: &str, number: usize) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(number - 3)?.parse().ok()
}

fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    Some((stat_field(&stat, 14)? + stat_field(&stat, 15)?) / TICKS_PER_SECOND)
}

fn start_time() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let boot = number_after(&fs::read_to_string("/proc/stat").ok()?, "btime")?;
    Some(boot + stat_field(&stat, 22)? / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Registry;

    #[test]
    fn the_name_of_the_program_does_not_move_the_fields() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4 5 6 7 8 150 50 0 0 20 0 3 0 9000 1 2";

        assert_eq!(stat_field(stat, 14), Some(150.0));
        assert_eq!(stat_field(stat, 15), Some(50.0));
        assert_eq!(stat_field(stat, 22), Some(9000.0));
    }

    #[test]
    fn a_process_shows_its_memory_threads_and_files() {
        let text = Registry::new("courses").render().1;

        for name in [
            "process_resident_memory_bytes",
            "process_virtual_memory_bytes",
            "process_threads",
            "process_open_fds",
            "process_max_fds",
            "process_start_time_seconds",
        ] {
            let value = number_after(&text, name).unwrap_or_default();
            assert!(value > 0.0, "{name} is {value}");
        }
        assert!(text.contains("# TYPE process_cpu_seconds_total counter"), "{text}");
    }

    #[test]
    fn a_process_started_after_its_machine() {
        let boot = fs::read_to_string("/proc/stat").unwrap();
        let boot = number_after(&boot, "btime").unwrap();

        assert!(start_time().unwrap() >= boot);
    }
}
