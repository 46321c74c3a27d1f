//! What migrations need and SQL does not have.

use courses_domain::catalogue::SuggestionEntry;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::row::suggestion_words;

/// Adds `suggestion_key(title)` and `suggestion_words(title, other)` to a connection: the columns
/// `key` and `words` of what has this title and this other name.
pub(super) fn register(connection: &Connection) -> Result<(), rusqlite::Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("suggestion_key", 1, flags, |context| {
        let entry = SuggestionEntry::build(context.get_raw(0).as_str()?, None, &[]);
        Ok(entry.map_or_else(String::new, |entry| entry.key().to_owned()))
    })?;
    connection.create_scalar_function("suggestion_words", 2, flags, |context| {
        let (title, other) = (context.get_raw(0).as_str()?, context.get_raw(1).as_str()?);
        let entry = SuggestionEntry::build(title, None, &[other]);
        Ok(entry.map_or_else(|| "[]".to_owned(), |entry| suggestion_words(&entry)))
    })
}
