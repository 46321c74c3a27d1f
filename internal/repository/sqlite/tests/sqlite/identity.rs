//! What only this adapter promises about people: nothing of the erased stays in the file, and
//! several processes write one audit log.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use courses_domain::identity::{AccountState, AuditAction, AuditHead, EmailAddress};
use courses_port::identity::IdentityReader as _;
use courses_port::{ChangeSet, Commit as _};
use courses_testkit::build::{Make, Save, changed};

use super::open;

/// How often the files of the folder hold `text`.
fn occurrences(folder: &Path, text: &str) -> usize {
    let files = std::fs::read_dir(folder).unwrap();
    let contents = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
    contents.map(|it| it.windows(text.len()).filter(|part| *part == text.as_bytes()).count()).sum()
}

#[tokio::test]
async fn nothing_of_an_erased_account_stays_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("courses.db")).await;
    let mut make = Make::new(1);
    let mut states = Vec::new();
    for number in 0..40 {
        let email = EmailAddress::parse(&format!("canary{number}@example.org")).unwrap();
        states.push(AccountState { email: Some(email), ..make.rich_account() });
    }
    let all = states.iter().cloned().map(Save::save);
    let set = all.fold(ChangeSet::new(make.now()), ChangeSet::with);
    store.commit(set).await.unwrap();
    let edited = states.iter().map(|it| changed(it, |it| it.version += 1).save());
    store.commit(edited.fold(ChangeSet::new(make.now()), ChangeSet::with)).await.unwrap();
    store.close().await;
    assert!(occurrences(folder.path(), "canary") >= 80, "they are there, and in the index");

    let store = open(&folder.path().join("courses.db")).await;
    for state in &states {
        let erased = AccountState { id: state.id, revision: 3, ..make.erased_account() };
        store.commit(ChangeSet::new(make.now()).with(erased.save())).await.unwrap();
    }
    store.close().await;
    assert_eq!(occurrences(folder.path(), "canary"), 0);
    assert_eq!(occurrences(folder.path(), "Ковалевская"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_write_one_chain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let stores = [Arc::new(open(&path).await), Arc::new(open(&path).await)];
    let mut make = Make::new(2);
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let entry = make.rich_audit_entry(AuditAction::AccountRead);
            let set = ChangeSet::new(make.now()).with(entry.save());
            let store = Arc::clone(&stores[number % 2]);
            tokio::spawn(async move { store.commit(set).await })
        })
        .collect();
    for done in futures::future::join_all(tasks).await {
        done.unwrap().unwrap();
    }
    let mut head = AuditHead::START;
    for record in stores[0].audit_after(0, 100).await.unwrap() {
        record.follows(&head).unwrap();
        head = record.head();
    }
    assert_eq!(head.sequence, 40);
}

#[tokio::test]
async fn a_changed_line_breaks_the_chain_and_a_damaged_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let store = open(&path).await;
    let mut make = Make::new(3);
    for _ in 0..3 {
        let entry = make.rich_audit_entry(AuditAction::RoleGranted);
        store.commit(ChangeSet::new(make.now()).with(entry.save())).await.unwrap();
    }
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("UPDATE audit SET detail = 'admin' WHERE sequence = 2").unwrap();
    let records = store.audit_after(0, 10).await.unwrap();
    records[0].follows(&AuditHead::START).unwrap();
    let broken = records[1].follows(&records[0].head()).unwrap_err();
    assert_eq!(broken.sequence, 2);

    other.execute_batch("UPDATE audit SET action = 'nothing' WHERE sequence = 3").unwrap();
    let err = store.audit_after(0, 10).await.unwrap_err();
    let named = "the record 3 of table audit has a bad field action";
    assert_eq!(err.source().map(ToString::to_string), Some(named.to_owned()));
}

#[tokio::test]
async fn a_damaged_account_is_named_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let store = open(&path).await;
    let mut make = Make::new(4);
    let account = make.account();
    store.commit(ChangeSet::new(make.now()).with(account.clone().save())).await.unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("UPDATE accounts SET email = 'canary of nobody'").unwrap();
    let err = store.find_account(account.id).await.unwrap_err();
    let named = format!("the record {} of table accounts has a bad field email", account.id);
    assert_eq!(err.source().map(ToString::to_string), Some(named));
    let (mut cause, mut told): (Option<&dyn Error>, String) = (Some(&err), format!("{err:?}"));
    while let Some(err) = cause {
        told.push_str(&err.to_string());
        cause = err.source();
    }
    assert!(!told.contains("canary"), "{told}");
}
