//! A private replica set that a test may hurt.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use bson::{Bson, Document, doc};

use super::super::skip::skip;
use super::binary;
use super::node::{Node, free_ports};

/// How long anything may take; a busy machine with two cores needs a part of it.
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(50);

/// Running `mongod` processes that form one replica set, ended and removed when dropped.
///
/// Elections take two to three seconds. Test commands are on, so `configureFailPoint` works.
#[derive(Debug)]
pub struct ReplicaSet {
    nodes: Vec<Node>,
}

impl ReplicaSet {
    /// How long members wait for a sign of the primary before they elect another one.
    pub const ELECTION_TIMEOUT: Duration = Duration::from_secs(2);

    /// Starts `members` servers on free ports and waits until one of them takes writes.
    ///
    /// # Errors
    ///
    /// When there is no `mongod` on this machine, or it does not come up.
    pub fn start(members: usize) -> anyhow::Result<Self> {
        let program = binary::find().context(
            "there is no mongod: run `cargo xtask tools`, or set MONGOD to the path of one",
        )?;
        // Between finding a free port and using it, somebody else may take it.
        for _ in 0..2 {
            match Self::start_once(&program, members) {
                Err(err) if format!("{err:#}").contains("Address already in use") => {}
                result => return result,
            }
        }
        Self::start_once(&program, members)
    }

    /// [`start`](Self::start) for a test: nothing when there is no `mongod` on this machine, and
    /// then the test returns.
    ///
    /// # Panics
    ///
    /// When there is no `mongod` and `CI=true`, or when it does not come up.
    #[must_use]
    pub fn for_test(members: usize) -> Option<Self> {
        if binary::find().is_none() {
            skip("no MongoDB: run `cargo xtask tools`, or set TEST_MONGODB_URI or MONGOD");
            return None;
        }
        match Self::start(members) {
            Ok(set) => Some(set),
            Err(err) => panic!("the replica set for a test does not start: {err:#}"),
        }
    }

    fn start_once(program: &Path, members: usize) -> anyhow::Result<Self> {
        let scratch = tempfile::Builder::new().prefix("courses-mongo-").tempdir()?;
        let nodes =
            free_ports(members)?.into_iter().map(|port| Node::new(program, scratch.path(), port));
        let mut set = Self { nodes: nodes.collect() };
        for node in &mut set.nodes {
            node.spawn()?;
        }
        // From here on the guards of the processes remove the folder.
        drop(scratch.keep());
        set.wait_for("an answer from every member", |set| {
            set.nodes.iter().all(|node| node.hello().is_ok()).then_some(())
        })?;
        set.initiate()?;
        set.settle()?;
        Ok(set)
    }

    fn initiate(&self) -> anyhow::Result<()> {
        let members = (0_i32..).zip(&self.nodes);
        let members: Vec<Bson> =
            members.map(|(id, node)| doc! { "_id": id, "host": &node.host }.into()).collect();
        let election = i64::try_from(Self::ELECTION_TIMEOUT.as_millis())?;
        let settings = doc! {
            "electionTimeoutMillis": election,
            "heartbeatIntervalMillis": 500,
            // A new primary asks nobody for what it has missed: what no majority has is gone.
            "catchUpTimeoutMillis": 0,
        };
        let config = doc! { "_id": "rs0", "members": members, "settings": settings };
        let first = self.nodes.first().context("a replica set has at least one member")?;
        first.run("admin", doc! { "replSetInitiate": config })?;
        Ok(())
    }

    /// The address of the whole set, as a driver wants it.
    #[must_use]
    pub fn uri(&self) -> String {
        let hosts: Vec<_> = self.nodes.iter().map(|node| node.host.as_str()).collect();
        format!("mongodb://{}/?replicaSet=rs0", hosts.join(","))
    }

    /// How many members it has, running or not.
    #[must_use]
    pub fn members(&self) -> usize {
        self.nodes.len()
    }

    /// The index of the member that takes writes; waits for an election if there is none.
    ///
    /// # Errors
    ///
    /// When no member is elected in good time.
    pub fn primary(&self) -> anyhow::Result<usize> {
        self.wait_for("a primary", Self::find_primary)
    }

    /// Waits until one of the members that run takes writes and all of them have what it has: one
    /// that was just started may still have to take back what only it had.
    ///
    /// # Errors
    ///
    /// When that does not happen in good time.
    pub fn settle(&self) -> anyhow::Result<()> {
        self.wait_for("a primary and its secondaries", |set| {
            let settled = set.nodes.iter().filter(|node| node.is_up()).all(|node| {
                node.hello().is_ok_and(|hello| {
                    is_true(&hello, "isWritablePrimary") || is_true(&hello, "secondary")
                })
            });
            (settled && set.is_everywhere()).then_some(())
        })
    }

