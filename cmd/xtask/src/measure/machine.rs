//! The machine that measured, in words.

use std::fs;

/// Cores, memory and kernel; a figure without them says little.
pub(super) fn describe() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let (name, memory) = (model(&read("/proc/cpuinfo")), gibibytes(&read("/proc/meminfo")));
    let kernel = read("/proc/sys/kernel/osrelease");
    let kernel = kernel.trim().split('-').next().unwrap_or_default().to_owned();
    format!("{cores} cores of {name}, {memory} GiB of memory, Linux {kernel}")
}

/// The processor's name in `/proc/cpuinfo`.
fn model(text: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix("model name"));
    let name = line.map(|line| line.trim_start_matches([' ', '\t', ':']).trim());
    name.filter(|name| !name.is_empty()).unwrap_or("an unnamed processor").to_owned()
}

/// All memory in `/proc/meminfo`, rounded up.
fn gibibytes(text: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix("kB")).map(str::trim);
    let kibibytes: u64 = kibibytes.and_then(|count| count.parse().ok()).unwrap_or_default();
    kibibytes.div_ceil(1024 * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_describes_the_machine() {
        assert_eq!(model("vendor_id\t: X\nmodel name\t: Fast CPU\n"), "Fast CPU");
        assert_eq!(model("processor\t: 0\n"), "an unnamed processor");
        assert_eq!(gibibytes("MemTotal:       24684584 kB\nMemFree: 1 kB\n"), 24);
    }
}
