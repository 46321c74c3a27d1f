//! A school for one sequence on one store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use courses_domain::shared::{Actor, Role};
use courses_port::catalogue::CatalogueReader;
use courses_port::{Commit, IdSource, IdempotencyStore};
use courses_repository_cache::Options;
use courses_testkit::memory::{FakeAccess, FixedClock, MemoryStore};
use courses_usecase::{Ports, Request};
use jiff::SignedDuration;
use uuid::Uuid;

/// A source of the three ports of a store that use cases of the catalogue need.
pub(crate) struct Stored {
    pub(crate) name: &'static str,
    ports: Box<dyn Fn() -> StorePorts + Send + Sync>,
}

type StorePorts = (Arc<dyn CatalogueReader>, Arc<dyn Commit>, Arc<dyn IdempotencyStore>);

/// The stores that are compared with the model.
pub(crate) struct Stores {
    all: Vec<Stored>,
    /// Counts schools: each has words and ids of its own.
    opened: AtomicU64,
}

/// What the schools of one sequence share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Namespace(u64);

/// One school.
pub(crate) struct School {
    pub(crate) store: &'static str,
    pub(crate) ports: Ports,
    pub(crate) clock: Arc<FixedClock>,
}

impl Stored {
    /// One store for all schools.
    pub(crate) fn over<S>(name: &'static str, store: Arc<S>) -> Self
    where
        S: CatalogueReader + Commit + IdempotencyStore + 'static,
    {
        Self { name, ports: Box::new(move || (store.clone(), store.clone(), store.clone())) }
    }

    /// One store for all schools, behind a cache that forgets nothing by itself.
    pub(crate) fn cached<S>(name: &'static str, store: Arc<S>) -> Self
    where
        S: CatalogueReader + Commit + IdempotencyStore + 'static,
    {
        let options = Options { room: 64 << 20, ttl: Duration::from_hours(1), observer: None };
        let (reader, commit) =
            courses_repository_cache::over(store.clone(), store.clone(), &options);
        Self { name, ports: Box::new(move || (reader.clone(), commit.clone(), store.clone())) }
    }

    /// A store in memory for each school, behind a gate.
    pub(crate) fn new<C: Commit + 'static>(
        name: &'static str,
        gate: impl Fn(MemoryStore) -> Arc<C> + Send + Sync + 'static,
    ) -> Self {
        let ports = move || -> StorePorts {
            let store = MemoryStore::new();
            (Arc::new(store.clone()), gate(store.clone()), Arc::new(store))
        };
        Self { name, ports: Box::new(ports) }
    }
}

impl Stores {
    pub(crate) fn new(all: impl Into<Vec<Stored>>) -> Self {
        Self { all: all.into(), opened: AtomicU64::new(0) }
    }

    /// Schools that look the same from outside, the model first.
    pub(crate) fn open(&self) -> (Namespace, Vec<School>) {
        let space = Namespace(self.opened.fetch_add(1, Ordering::SeqCst));
        let model = Stored::new("the model", Arc::new);
        let schools = std::iter::once(&model).chain(&self.all);
        (space, schools.map(|stored| School::new(stored, space)).collect())
    }
}

impl School {
    fn new(stored: &Stored, space: Namespace) -> Self {
        let (catalogue, commit, idempotency) = (stored.ports)();
        let clock = Arc::new(FixedClock::default());
        // Stores tidy up by the time of day: it is always long before anything here expires.
        clock.advance(SignedDuration::from_hours(24 * 365 * 100));
        let ids = Arc::new(SpacedIds { space, made: AtomicU64::new(0) });
        let access = Arc::new(FakeAccess::default());
        let listed = catalogue.clone();
        let clock_port = clock.clone();
        let ports =
            Ports { catalogue, listed, access, commit, idempotency, clock: clock_port, ids };
        Self { store: stored.name, ports, clock }
    }
}

impl Namespace {
    /// A word that no other sequence says, and that does not begin like that of another.
    pub(crate) fn word(self) -> String {
        format!("w{:06}x", self.0)
    }

    /// An id of this sequence: the one made as `number`-th, from 1.
    pub(crate) fn id(self, number: u64) -> Uuid {
        let number = u128::from(self.0) << 24 | u128::from(number);
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
    }

    /// An id that comes after every id of this sequence.
    pub(crate) fn last_id(self) -> Uuid {
        self.id((1 << 24) - 1)
    }
}

/// Ids that are the same in every school of a sequence.
struct SpacedIds {
    space: Namespace,
    made: AtomicU64,
}

impl IdSource for SpacedIds {
    fn new_id(&self) -> Uuid {
        self.space.id(self.made.fetch_add(1, Ordering::SeqCst) + 1)
    }
}

/// Everybody who makes requests, with words for them.
pub(crate) const PEOPLE: [(&str, Option<(u128, Role)>); 6] = [
    ("somebody unknown", None),
    ("a student", Some((1, Role::Student))),
    ("a teacher", Some((2, Role::Teacher))),
    ("another teacher", Some((3, Role::Teacher))),
    ("a moderator", Some((4, Role::Moderator))),
    ("an admin", Some((5, Role::Admin))),
];

/// A request of the person at this place of [`PEOPLE`].
pub(crate) fn request_of(person: usize) -> Request {
    let (_, account) = PEOPLE[person];
    let actor = account.map(|(id, role)| Actor::new(Uuid::from_u128(id).into(), [role]));
    Request { actor, ..Request::default() }
}

/// A request of somebody who may do everything.
pub(crate) fn admin() -> Request {
    request_of(PEOPLE.len() - 1)
}
