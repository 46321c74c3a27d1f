//! One find for everybody who reads a published course at the same moment.
//!
//! A round trip costs this process more than everything else that a read of one document does. So
//! reads that begin while finds are under way wait, and share the next one. A read never joins a
//! find that was sent before the read began: what it gets is what a find of its own could have got.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bson::RawDocumentBuf;
use courses_domain::catalogue::{CourseId, PublishedCourse};
use courses_port::StoreError;
use mongodb::error::Error;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::{Instrument as _, Span};

use crate::MongoStore;
use crate::convert::to_binary;
use crate::document::PublishedCourseDocument;
use crate::error::{Late, from_driver};
use crate::fetch::decode_in;
use crate::query;
use crate::schema::COURSES;

/// How many finds may be under way at once. With more of them fewer reads share each.
const LANES: usize = 2;

/// How many documents a find asks for at most.
const LARGEST: usize = 64;

/// Reads that wait, and the finds under way. As many wait as requests are let in.
#[derive(Debug, Default)]
pub(crate) struct SharedFinds(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    waiting: Vec<Ask>,
    under_way: usize,
}

/// A read that waits.
#[derive(Debug)]
struct Ask {
    id: bson::Uuid,
    /// The find belongs to the trace of the read that has waited longest.
    span: Span,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<Option<Arc<RawDocumentBuf>>, Failed>;

/// Why a find answered nobody.
#[derive(Debug, Clone)]
enum Failed {
    Driver(Error),
    Late,
}

impl SharedFinds {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can leave it half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a read wait. `true` if a lane was free: it is the caller's, who has to [`Lane::run`] it.
    fn wait(&self, ask: Ask) -> bool {
        let mut state = self.state();
        state.waiting.push(ask);
        let free = state.under_way < LANES;
        state.under_way += usize::from(free);
        free
    }
}

/// The right to have one find under way; given back when dropped.
struct Lane {
    store: MongoStore,
    given_back: bool,
}

impl Lane {
    /// Finds until nobody waits.
    async fn run(mut self) {
        while let Some(asks) = self.next() {
            let ids: Vec<_> = asks.iter().map(|ask| ask.id).collect();
            let span = asks.first().map_or_else(Span::none, |ask| ask.span.clone());
            let found = self.find(&ids).instrument(span).await;
            for Ask { id, answer, .. } in asks {
                let of_this = |found: &HashMap<_, _>| found.get(&id).cloned();
                // Whoever has gone away wants no answer.
                let _ = answer.send(found.as_ref().map(of_this).map_err(Clone::clone));
            }
        }
    }

    /// Those who have waited longest; gives the lane back if nobody does.
    fn next(&mut self) -> Option<Vec<Ask>> {
        let mut state = self.store.shared_finds().state();
        state.waiting.retain(|ask| !ask.answer.is_closed());
        if state.waiting.is_empty() {
            state.under_way -= 1;
            self.given_back = true;
            return None;
        }
        let count = state.waiting.len().min(LARGEST);
        Some(state.waiting.drain(..count).collect())
    }

    async fn find(
        &self,
        ids: &[bson::Uuid],
    ) -> Result<HashMap<bson::Uuid, Arc<RawDocumentBuf>>, Failed> {
        let find = self.store.run(query::published_by_ids(ids));
        let documents = timeout(self.store.options().read_deadline, find).await;
        let documents = documents.map_err(|_| Failed::Late)?.map_err(Failed::Driver)?;
        Ok(documents.into_iter().filter_map(by_id).collect())
    }
}

fn by_id(document: RawDocumentBuf) -> Option<(bson::Uuid, Arc<RawDocumentBuf>)> {
    let id = document.get_binary("_id").ok()?;
    let id = bson::Uuid::from_bytes(id.bytes.try_into().ok()?);
    Some((id, Arc::new(document)))
}

impl Drop for Lane {
    fn drop(&mut self) {
        if !self.given_back {
            self.store.shared_finds().state().under_way -= 1;
        }
    }
}

impl MongoStore {
    /// The published copy of a course, found together with those that others ask for.
    pub(crate) async fn fetch_published(
        &self,
        id: CourseId,
    ) -> Result<Option<PublishedCourse>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let ask = Ask { id: to_binary(id), span: Span::current(), answer };
        if self.shared_finds().wait(ask) {
            tokio::spawn(Lane { store: self.clone(), given_back: false }.run());
        }
        let answered = timeout(self.options().read_deadline, answered).await;
        let answered = answered.map_err(|_| self.late(Late))?.map_err(StoreError::broken)?;
        let found = answered.map_err(|failed| match failed {
            Failed::Driver(error) => from_driver(error),
            Failed::Late => self.late(Late),
        })?;
        let Some(found) = found else { return Ok(None) };
        decode_in::<PublishedCourseDocument>(COURSES, &found)
    }
}
