//! A gate before the store: it counts what passes, turns commits away, and lets rivals go first.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use courses_domain::catalogue::{Course, CourseId};
use courses_port::catalogue::CatalogueReader as _;
use courses_port::{ChangeSet, Commit, CommitError, StoreError};
use courses_testkit::build::{Make, Save as _, course_write};
use courses_testkit::memory::MemoryStore;
use futures::future::BoxFuture;

type Act = Box<dyn FnOnce(&mut Course) + Send>;
type Scene = Box<dyn FnOnce() -> BoxFuture<'static, ()> + Send>;

/// Where the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Death {
    /// Right before this commit, counted from 0, is made.
    Before(usize),
    /// Right after it.
    After(usize),
}

/// Commits to a store in memory, after whatever was arranged.
pub(crate) struct Gate {
    store: MemoryStore,
    passed: AtomicUsize,
    death: Mutex<Option<Death>>,
    scenes: Mutex<VecDeque<Scene>>,
    refusals: Mutex<VecDeque<CommitError>>,
    rivals: Mutex<VecDeque<(CourseId, Act)>>,
}

impl Gate {
    pub(crate) fn new(store: MemoryStore) -> Self {
        let (refusals, rivals) = (Mutex::default(), Mutex::default());
        let (death, scenes) = (Mutex::default(), Mutex::default());
        Self { store, passed: AtomicUsize::new(0), death, scenes, refusals, rivals }
    }

    /// Dies at a commit: nothing is committed any more until [`Gate::revive`].
    pub(crate) fn die(&self, death: Death) {
        *self.death.lock().unwrap() = Some(death);
    }

    /// The process was started again.
    pub(crate) fn revive(&self) {
        *self.death.lock().unwrap() = None;
    }

    /// Right before the next commit all of this happens.
    pub(crate) fn meanwhile<F>(&self, scene: impl FnOnce() -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.scenes.lock().unwrap().push_back(Box::new(|| Box::pin(scene())));
    }

    /// Whether the process is dead before (`true`) or after this commit.
    fn dead(&self) -> Option<bool> {
        let mut death = self.death.lock().unwrap();
        match *death {
            Some(Death::Before(0)) => Some(true),
            Some(Death::After(0)) => {
                *death = Some(Death::Before(0));
                Some(false)
            }
            Some(Death::Before(more)) => {
                *death = Some(Death::Before(more - 1));
                None
            }
            Some(Death::After(more)) => {
                *death = Some(Death::After(more - 1));
                None
            }
            None => None,
        }
    }

    /// How many commits changed the store.
    pub(crate) fn passed(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }

    /// Turns the next commit away that nothing else was arranged for.
    pub(crate) fn refuse(&self, with: impl Into<CommitError>) {
        self.refusals.lock().unwrap().push_back(with.into());
    }

    /// Right before the next commit somebody else does `act` with the course.
    pub(crate) fn rival(&self, course: CourseId, act: impl FnOnce(&mut Course) + Send + 'static) {
        self.rivals.lock().unwrap().push_back((course, Box::new(act)));
    }
}

#[async_trait]
impl Commit for Gate {
    async fn commit(&self, set: ChangeSet) -> Result<(), CommitError> {
        assert!(!set.is_empty(), "nothing to do is not committed");
        let scene = self.scenes.lock().unwrap().pop_front();
        if let Some(scene) = scene {
            scene().await;
        }
        let rival = self.rivals.lock().unwrap().pop_front();
        if let Some((id, act)) = rival {
            let mut course = self.store.find_course(id).await.unwrap().unwrap();
            act(&mut course);
            let mut make = Make::new(77);
            let change = course_write(course, &mut make).save();
            self.store.commit(ChangeSet::new(set.now).with(change)).await.unwrap();
        }
        let refusal = self.refusals.lock().unwrap().pop_front();
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        // Others get a turn between what was read and what is written.
        tokio::task::yield_now().await;
        let dead = self.dead();
        if dead != Some(true) {
            self.store.commit(set).await?;
            self.passed.fetch_add(1, Ordering::SeqCst);
        }
        match dead {
            None => Ok(()),
            Some(_) => Err(StoreError::unavailable("the process is dead").into()),
        }
    }
}
