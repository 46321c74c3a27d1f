//! Real signals to a real process: this test program starts itself once more as the one to stop.

use std::{
    env, future,
    io::{BufRead, BufReader},
    process::{self, Child, ChildStderr, Command, ExitStatus, Stdio},
};

use tokio::{runtime::Runtime, time};
use xshutdown::{EXIT_CLEAN, EXIT_FORCED, Options, Shutdown};

use crate::story::seconds;

#[test]
fn one_signal_ends_a_program_in_good_order() {
    for signal in ["TERM", "INT"] {
        let mut program = Program::start("signal::program_that_drains");
        program.says("ready");
        program.send(signal);
        program.says("draining");
        assert_eq!(program.wait().code(), Some(i32::from(EXIT_CLEAN)), "{signal}");
    }
}

#[test]
fn a_second_signal_ends_a_program_at_once() {
    let mut program = Program::start("signal::program_that_hangs");
    program.says("ready");
    program.send("TERM");
    program.says("draining");
    program.send("TERM");
    assert_eq!(program.wait().code(), Some(i32::from(EXIT_FORCED)));
}

#[test]
#[ignore = "the program that the signal tests start"]
fn program_that_drains() {
    program(false);
}

#[test]
#[ignore = "the program that the signal tests start"]
fn program_that_hangs() {
    program(true);
}

/// Ends on a signal, with the exit code of the outcome.
fn program(hangs: bool) {
    let runtime = Runtime::new().expect("a runtime");
    let code = runtime.block_on(async {
        let limit = seconds(20);
        let options = Options { task_timeout: limit, deadline: limit, ..Options::default() };
        let shutdown = Shutdown::new(options);
        let (handle, token) = (shutdown.handle(), shutdown.handle().token());
        handle.spawn("work", async move {
            token.cancelled().await;
            eprintln!("draining");
            if hangs {
                future::pending::<()>().await;
            }
        });
        tokio::spawn(async move {
            time::sleep(limit).await;
            handle.trigger("nobody sent a signal");
        });
        // The first part listens for signals before the second one says so.
        let (outcome, ()) = tokio::join!(shutdown.run_until_signal(), async { eprintln!("ready") });
        outcome.expect("signals can be listened for").exit_code()
    });
    process::exit(i32::from(code));
}

/// This test program as another process; killed if a test fails before it ends.
struct Program {
    child: Child,
    words: BufReader<ChildStderr>,
}

impl Program {
    fn start(test: &str) -> Self {
        let mut child = Command::new(env::current_exe().expect("this program has a path"))
            .args(["--exact", test, "--ignored", "--nocapture"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("this program starts");
        let words = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
        Self { child, words }
    }

    /// Waits until the program says the word.
    fn says(&mut self, word: &str) {
        let mut line = String::new();
        while !line.contains(word) {
            line.clear();
            let length = self.words.read_line(&mut line).expect("words are text");
            assert_ne!(length, 0, "the program ended without saying `{word}`");
        }
    }

    fn send(&self, signal: &str) {
        // Every shell has `kill` inside; not every system has it as a program.
        let kill = format!("kill -{signal} {}", self.child.id());
        let status = Command::new("sh").args(["-c", &kill]).status().expect("a shell");
        assert!(status.success());
    }

    fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("the program ends")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Already over, unless a test failed half-way.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
