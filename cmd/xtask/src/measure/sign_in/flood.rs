//! Reading with and without a flood of passwords, in pairs.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use super::sign_in;
use crate::service::Running;

/// People who sign in at the same time, again and again.
const FLOOD: usize = 200;
const READERS: usize = 4;
const PAIRS: u32 = 5;
const SLICE: Duration = Duration::from_secs(4);
/// How long a flood takes to rise.
const RISE: Duration = Duration::from_secs(1);
/// Where the addresses of the flood begin.
const FIRST: usize = 1000;

/// The rates and their ratio as a table.
pub(super) fn measure(service: &Running) -> anyhow::Result<String> {
    let (mut calm, mut flooded) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        // Whoever comes first in a pair must not matter.
        let order = if pair % 2 == 0 { [false, true] } else { [true, false] };
        for flood in order {
            let rate = slice(service.api(), flood)?;
            if flood { flooded.push(rate) } else { calm.push(rate) }
        }
    }
    let mut ratios: Vec<f64> = calm.iter().zip(&flooded).map(|(calm, it)| it / calm).collect();
    ratios.sort_by(f64::total_cmp);
    let average = |rates: &[f64]| rates.iter().sum::<f64>() / f64::from(PAIRS);
    let memory = peak(service)?;
    Ok(format!(
        "| Listing courses, {READERS} connections, {PAIRS} pairs of {} s | Measured | Target |\n\
         |---|--:|--:|\n| alone | {:.0} requests/s | |\n\
         | beside {FLOOD} parallel sign-ins | {:.0} requests/s | |\n\
         | median of the ratios | {:.0} % | ≥ 90 % |\n\
         | most memory (`VmHWM`) | {memory} MiB | |",
        SLICE.as_secs(),
        average(&calm),
        average(&flooded),
        ratios[ratios.len() / 2] * 100.0,
    ))
}

/// Requests a second for a while.
fn slice(api: &str, flood: bool) -> anyhow::Result<f64> {
    let (over, reads) = (AtomicBool::new(false), AtomicU32::new(0));
    std::thread::scope(|scope| {
        let people = if flood { FLOOD } else { 0 };
        for number in 0..people {
            let over = &over;
            scope.spawn(move || guess(api, number, over));
        }
        std::thread::sleep(RISE);
        let begun = Instant::now();
        let readers: Vec<_> =
            (0..READERS).map(|_| scope.spawn(|| read(api, &over, &reads))).collect();
        std::thread::sleep(SLICE);
        let rate = f64::from(reads.load(Ordering::Relaxed)) / begun.elapsed().as_secs_f64();
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().map_err(|_| anyhow::anyhow!("a reader broke"))??;
        }
        Ok(rate)
    })
}

/// Tries passwords, and waits when told to.
fn guess(api: &str, number: usize, over: &AtomicBool) {
    let mut round = 0;
    while !over.load(Ordering::Relaxed) {
        let email = format!("flood{number}-{round}@example.org");
        round += 1;
        let answer = sign_in(api, &email, "not the password", FIRST + number);
        if answer.is_ok_and(|answer| answer.status != 401) {
            std::thread::sleep(Duration::from_secs(1));
        }
    }
}

/// Lists courses on one connection until it is over.
fn read(api: &str, over: &AtomicBool, reads: &AtomicU32) -> anyhow::Result<()> {
    let host = api.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).context("nobody listens")?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream.try_clone()?);
    let request = format!("GET /v1/courses?limit=20 HTTP/1.1\r\nHost: {host}\r\n\r\n");
    while !over.load(Ordering::Relaxed) {
        stream.write_all(request.as_bytes())?;
        let mut length = 0;
        let mut status = String::new();
        answers.read_line(&mut status)?;
        ensure!(status.starts_with("HTTP/1.1 200"), "a read was answered {status}");
        loop {
            let mut line = String::new();
            answers.read_line(&mut line)?;
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().context("a length that is no number")?;
            }
        }
        answers.by_ref().take(length).read_to_end(&mut Vec::new())?;
        reads.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// The most memory that the service has had, in MiB.
fn peak(service: &Running) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes / 1024)
}
