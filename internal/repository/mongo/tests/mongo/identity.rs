//! What lies in the database about people, and what the database itself refuses.

use bson::{Document, RawDocumentBuf, doc};
use courses_domain::identity::{
    Account, AccountState, ApiKey, AuditAction, AuditRecord, DeviceLabel, DisplayName, EndReason,
    NewApiKey, NewSession, PendingToken, Session, TokenHash,
};
use courses_port::identity::{IdentityChange, IdentityReader as _, MailKind};
use courses_port::{
    ChangeSet, Commit as _, CommitError, Conflict, EventLog as _, Health as _, Leases as _,
};
use courses_repository_mongo::MongoStore;
use courses_testkit::build::{Make, Save as _, account_write, api_key_write, session_write};
use courses_testkit::server::mongo::TestDatabase;
use futures::future::join_all;
use jiff::SignedDuration;
use mongodb::Database;
use xmongo::{Failure, classify};

use crate::{client, store};

/// Everything that is kept about people.
const COLLECTIONS: [&str; 7] =
    ["accounts", "sessions", "api_keys", "audit", "revocations", "mails", "sign_in_attempts"];

async fn put(store: &MongoStore, make: &Make, changes: impl IntoIterator<Item = IdentityChange>) {
    let set = changes.into_iter().fold(ChangeSet::new(make.now()), ChangeSet::with);
    store.commit(set).await.expect("nothing stands against the change");
}

async fn database(guard: &TestDatabase) -> Database {
    client(&guard.uri()).await.database(guard.name())
}

/// Every document of every collection, as bytes.
async fn everything(database: &Database) -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in database.list_collection_names().await.expect("the server answers") {
        let collection = database.collection::<RawDocumentBuf>(&name);
        let mut all = collection.find(doc! {}).await.expect("the server answers");
        while all.advance().await.expect("the server answers") {
            bytes.extend_from_slice(all.current().as_bytes());
        }
    }
    bytes
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn collect(store: &MongoStore, make: &mut Make) -> u64 {
    let (now, expiry) = (make.now(), make.at(60));
    let lease = store.acquire("collector", make.id(), now, expiry).await;
    let lease = lease.expect("the store answers").expect("the lease is free");
    store.collect(&lease.fence, 100).await.expect("the store answers").appended
}

