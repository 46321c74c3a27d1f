//! The queue in front of the threads: bounded, first come first served, and left at once by
//! whoever goes away.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{Gate, Load};

/// Jobs that wait for a thread.
pub(crate) struct Queue<T> {
    gate: Gate,
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    waiting: VecDeque<(Ticket, T)>,
    next: u64,
    closed: bool,
    load: Load,
}

/// Names a job in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

/// What a thread should do next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next<T> {
    Work(T),
    /// There was nothing to do for a while.
    Rest,
    Stop,
}

impl<T> Queue<T> {
    pub(crate) fn new(gate: Gate) -> Self {
        let state =
            State { waiting: VecDeque::new(), next: 0, closed: false, load: Load::default() };
        Self { gate, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Puts the job at the end, unless that is too far away. Jobs that a thread is about to take
    /// do not count as waiting.
    pub(crate) fn enter(&self, job: T) -> Option<Ticket> {
        let mut state = self.lock();
        if state.waiting.len() + state.load.busy >= self.gate.permits + self.gate.places {
            state.load.refused += 1;
            return None;
        }
        let ticket = Ticket(state.next);
        state.next += 1;
        state.waiting.push_back((ticket, job));
        drop(state);
        self.changed.notify_one();
        Some(ticket)
    }

    /// Takes the job back, unless a thread has it already.
    pub(crate) fn leave(&self, ticket: Ticket) {
        let mut state = self.lock();
        if let Some(place) = state.waiting.iter().position(|(other, _)| *other == ticket) {
            let job = state.waiting.remove(place);
            state.load.skipped += 1;
            drop(state);
            drop(job);
        }
    }

    /// Waits for a job; with `patience`, no longer than that.
    pub(crate) fn next(&self, patience: Option<Duration>) -> Next<T> {
        let state = self.lock();
        let idle = |state: &mut State<T>| state.waiting.is_empty() && !state.closed;
        let mut state = match patience {
            None => self.changed.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner),
            Some(patience) => {
                let waited = self.changed.wait_timeout_while(state, patience, idle);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        if state.closed {
            return Next::Stop;
        }
        match state.waiting.pop_front() {
            Some((_, job)) => {
                state.load.busy += 1;
                Next::Work(job)
            }
            None => Next::Rest,
        }
    }

    /// A thread is done with its job, which filled this much memory.
    pub(crate) fn done(&self, filled_kib: u64) {
        let mut state = self.lock();
        state.load.busy -= 1;
        state.load.computed += 1;
        state.load.filled_kib += filled_kib;
    }

    /// Lets the threads go home; whoever waits is told so by the loss of his job.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        let jobs = std::mem::take(&mut state.waiting);
        drop(state);
        drop(jobs);
        self.changed.notify_all();
    }

    pub(crate) fn load(&self) -> Load {
        let state = self.lock();
        Load { waiting: state.waiting.len(), ..state.load }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;

    fn queue(permits: usize, places: usize) -> Queue<char> {
        Queue::new(Gate::new(NonZeroUsize::new(permits).unwrap()).places(places))
    }

    #[test]
    fn a_queue_takes_as_many_as_can_work_and_wait() {
        let queue = queue(1, 2);
        for job in ['a', 'b', 'c'] {
            assert!(queue.enter(job).is_some(), "{job}");
        }

        assert_eq!(queue.enter('d'), None);
        assert_eq!(queue.load(), Load { waiting: 3, refused: 1, ..Load::default() });
    }

    #[test]
    fn a_job_at_work_still_takes_its_permit() {
        let queue = queue(1, 1);
        queue.enter('a').unwrap();
        assert_eq!(queue.next(None), Next::Work('a'));
        queue.enter('b').unwrap();
        assert_eq!(queue.enter('c'), None);

        queue.done(7);
        assert!(queue.enter('c').is_some());
        let load = Load { waiting: 2, computed: 1, filled_kib: 7, refused: 1, ..Load::default() };
        assert_eq!(queue.load(), load);
    }

    #[test]
    fn whoever_came_first_is_served_first() {
        let queue = queue(1, 9);
        for job in ['a', 'b', 'c'] {
            queue.enter(job).unwrap();
        }

        assert_eq!(['a', 'b', 'c'].map(|_| queue.next(None)), ['a', 'b', 'c'].map(Next::Work));
    }

    #[test]
    fn whoever_leaves_frees_his_place() {
        let queue = queue(1, 1);
        let first = queue.enter('a').unwrap();
        queue.enter('b').unwrap();
        queue.leave(first);

        assert!(queue.enter('c').is_some());
        assert_eq!(queue.next(None), Next::Work('b'));
        assert_eq!(queue.load().skipped, 1);
    }

    #[test]
    fn leaving_after_the_turn_has_come_changes_nothing() {
        let queue = queue(1, 1);
        let ticket = queue.enter('a').unwrap();
        queue.next(None);
        queue.leave(ticket);

        assert_eq!(queue.load(), Load { busy: 1, ..Load::default() });
    }

    #[test]
    fn a_thread_rests_when_there_is_nothing_to_do_and_stops_at_the_end() {
        let queue = queue(1, 1);
        assert_eq!(queue.next(Some(Duration::from_millis(1))), Next::Rest);

        queue.enter('a').unwrap();
        queue.close();
        assert_eq!(queue.next(None), Next::Stop);
        assert_eq!(queue.load().waiting, 0);
    }
}
