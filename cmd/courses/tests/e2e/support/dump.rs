//! What lies in a store, read past the program while none runs on it.

use futures::TryStreamExt as _;
use mongodb::bson::{Bson, Document, RawDocumentBuf, doc};
use rusqlite::Connection;

use super::TestStore;

/// Every byte of the store, by the name of the file or collection.
pub(crate) async fn stored(store: &TestStore) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let Some(database) = database(store).await else {
        let files = std::fs::read_dir(store.data()).unwrap().map(|entry| entry.unwrap());
        let files = files.filter(|entry| entry.file_type().unwrap().is_file());
        return files
            .map(|file| {
                let name = file.file_name().to_string_lossy().into_owned();
                (name, text(&std::fs::read(file.path()).unwrap()))
            })
            .collect();
    };
    let mut all = Vec::new();
    for name in database.list_collection_names().await.unwrap() {
        let documents = database.collection::<RawDocumentBuf>(&name).find(doc! {}).await.unwrap();
        let documents: Vec<_> = documents.try_collect().await.unwrap();
        let bytes: Vec<String> = documents.iter().map(|it| text(it.as_bytes())).collect();
        all.push((name, bytes.join("\n")));
    }
    all
}

/// How many sessions belong to no account.
pub(crate) async fn orphans(store: &TestStore) -> i64 {
    let Some(database) = database(store).await else {
        let question = "SELECT count(*) FROM sessions
            WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.id = sessions.account)";
        return file(store).query_row(question, [], |row| row.get(0)).unwrap();
    };
    let accounts = database.collection::<Document>("accounts");
    let known = accounts.distinct("_id", doc! {}).await.unwrap();
    let lost = doc! { "account_id": { "$nin": Bson::Array(known) } };
    let sessions = database.collection::<Document>("sessions");
    i64::try_from(sessions.count_documents(lost).await.unwrap()).unwrap()
}

/// Changes what the second line of the audit log says.
pub(crate) async fn tamper_with_audit(store: &TestStore) {
    let Some(database) = database(store).await else {
        let change = "UPDATE audit SET action = 'audit_read' WHERE sequence = 2";
        assert_eq!(file(store).execute(change, []).unwrap(), 1);
        return;
    };
    let audit = database.collection::<Document>("audit");
    let change = doc! { "$set": { "action": "audit_read" } };
    let changed = audit.update_one(doc! { "_id": 2_i64 }, change).await.unwrap();
    assert_eq!(changed.matched_count, 1);
}

async fn database(store: &TestStore) -> Option<mongodb::Database> {
    let database = store.database()?;
    let options = xmongo::ConnectOptions::new(database.uri(), "test");
    let client = xmongo::connect(&options).await.unwrap();
    Some(client.database(database.name()))
}

fn file(store: &TestStore) -> Connection {
    Connection::open(store.data().join("courses.db")).unwrap()
}
