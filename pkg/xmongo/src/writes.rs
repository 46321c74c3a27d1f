//! Reads the answers of write commands that were sent with `run_command`.
//!
//! Such a command answers `ok: 1` even if statements of it failed; the failures stand in
//! `writeErrors`.

use bson::{Bson, Document};

use crate::Failure;
use crate::failure::of_code;

/// A statement of a write command that the server refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("statement {statement} of a write command was refused: {message}")]
pub struct StatementError {
    /// The place of the statement in the command, from 0.
    pub statement: usize,
    /// What the refusal calls for.
    pub failure: Failure,
    /// The server's words.
    pub message: String,
}

/// How many documents the command matched, inserted or deleted.
///
/// # Errors
///
/// [`StatementError`] with the first statement that was refused.
pub fn check_writes(reply: &Document) -> Result<u64, StatementError> {
    let first = reply.get_array("writeErrors").ok().and_then(|errors| errors.first());
    match first.and_then(Bson::as_document) {
        None => Ok(number(reply.get("n"))),
        Some(error) => {
            let message = error.get_str("errmsg").unwrap_or("no reason given");
            let code = i32::try_from(number(error.get("code"))).unwrap_or_default();
            Err(StatementError {
                statement: usize::try_from(number(error.get("index"))).unwrap_or_default(),
                failure: of_code(code, message),
                message: message.to_owned(),
            })
        }
    }
}

fn number(value: Option<&Bson>) -> u64 {
    let number = match value {
        Some(Bson::Int32(number)) => i64::from(*number),
        Some(Bson::Int64(number)) => *number,
        _ => 0,
    };
    u64::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn a_reply_without_errors_tells_how_many() {
        assert_eq!(check_writes(&doc! { "ok": 1, "n": 3 }), Ok(3));
    }

    #[test]
    fn a_refused_statement_is_found_in_an_ok_reply() {
        let message = "E11000 duplicate key error collection: a.b index: c dup key: { d: 1 }";
        let error = doc! { "index": 2, "code": 11000, "errmsg": message };
        let refused = check_writes(&doc! { "ok": 1, "n": 2, "writeErrors": [error] }).unwrap_err();

        assert_eq!(refused.statement, 2);
        assert_eq!(refused.failure, Failure::DuplicateKey { index: "c".to_owned() });
    }
}
