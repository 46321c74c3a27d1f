//! Collections as they are declared: a validator and a list of indexes.

use std::time::Duration;

use bson::{Bson, Document, doc};
use mongodb::Database;
use mongodb::error::{Error, ErrorKind};

const NAMESPACE_EXISTS: i32 = 48;

/// A collection to create, or to bring up to date.
#[derive(Debug, Clone, PartialEq)]
pub struct CollectionSpec {
    /// Its name.
    pub name: &'static str,
    /// What every document must match, such as `{ "$jsonSchema": … }`; empty for anything.
    pub validator: Document,
    /// Its indexes beside the one on `_id`.
    pub indexes: Vec<IndexSpec>,
}

impl CollectionSpec {
    /// Creates the collection, or gives an existing one this validator, and creates the indexes
    /// that are missing. Does nothing if all is as declared; never drops an index.
    ///
    /// # Errors
    ///
    /// The driver's; also if an index exists under this name with another definition.
    pub async fn declare(&self, database: &Database) -> Result<(), Error> {
        let create = doc! { "create": self.name, "validator": self.validator.clone() };
        match database.run_command(create).await {
            Ok(_) => {}
            Err(error) if code(&error) == Some(NAMESPACE_EXISTS) => {
                let change = doc! { "collMod": self.name, "validator": self.validator.clone() };
                database.run_command(change).await?;
            }
            Err(error) => return Err(error),
        }
        if self.indexes.is_empty() {
            return Ok(());
        }
        let indexes: Vec<Bson> =
            self.indexes.iter().map(|index| index.definition().into()).collect();
        let create = doc! {
            "createIndexes": self.name,
            "indexes": indexes,
            "writeConcern": { "w": "majority" },
        };
        database.run_command(create).await.map(drop)
    }
}

/// An index.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexSpec {
    name: &'static str,
    keys: Document,
    unique: bool,
    only: Option<Document>,
    expire_after: Option<Duration>,
}

impl IndexSpec {
    /// An index on `keys`: fields and their direction.
    #[must_use]
    pub const fn new(name: &'static str, keys: Document) -> Self {
        Self { name, keys, unique: false, only: None, expire_after: None }
    }

    /// Refuses two documents with the same keys.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Holds only the documents that match `filter`; a query must imply it to use the index.
    #[must_use]
    pub fn only_where(mut self, filter: Document) -> Self {
        self.only = Some(filter);
        self
    }

    /// Lets the server remove documents when the date in the only key is this long ago.
    #[must_use]
    pub const fn expiring_after(mut self, age: Duration) -> Self {
        self.expire_after = Some(age);
        self
    }

    /// Its name, which duplicate key errors tell.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    fn definition(&self) -> Document {
        let mut definition = doc! { "name": self.name, "key": self.keys.clone() };
        if self.unique {
            definition.insert("unique", true);
        }
        if let Some(only) = &self.only {
            definition.insert("partialFilterExpression", only.clone());
        }
        if let Some(age) = self.expire_after {
            let seconds = i64::try_from(age.as_secs()).unwrap_or(i64::MAX);
            definition.insert("expireAfterSeconds", seconds);
        }
        definition
    }
}

fn code(error: &Error) -> Option<i32> {
    match error.kind.as_ref() {
        ErrorKind::Command(error) => Some(error.code),
        _ => None,
    }
}
