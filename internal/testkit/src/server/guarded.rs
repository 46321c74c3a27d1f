//! A child process that cannot outlive its parent.
//!
//! Between the test and the server stands a small shell whose standard input is a pipe from
//! the test. When the pipe closes (the guard is dropped, the test panics, the whole process
//! is killed) the shell kills the server and removes the scratch folder. It runs in a process
//! group of its own, so that Ctrl-C does not end it before it has done that.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// How long a server may take to stop where it is.
const STOPPING: Duration = Duration::from_secs(10);

/// `$1` is the scratch folder, the rest is the server's command line.
///
/// `leave` ends the server and keeps the folder; any other line is the name of a signal for
/// the server. Several guards may share a folder, hence the repeated removal.
const SCRIPT: &str = r#"
scratch=$1; shift
"$@" </dev/null >/dev/null 2>&1 &
server=$!
echo "$server"
while read -r order; do
    case $order in
        leave) kill -s KILL "$server"; wait "$server"; exit 0 ;;
        *) kill -s "$order" "$server" ;;
    esac
done
kill -s KILL "$server"; wait "$server"
for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$scratch" && break; sleep 0.2; done
"#;

/// A running server with its guard. Dropping it kills the server and removes the folder.
#[derive(Debug)]
pub(super) struct GuardedProcess {
    guard: Child,
    server: u32,
}

impl GuardedProcess {
    /// Starts `program` with `arguments`; `scratch` is removed when it ends.
    pub(super) fn spawn(
        program: &Path,
        arguments: &[String],
        scratch: &Path,
    ) -> anyhow::Result<Self> {
        let mut guard = Command::new("sh")
            .args(["-c", SCRIPT, "guard"])
            .arg(scratch)
            .arg(program)
            .args(arguments)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("a shell cannot be started")?;
        let mut line = String::new();
        let output = guard.stdout.take().context("the guard has no output")?;
        BufReader::new(output).read_line(&mut line).context("the guard says nothing")?;
        let server = line.trim().parse().context("the guard did not tell the server's id")?;
        Ok(Self { guard, server })
    }

    /// Sends the server a signal by its name without `SIG`: `STOP`, `CONT`, `TERM`.
    pub(super) fn signal(&mut self, name: &str) -> anyhow::Result<()> {
        let orders = self.guard.stdin.as_mut().context("the guard is gone")?;
        writeln!(orders, "{name}").context("the guard does not listen")
    }

    /// Stops the server where it is, and returns once none of its threads does anything any more:
    /// the guard passes the signal on when it gets to it. Without `/proc` nobody can tell.
    pub(super) fn freeze(&mut self) -> anyhow::Result<()> {
        self.signal("STOP")?;
        let start = Instant::now();
        while !self.is_frozen() {
            ensure!(start.elapsed() < STOPPING, "the server does not stop where it is");
            sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    fn is_frozen(&self) -> bool {
        let Ok(threads) = fs::read_dir(format!("/proc/{}/task", self.server)) else { return true };
        threads.flatten().all(|thread| {
            // A thread that has gone in the meantime does nothing either.
            fs::read_to_string(thread.path().join("stat")).map_or(true, |stat| state(&stat) == 'T')
        })
    }

    /// Kills the server at once and keeps its files, as a crash would.
    pub(super) fn crash(mut self) -> anyhow::Result<()> {
        self.signal("leave")?;
        self.guard.wait().context("the guard does not end")?;
        Ok(())
    }

    /// Whether the server still runs. Where there is no `/proc` the answer is yes.
    pub(super) fn is_alive(&self) -> bool {
        if !Path::new("/proc/self").exists() {
            return true;
        }
        // The guard has not collected it, so a dead server is a zombie.
        fs::read_to_string(format!("/proc/{}/stat", self.server))
            .is_ok_and(|stat| state(&stat) != 'Z')
    }
}

/// The state in a line `pid (name) state …`; that of a zombie if there is none.
fn state(stat: &str) -> char {
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    rest.trim_start().chars().next().unwrap_or('Z')
}

impl Drop for GuardedProcess {
    fn drop(&mut self) {
        // Waiting closes the pipe first, which is what tells the guard to tidy up.
        drop(self.guard.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper(scratch: &Path) -> GuardedProcess {
        GuardedProcess::spawn(Path::new("sleep"), &["600".to_owned()], scratch).unwrap()
    }

    #[test]
    fn a_dropped_guard_leaves_neither_process_nor_files() {
        let scratch = tempfile::tempdir().unwrap();
        let process = sleeper(scratch.path());
        let stat = format!("/proc/{}/stat", process.server);
        assert!(process.is_alive());

        drop(process);

        assert!(!Path::new(&stat).exists());
        assert!(!scratch.path().exists());
    }

    #[test]
    fn a_crash_keeps_the_files() {
        let scratch = tempfile::tempdir().unwrap();

        sleeper(scratch.path()).crash().unwrap();

        assert!(scratch.path().exists());
    }

    #[test]
    fn a_server_that_ended_by_itself_is_noticed() {
        let scratch = tempfile::tempdir().unwrap();
        let process = GuardedProcess::spawn(Path::new("false"), &[], scratch.path()).unwrap();

        let mut patience = 500;
        while process.is_alive() && patience > 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            patience -= 1;
        }

        assert!(!process.is_alive());
    }
}
