//! Child processes that end with this one, however it ends.
//!
//! A shell in a process group of its own runs the command and holds the reading end of a
//! pipe. When this process is gone (Ctrl-C, SIGTERM, even SIGKILL) the pipe closes and the
//! shell ends the whole group, so that no compiler and no test runs on alone.

use std::ffi::OsStr;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};

const SCRIPT: &str = r#"
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
( trap '' TERM; read -r _ <&3; kill -s TERM 0; sleep 5; kill -s KILL 0 ) >/dev/null 2>&1 &
watch=$!
wait "$child"; code=$?
kill -s KILL "$watch"
exit "$code"
"#;

/// The same for a service: when the pipe closes, only the command itself is told to stop, and
/// how it did that comes through. It prints the command's process id first.
const SERVICE: &str = r#"
exec 3<&0
sh -c 'echo "$$"; exec "$@"' service "$@" </dev/null 3<&- &
child=$!
(
    read -r _ <&3
    kill -s TERM "$child"
    tenths=0
    while [ "$tenths" -lt 450 ] && kill -s 0 "$child"; do sleep 0.1; tenths=$((tenths + 1)); done
    kill -s KILL "$child"
) >/dev/null 2>&1 &
watch=$!
wait "$child"; code=$?
kill -s KILL "$watch"
exit "$code"
"#;

/// A command to which arguments, variables and a folder can be added, for [`run`] or [`run_and_read`].
pub(crate) fn command(program: &OsStr) -> Command {
    script(SCRIPT, program)
}

/// The same for a program that runs until it is told to stop. Its standard input must be a
/// pipe; its output begins with a line that holds its process id.
pub(crate) fn service(program: &OsStr) -> Command {
    script(SERVICE, program)
}

fn script(script: &str, program: &OsStr) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script, "lifeline"]).arg(program).process_group(0);
    command
}

/// Runs a command made by [`command`] to its end.
pub(crate) fn run(command: &mut Command) -> io::Result<ExitStatus> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    hold(&mut child)
}

/// Runs a command made by [`command`] and shows each line it prints to `look` as well.
pub(crate) fn run_and_read(
    command: &mut Command,
    mut look: impl FnMut(&str),
) -> io::Result<ExitStatus> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        while output.read_until(b'\n', &mut line)? > 0 {
            io::stdout().write_all(&line)?;
            look(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    hold(&mut child)
}

/// Waits with the pipe open; `Child::wait` alone would close it first.
fn hold(child: &mut Child) -> io::Result<ExitStatus> {
    let lifeline = child.stdin.take();
    let status = child.wait();
    drop(lifeline);
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_comes_through() {
        let status = run(command("sh".as_ref()).args(["-c", "exit 7"])).unwrap();

        assert_eq!(status.code(), Some(7));
    }

    #[test]
    fn a_service_is_told_to_stop_when_the_pipe_closes() {
        let script = "trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done";
        let mut child = service("sh".as_ref())
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let id = lines.next().unwrap().unwrap();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        assert!(std::path::Path::new(&format!("/proc/{id}")).exists());

        drop(child.stdin.take());

        assert_eq!(child.wait().unwrap().code(), Some(3));
    }

    #[test]
    fn a_child_and_its_children_end_when_the_pipe_closes() {
        let mut child = command("sh".as_ref())
            .args(["-c", "sleep 600 & echo $!; wait"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();

        drop(child.stdin.take());
        child.wait().unwrap();

        let gone = || {
            std::fs::read_to_string(format!("/proc/{}/stat", line.trim()))
                .map_or(true, |stat| stat.contains(") Z "))
        };
        let mut patience = 500;
        while !gone() && patience > 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            patience -= 1;
        }
        assert!(gone());
    }
}
