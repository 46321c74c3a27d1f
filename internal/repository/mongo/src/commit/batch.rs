//! A set as one transaction.
//!
//! Changes come before inserts, so that a key that one change gives up can be taken by another;
//! the idempotency record comes first, because that it exists says more than any other conflict.

use std::time::Instant;

use bson::{doc, rawdoc};
use courses_domain::{Aggregate, AggregateKind};
use courses_port::{CommitError, Conflict, IdempotencyWrite, StoreError};
use futures::FutureExt as _;
use mongodb::ClientSession;
use xmongo::{Failure, TransactionError, classify, with_transaction};

use super::plan::{OfferPlan, Plan};
use super::save::Save;
use super::{conflict, identity, import, lessons, revisions};
use crate::MongoStore;
use crate::convert::{to_date, to_long};
use crate::document::{AnswerDocument, encode, scope_id};
use crate::error::from_driver;
use crate::query;
use crate::schema::{COURSES, IDEMPOTENCY, collection_of};
use crate::statements::{self, Statement, Stopped, Verb};

/// Why the body of the transaction refuses.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Something stands against the set.
    Conflict(Conflict),
    /// Some aggregate of this kind was changed meanwhile.
    Stale(AggregateKind),
    /// A statement failed in another way.
    Store(StoreError),
}

pub(super) type Body<T> = Result<T, TransactionError<Refusal>>;

/// A set on its way into the store.
pub(super) struct Batch<'a> {
    pub(super) store: &'a MongoStore,
    pub(super) plan: &'a Plan<'a>,
}

pub(super) async fn apply(
    store: &MongoStore,
    plan: &Plan<'_>,
    deadline: Instant,
) -> Result<(), CommitError> {
    let batch = Batch { store, plan };
    let monitor = store.monitor();
    let done = with_transaction(store.client(), monitor, deadline, &batch, |session, batch| {
        batch.run(session).boxed()
    });
    match done.await {
        Ok(()) => Ok(()),
        Err(TransactionError::Refused(Refusal::Conflict(conflict))) => Err(conflict.into()),
        Err(TransactionError::Refused(Refusal::Stale(kind))) => Err(batch.find_stale(kind).await?),
        Err(TransactionError::Refused(Refusal::Store(error))) => Err(error.into()),
        Err(TransactionError::Failed(error)) => Err(from_driver(error).into()),
        Err(TransactionError::TimedOut(error)) => Err(store.late(error).into()),
    }
}

impl Batch<'_> {
    async fn run(&self, session: &mut ClientSession) -> Body<()> {
        if let Some(write) = self.plan.idempotency {
            self.remember(session, write).await?;
            xfault::point("commit.remembered");
        }
        for kind in AggregateKind::ALL {
            self.change(session, kind).await?;
        }
        for kind in AggregateKind::ALL {
            self.insert(session, kind).await?;
        }
        xfault::point("commit.saved");
        lessons::apply(self, session).await?;
        revisions::keep(self, session).await?;
        let offers = self.plan.offers.iter().map(OfferPlan::statement);
        self.statements(session, Verb::Update, COURSES, offers, &[]).await?;
        identity::apply(self, session).await?;
        import::apply(self, session).await?;
        xfault::point("commit.ready");
        Ok(())
    }

    /// Replaces an expired record or inserts the first one; a live one refuses by its id.
    async fn remember(&self, session: &mut ClientSession, write: &IdempotencyWrite) -> Body<()> {
        let answers = self.store.collection(IDEMPOTENCY);
        let expired = doc! {
            "_id": scope_id(&write.scope),
            "expires_at": { "$lte": to_date(self.plan.now) },
        };
        let answer = encode(&AnswerDocument::from(write));
        let replace = answers.replace_one(expired, answer).upsert(true).session(session);
        let replaced = self.store.send("update", IDEMPOTENCY, replace).await;
        replaced.map(drop).map_err(|error| match classify(&error) {
            Failure::DuplicateKey { .. } => taken(Conflict::IdempotencyKeyTaken),
            _ => TransactionError::Failed(error),
        })
    }

    /// Applies the changes of stored aggregates of one kind.
    async fn change(&self, session: &mut ClientSession, kind: AggregateKind) -> Body<()> {
        let saves = self.saves(kind, false);
        let updates = saves.iter().map(|save| rawdoc! { "q": save.filter(), "u": save.update() });
        let aggregates: Vec<Aggregate> = saves.iter().map(|save| save.aggregate).collect();
        let collection = collection_of(kind);
        let matched =
            self.statements(session, Verb::Update, collection, updates, &aggregates).await?;
        if matched < saves.len() as u64 {
            return Err(TransactionError::Refused(Refusal::Stale(kind)));
        }
        Ok(())
    }

    /// Inserts the new aggregates of one kind.
    async fn insert(&self, session: &mut ClientSession, kind: AggregateKind) -> Body<()> {
        let saves = self.saves(kind, true);
        let documents = saves.iter().map(|save| save.document());
        let aggregates: Vec<Aggregate> = saves.iter().map(|save| save.aggregate).collect();
        let collection = collection_of(kind);
        self.statements(session, Verb::Insert, collection, documents, &aggregates).await?;
        Ok(())
    }

    /// Runs statements; `aggregates` are what they change, if a unique index can refuse one.
    pub(super) async fn statements(
        &self,
        session: &mut ClientSession,
        verb: Verb,
        collection: &str,
        statements: impl IntoIterator<Item = impl Statement>,
        aggregates: &[Aggregate],
    ) -> Body<u64> {
        match statements::run(self.store, session, verb, collection, statements).await {
            Ok(matched) => Ok(matched),
            Err(Stopped::Driver(error)) => Err(TransactionError::Failed(error)),
            Err(Stopped::Refused(refused)) => Err(conflict::of_statement(refused, aggregates)
                .map_or_else(|error| TransactionError::Refused(Refusal::Store(error)), taken)),
        }
    }

    /// New or stored aggregates of one kind, in the order of the set.
    fn saves(&self, kind: AggregateKind, new: bool) -> Vec<&Save> {
        let of_kind = |save: &&Save| save.aggregate.kind == kind && save.is_new() == new;
        self.plan.saves.iter().filter(of_kind).collect()
    }

    /// Tells which aggregate of this kind is not as it was read. The transaction knew only that
    /// there is one.
    async fn find_stale(&self, kind: AggregateKind) -> Result<CommitError, StoreError> {
        let saves = self.saves(kind, false);
        let ids: Vec<uuid::Uuid> = saves.iter().map(|save| save.aggregate.id).collect();
        let found = self.store.fetch_raw(query::revisions(kind, &ids)).await?;
        let as_read = |save: &&&Save| {
            found.iter().any(|document| {
                document.get_i64("revision").ok() == Some(to_long(save.read_at))
                    && document
                        .get_binary("_id")
                        .is_ok_and(|id| id.bytes == save.aggregate.id.as_bytes())
            })
        };
        let stale = saves.iter().find(|save| !as_read(save)).or(saves.first());
        Ok(match stale {
            Some(save) => Conflict::Stale(save.aggregate).into(),
            None => StoreError::broken("a set without changes was stale").into(),
        })
    }
}

pub(super) const fn taken(conflict: Conflict) -> TransactionError<Refusal> {
    TransactionError::Refused(Refusal::Conflict(conflict))
}
