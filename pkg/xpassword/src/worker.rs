//! The threads that hash. They run when nothing else wants to, and hold memory only while there
//! is work.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use argon2::password_hash::phc::Output;
use secrecy::{ExposeSecret, SecretSlice};
use tokio::sync::oneshot;

use crate::Error;
use crate::memory::Memory;
use crate::queue::{Next, Queue};
use crate::recipe::Recipe;

/// A thread without work gives its memory back after this long.
const PATIENCE: Duration = Duration::from_secs(10);

/// The lowest priority there is.
#[cfg(target_os = "linux")]
const NICEST: i32 = 19;

/// One password on its way.
pub(crate) struct Job {
    pub(crate) recipe: Recipe,
    pub(crate) password: SecretSlice<u8>,
    pub(crate) reply: oneshot::Sender<Result<Output, Error>>,
}

/// Starts a thread that works until the queue is closed and keeps at most `keep` blocks.
pub(crate) fn start(queue: Arc<Queue<Job>>, keep: usize) -> io::Result<()> {
    let work = move || {
        step_back();
        work(&queue, keep);
    };
    thread::Builder::new().name("password".to_owned()).spawn(work).map(drop)
}

fn work(queue: &Queue<Job>, keep: usize) {
    let mut memory = Memory::default();
    loop {
        let patience = (!memory.is_empty()).then_some(PATIENCE);
        match queue.next(patience) {
            Next::Work(Job { recipe, password, reply }) => {
                let result = memory.lend(recipe.blocks(), keep, |blocks| {
                    recipe.compute(password.expose_secret(), blocks)
                });
                queue.done(recipe.filled_kib());
                // Nobody may be there any more to be told.
                reply.send(result).ok();
            }
            Next::Rest => memory.release(),
            Next::Stop => return,
        }
    }
}

/// Lets every other thread of the machine go first. On Linux threads have priorities of their
/// own; elsewhere the word would be about the whole process, so nothing is said.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        let this = rustix::thread::gettid();
        if let Err(err) = rustix::process::setpriority_process(Some(this), NICEST) {
            tracing::debug!(error = %err, "threads that hash passwords keep their priority");
        }
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    fn priority() -> Option<i32> {
        rustix::process::getpriority_process(Some(rustix::thread::gettid())).ok()
    }

    #[test]
    fn a_thread_steps_back_and_no_other_with_it() {
        let before = priority();
        let stepped = thread::spawn(|| {
            step_back();
            priority()
        });

        assert_eq!(stepped.join().unwrap(), Some(NICEST));
        assert_eq!(priority(), before);
    }
}