#[tokio::test]
async fn the_server_refuses_a_document_of_another_shape() {
    let Some((guard, _store)) = store().await else { return };
    let database = database(&guard).await;
    for name in COLLECTIONS {
        let collection = database.collection::<Document>(name);
        let refused = collection.insert_one(doc! { "_id": "x" }).await.unwrap_err();
        assert_eq!(classify(&refused), Failure::Invalid, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_registrations_with_one_address_one_succeeds_and_the_others_leave_nothing() {
    let Some((guard, store)) = store().await else { return };
    let mut make = Make::new(1);
    let sets = (0..100).map(|number| {
        let email = if number % 2 == 0 { "Ada@Example.org" } else { "ada@example.ORG" };
        let account = make.account_with_email(email);
        let (session, mail) =
            (make.session(account.id), make.mail(account.id, MailKind::VerifyEmail));
        let set = ChangeSet::new(make.now()).with(account.save());
        // Half of them as one write, half as a transaction.
        if number % 4 < 2 { set } else { set.with(session.save()).with(mail.save()) }
    });
    let tasks = sets.collect::<Vec<_>>().into_iter().map(|set| {
        let store = store.clone();
        tokio::spawn(async move { store.commit(set).await })
    });
    let results: Vec<_> = join_all(tasks).await.into_iter().map(Result::unwrap).collect();

    let won = results.iter().filter(|result| result.is_ok()).count();
    let taken = |result: &&Result<(), CommitError>| {
        matches!(result, Err(CommitError::Conflict(Conflict::EmailTaken)))
    };
    assert_eq!((won, results.iter().filter(taken).count()), (1, 99));
    let database = database(&guard).await;
    for (name, most) in [("accounts", 1), ("sessions", 1), ("mails", 1)] {
        let count = database.collection::<Document>(name).count_documents(doc! {}).await.unwrap();
        assert!(count <= most, "{count} in {name}");
    }
}

#[tokio::test]
async fn no_secret_lies_in_the_database() {
    let Some((guard, store)) = store().await else { return };
    let mut make = Make::new(2);
    let (first, key_secret, reset_secret) = (make.secret(), make.secret(), make.secret());
    let mut account = Account::restore(make.rich_account());
    account.await_reset(PendingToken {
        hash: TokenHash::of(reset_secret.expose()),
        expires_at: make.at(60),
    });
    let state = account.into_parts().0;
    let new = NewSession {
        id: make.id(),
        account_id: state.id,
        label: None,
        address: None,
        secret: first.clone(),
        salt: make.secret(),
    };
    let lifetime = SignedDuration::from_hours(1);
    let (mut session, token) = Session::start(new, make.now(), lifetime);
    let child = session.refresh(&token, make.tick(), lifetime).unwrap();
    let new = NewApiKey {
        id: make.id(),
        account_id: state.id,
        name: make.api_key(state.id).name,
        scopes: Vec::new(),
        expires_at: None,
        secret: &key_secret,
    };
    let key = ApiKey::create(new, make.now());
    let account = AccountState { revision: 1, ..state };
    let (session, key) = (session_write(session, &mut make), api_key_write(key, &mut make));
    put(&store, &make, [account.save(), session.save(), key.save()]).await;
    collect(&store, &mut make).await;

    let bytes = everything(&database(&guard).await).await;

    assert!(holds(&bytes, TokenHash::of(child.secret.expose()).as_bytes()));
    for secret in [&first, &child.secret, &key_secret, &reset_secret] {
        assert!(!holds(&bytes, secret.expose()));
    }
}

#[tokio::test]
async fn nothing_personal_is_left_of_an_erased_account() {
    let Some((guard, store)) = store().await else { return };
    let mut make = Make::new(3);
    let mut account = make.account_with_email("Canary.Bird@Example.org");
    account.name = DisplayName::parse("Canary Yellow").ok();
    let mut session = make.session(account.id);
    session.label = DeviceLabel::parse("Canary Phone").ok();
    session.address = "203.0.113.77".parse().ok();
    let mail = make.mail(account.id, MailKind::VerifyEmail);
    let asked = mail.id;
    put(&store, &make, [account.clone().save(), session.clone().save(), mail.save()]).await;

    let (mut erased, mut ended) = (Account::restore(account), Session::restore(session));
    erased.erase(make.tick());
    ended.end(EndReason::Erased, make.now());
    let id = erased.state().id;
    let line = make.rich_audit_entry(AuditAction::AccountErased);
    let (erased, ended) = (account_write(erased, &mut make), session_write(ended, &mut make));
    let finish = IdentityChange::FinishMail(asked);
    put(&store, &make, [erased.save(), ended.save(), line.save(), finish]).await;
    assert_eq!(collect(&store, &mut make).await, 2);

    let mut bytes = everything(&database(&guard).await).await;
    bytes.make_ascii_lowercase();
    for personal in ["canary", "203.0.113.77", "argon2id"] {
        assert!(!holds(&bytes, personal.as_bytes()), "{personal}");
    }
    assert!(store.find_account(id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_database_of_the_first_schema_is_brought_up_to_date() {
    let Some((guard, store)) = store().await else { return };
    let database = database(&guard).await;
    for name in COLLECTIONS {
        database.collection::<Document>(name).drop().await.unwrap();
    }
    for (name, index) in [("events", "account_events"), ("courses", "owner_newest")] {
        database.collection::<Document>(name).drop_index(index).await.unwrap();
    }
    let migrations = database.collection::<Document>("migrations");
    migrations.delete_many(doc! { "_id": { "$gt": 1 } }).await.unwrap();

    let taken = store.migrate().await.unwrap();
    assert_eq!(taken.first(), Some(&2));

    store.check().await.unwrap();
    for (name, index) in [
        ("events", "account_events"),
        ("courses", "owner_newest"),
        ("accounts", "email_unique"),
        ("sessions", "over"),
    ] {
        let names = database.collection::<Document>(name).list_index_names().await.unwrap();
        assert!(names.iter().any(|it| it == index), "{name} has only {names:?}");
    }
}

#[tokio::test]
async fn a_line_that_stands_where_the_next_one_belongs_is_never_overwritten() {
    let Some((guard, store)) = store().await else { return };
    let mut make = Make::new(4);
    put(&store, &make, [make.clone().audit_entry(AuditAction::AuditRead).save()]).await;
    let head = store.audit_head().await.unwrap();
    let counters = database(&guard).await.collection::<Document>("counters");
    counters.delete_one(doc! { "_id": "audit" }).await.unwrap();

    let line = make.audit_entry(AuditAction::AccountsListed);
    let refused = store.commit(ChangeSet::new(make.now()).with(line.save())).await;

    assert!(matches!(refused, Err(CommitError::Store(_))), "{refused:?}");
    let lines = store.audit_after(0, 10).await.unwrap();
    assert_eq!(lines.iter().map(AuditRecord::head).collect::<Vec<_>>(), [head]);
}
