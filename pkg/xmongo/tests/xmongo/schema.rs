//! A declared collection is made, and brought up to date.

use bson::{Document, doc};
use xmongo::{CollectionSpec, Failure, IndexSpec, classify};

use crate::database;

fn things(required: &str) -> CollectionSpec {
    CollectionSpec {
        name: "things",
        validator: doc! { "$jsonSchema": { "required": [required] } },
        indexes: vec![
            IndexSpec::new("name_unique", doc! { "name": 1 })
                .unique()
                .only_where(doc! { "name": { "$exists": true } }),
        ],
    }
}

#[tokio::test]
async fn a_collection_is_declared_again_with_another_validator() {
    let Some((_guard, _client, database)) = database().await else { return };
    let collection = database.collection::<Document>("things");
    things("name").declare(&database).await.unwrap();

    let refused = collection.insert_one(doc! { "_id": 1 }).await.unwrap_err();
    things("_id").declare(&database).await.unwrap();
    collection.insert_one(doc! { "_id": 1 }).await.unwrap();
    collection.insert_one(doc! { "_id": 2, "name": "a" }).await.unwrap();
    let twice = collection.insert_one(doc! { "_id": 3, "name": "a" }).await.unwrap_err();

    assert_eq!(classify(&refused), Failure::Invalid);
    assert_eq!(classify(&twice), Failure::DuplicateKey { index: "name_unique".to_owned() });
}
