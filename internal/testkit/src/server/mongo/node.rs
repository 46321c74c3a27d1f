//! One `mongod` on a free loopback port.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context as _, bail, ensure};
use bson::{Document, doc};

use super::super::guarded::GuardedProcess;
use super::wire;

/// One member of a replica set; without a process while it is down.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) host: String,
    port: u16,
    program: PathBuf,
    root: PathBuf,
    process: Option<GuardedProcess>,
    paused: bool,
}

impl Node {
    /// A member that is not started yet. Its files live below `root`.
    pub(super) fn new(program: &Path, root: &Path, port: u16) -> Self {
        Self {
            host: format!("127.0.0.1:{port}"),
            port,
            program: program.to_owned(),
            root: root.to_owned(),
            process: None,
            paused: false,
        }
    }

    /// Starts the process; it does not answer yet.
    pub(super) fn spawn(&mut self) -> anyhow::Result<()> {
        let data = self.root.join(self.port.to_string());
        fs::create_dir_all(&data).with_context(|| format!("cannot create {}", data.display()))?;
        let process = GuardedProcess::spawn(&self.program, &self.arguments(&data), &self.root)?;
        self.process = Some(process);
        Ok(())
    }

    /// Whether it runs and is not paused.
    pub(super) const fn is_up(&self) -> bool {
        self.process.is_some() && !self.paused
    }

    /// What it says about itself: `hello`.
    pub(super) fn hello(&self) -> anyhow::Result<Document> {
        // A paused one would not answer, and not refuse either.
        ensure!(self.is_up(), "{} does not run", self.host);
        self.run("admin", doc! { "hello": 1 })
    }

    /// Runs one command on this member.
    pub(super) fn run(&self, database: &str, command: Document) -> anyhow::Result<Document> {
        wire::run(&self.host, database, command)
    }

    /// Kills it at once, as a crash would; its files stay.
    pub(super) fn crash(&mut self) -> anyhow::Result<()> {
        self.paused = false;
        self.process.take().map_or(Ok(()), GuardedProcess::crash)
    }

    /// Stops it without ending it, or lets it go on.
    pub(super) fn pause(&mut self, paused: bool) -> anyhow::Result<()> {
        let process = self.process.as_mut().context("the member is down")?;
        if paused {
            process.freeze()?;
        } else {
            process.signal("CONT")?;
        }
        self.paused = paused;
        Ok(())
    }

    /// Fails with the end of its log when it has ended by itself.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.process.as_ref().is_none_or(GuardedProcess::is_alive) {
            return Ok(());
        }
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        let end = lines[lines.len().saturating_sub(8)..].join("\n");
        bail!("{} ended while starting; the end of its log:\n{end}", self.program.display())
    }

    fn log(&self) -> PathBuf {
        self.root.join(format!("{}.log", self.port))
    }

    fn arguments(&self, data: &Path) -> Vec<String> {
        let port = self.port.to_string();
        let data = data.to_string_lossy();
        let log = self.log();
        let log = log.to_string_lossy();
        [
            ["--replSet", "rs0"],
            ["--bind_ip", "127.0.0.1"],
            ["--port", &port],
            ["--dbpath", &data],
            ["--logpath", &log],
            // The most it may take, not what it takes.
            ["--wiredTigerCacheSizeGB", "1"],
            ["--oplogSize", "128"],
            ["--setParameter", "enableTestCommands=1"],
            ["--setParameter", "diagnosticDataCollectionEnabled=false"],
            // All members share one machine, so more threads than this only take turns.
            ["--setParameter", "replWriterThreadCount=1"],
            // What members tell each other does not leave the machine.
            ["--networkMessageCompressors", "disabled"],
            // A client that was killed leaves its transaction behind, with the locks of it; for a
            // minute unless told.
            ["--setParameter", "transactionLifetimeLimitSeconds=10"],
        ]
        .concat()
        .into_iter()
        .chain(["--nounixsocket", "--logappend", "--quiet"])
        .map(str::to_owned)
        .collect()
    }
}

/// `count` ports that nobody listens on at this moment.
pub(super) fn free_ports(count: usize) -> anyhow::Result<Vec<u16>> {
    // All are held until all are known, so that none is given twice.
    let listeners =
        (0..count).map(|_| TcpListener::bind(("127.0.0.1", 0))).collect::<io::Result<Vec<_>>>();
    let listeners = listeners.context("no free port on the loopback address")?;
    let ports = listeners.iter().map(|listener| Ok(listener.local_addr()?.port()));
    ports.collect()
}
