//! Many statements as few commands.

use bson::{Document, RawArrayBuf, RawDocumentBuf, rawdoc};
use mongodb::ClientSession;
use mongodb::error::Error;
use xmongo::{StatementError, check_writes};

use crate::MongoStore;

/// A command is a document, so it must stay below 16 MiB.
const MOST_BYTES: usize = 8 * 1024 * 1024;
const MOST_STATEMENTS: usize = 1_000;

/// What statements are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Verb {
    Insert,
    Update,
    Delete,
}

impl Verb {
    const fn name(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// A statement: as values, or as the bytes that are sent, which is quicker.
pub(crate) trait Statement {
    /// The bytes.
    fn into_raw(self) -> Result<RawDocumentBuf, Error>;
}

impl Statement for RawDocumentBuf {
    fn into_raw(self) -> Result<RawDocumentBuf, Error> {
        Ok(self)
    }
}

impl Statement for Document {
    fn into_raw(self) -> Result<RawDocumentBuf, Error> {
        Ok(RawDocumentBuf::try_from(&self)?)
    }
}

/// Why statements were not all applied.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// The driver or the server failed.
    Driver(Error),
    /// The server refused a statement; its place counts over all commands.
    Refused(StatementError),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Driver(error)
    }
}

/// Runs `statements` in order inside a transaction, and answers how many documents they inserted or
/// matched. The statement of an insert is the document itself.
pub(crate) async fn run(
    store: &MongoStore,
    session: &mut ClientSession,
    verb: Verb,
    collection: &str,
    statements: impl IntoIterator<Item = impl Statement>,
) -> Result<u64, Stopped> {
    let mut matched = 0;
    let mut done = 0;
    for part in parts(statements)? {
        let count = part.count;
        let command = match verb {
            Verb::Insert => rawdoc! { "insert": collection, "documents": part.statements },
            Verb::Update => rawdoc! { "update": collection, "updates": part.statements },
            Verb::Delete => rawdoc! { "delete": collection, "deletes": part.statements },
        };
        let sent = store.database().run_raw_command(command).session(&mut *session);
        let sent = sent.into_future();
        let reply = store.monitor().watch_writes(store.command(verb.name(), collection), sent);
        let reply = reply.await?;
        matched += check_writes(&reply).map_err(|refused| {
            Stopped::Refused(StatementError { statement: done + refused.statement, ..refused })
        })?;
        done += count;
    }
    Ok(matched)
}

/// The statements of one command.
#[derive(Default)]
struct Part {
    statements: RawArrayBuf,
    count: usize,
    bytes: usize,
}

fn parts(statements: impl IntoIterator<Item = impl Statement>) -> Result<Vec<Part>, Error> {
    let mut parts = vec![Part::default()];
    for statement in statements {
        let raw = statement.into_raw()?;
        let bytes = raw.as_bytes().len();
        let full = |part: &Part| {
            part.count >= MOST_STATEMENTS || (part.count > 0 && part.bytes + bytes > MOST_BYTES)
        };
        if parts.last().is_some_and(full) {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            part.statements.push(raw);
            part.count += 1;
            part.bytes += bytes;
        }
    }
    parts.retain(|part| part.count > 0);
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_split_by_number_and_size() {
        let sizes = |statements: Vec<RawDocumentBuf>| -> Vec<usize> {
            parts(statements).unwrap().iter().map(|part| part.count).collect()
        };
        let large = rawdoc! { "a": "x".repeat(5 * 1024 * 1024) };

        assert_eq!(sizes(Vec::new()), [0; 0]);
        assert_eq!(sizes(vec![rawdoc! {}; 2_001]), [1_000, 1_000, 1]);
        assert_eq!(sizes(vec![large; 3]), [1, 1, 1]);
    }
}
