//! What is suggested to somebody who types, as part of the change of the thing itself.

use courses_domain::catalogue::{SuggestionEntry, SuggestionKind};
use courses_port::CommitError;
use uuid::Uuid;

use crate::engine::Db;
use crate::row::{blob, suggestion_words};
use crate::sql;

/// Makes `entry` what leads to a thing from now on; nothing leads there without one. Most changes
/// are none of names, and write nothing here.
pub(super) fn save(
    db: &Db<'_>,
    kind: SuggestionKind,
    id: impl Into<Uuid>,
    entry: Option<&SuggestionEntry>,
    new: bool,
) -> Result<(), CommitError> {
    let id = blob(id);
    let words = entry.map(suggestion_words);
    if !new {
        if let (Some(entry), Some(words)) = (entry, &words) {
            let shown = (id, entry.title(), entry.slug(), words);
            if db.one(&sql::SUGGESTION_STANDS, shown, |_| Ok(()))?.is_some() {
                return Ok(());
            }
        }
        db.run(&sql::DROP_SUGGESTION, [id])?;
    }
    if let (Some(entry), Some(words)) = (entry, &words) {
        let shown = (id, kind.word(), entry.title(), entry.slug(), entry.key(), words);
        db.run(&sql::PUT_SUGGESTION, shown)?;
        db.run(&sql::PUT_SUGGESTION_WORDS, (kind.word(), db.last_number(), words))?;
    }
    Ok(())
}
