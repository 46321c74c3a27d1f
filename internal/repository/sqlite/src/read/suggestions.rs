//! What is suggested to somebody who types.

use courses_port::StoreError;
use courses_port::catalogue::{Suggestion, SuggestionRequest};

use crate::SqliteStore;
use crate::row::{json, read_suggestion};
use crate::sql;

/// The best suggestions of one kind.
pub(super) async fn suggest(
    store: &SqliteStore,
    request: &SuggestionRequest,
) -> Result<Vec<Suggestion>, StoreError> {
    let (kind, typed) = (request.kind, &request.typed);
    let longest = typed.longest();
    let others: Vec<&String> = typed.words().iter().filter(|word| *word != longest).collect();
    let bound =
        (kind.word(), longest.to_owned(), json(&others), typed.text().to_owned(), request.limit);
    store.read(move |db| db.all(&sql::SUGGEST, bound, |row| read_suggestion(kind, row))).await
}