    /// Whether a note that the primary takes now reaches every member that runs.
    fn is_everywhere(&self) -> bool {
        let up = self.nodes.iter().filter(|node| node.is_up()).count();
        let Ok(up) = i32::try_from(up) else { return false };
        let everybody = doc! { "w": up, "wtimeout": 5_000 };
        let note =
            doc! { "appendOplogNote": 1, "data": { "is": "here" }, "writeConcern": everybody };
        self.find_primary()
            .and_then(|primary| self.run(primary, note).ok())
            .is_some_and(|answer| !answer.contains_key("writeConcernError"))
    }

    /// Kills a member at once, as a crash would. Its files stay for [`restart`](Self::restart).
    ///
    /// # Errors
    ///
    /// When there is no such member or its guard does not obey.
    pub fn kill(&mut self, member: usize) -> anyhow::Result<()> {
        self.node(member)?.crash()
    }

    /// Starts a killed member again and waits until it answers.
    ///
    /// # Errors
    ///
    /// When there is no such member or it does not come up.
    pub fn restart(&mut self, member: usize) -> anyhow::Result<()> {
        self.node(member)?.spawn()?;
        self.wait_for("the restarted member", |set| set.nodes[member].hello().ok().map(drop))
    }

    /// Stops a member without ending it: it keeps its connections and says nothing.
    ///
    /// # Errors
    ///
    /// When there is no such member or it is down.
    pub fn pause(&mut self, member: usize) -> anyhow::Result<()> {
        self.node(member)?.pause(true)
    }

    /// Lets a paused member go on.
    ///
    /// # Errors
    ///
    /// When there is no such member or it is down.
    pub fn resume(&mut self, member: usize) -> anyhow::Result<()> {
        self.node(member)?.pause(false)
    }

    /// Makes the primary give up its role, and returns the index of the next one.
    ///
    /// # Errors
    ///
    /// When the primary refuses (a set of one member does) or no other is elected.
    pub fn step_down(&self) -> anyhow::Result<usize> {
        let old = self.primary()?;
        let order = doc! { "replSetStepDown": 30, "secondaryCatchUpPeriodSecs": 10 };
        self.run(old, order)?;
        self.wait_for("another primary", |set| set.find_primary().filter(|new| *new != old))
    }

    /// Makes the primary give up its role at once, whoever has its last writes or not.
    ///
    /// # Errors
    ///
    /// When the primary refuses.
    pub fn force_step_down(&self) -> anyhow::Result<()> {
        let order = doc! { "replSetStepDown": 10, "secondaryCatchUpPeriodSecs": 0, "force": true };
        self.run(self.primary()?, order).map(drop)
    }

    /// Keeps writes from reaching the secondaries, until [`release`](Self::release).
    ///
    /// # Errors
    ///
    /// When there is no primary or a secondary refuses.
    pub fn hold_replication(&self) -> anyhow::Result<()> {
        let primary = self.primary()?;
        let secondaries = (0..self.members()).filter(|it| *it != primary);
        self.fail_point("stopReplProducer", "alwaysOn", secondaries)
    }

    /// Lets writes reach everybody again who runs.
    ///
    /// # Errors
    ///
    /// When a member refuses.
    pub fn release(&self) -> anyhow::Result<()> {
        self.fail_point("stopReplProducer", "off", 0..self.members())
    }

    fn fail_point(
        &self,
        name: &str,
        mode: &str,
        members: impl Iterator<Item = usize>,
    ) -> anyhow::Result<()> {
        for member in members.filter(|it| self.nodes[*it].is_up()) {
            self.run(member, doc! { "configureFailPoint": name, "mode": mode })?;
        }
        Ok(())
    }

    /// Runs a command against the `admin` database of a member, for example
    /// `configureFailPoint`.
    ///
    /// # Errors
    ///
    /// When there is no such member, it does not answer or it refuses.
    pub fn run(&self, member: usize, command: Document) -> anyhow::Result<Document> {
        self.nodes.get(member).context("there is no such member")?.run("admin", command)
    }

    fn node(&mut self, member: usize) -> anyhow::Result<&mut Node> {
        self.nodes.get_mut(member).context("there is no such member")
    }

    fn find_primary(&self) -> Option<usize> {
        self.nodes
            .iter()
            .position(|node| node.hello().is_ok_and(|hello| is_true(&hello, "isWritablePrimary")))
    }

    fn wait_for<T>(&self, what: &str, attempt: impl Fn(&Self) -> Option<T>) -> anyhow::Result<T> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(found) = attempt(self) {
                return Ok(found);
            }
            self.nodes.iter().try_for_each(Node::check)?;
            thread::sleep(PAUSE);
        }
        bail!("waited {} s for {what}", PATIENCE.as_secs())
    }
}

fn is_true(document: &Document, field: &str) -> bool {
    document.get_bool(field).unwrap_or(false)
}
