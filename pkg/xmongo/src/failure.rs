//! What an error of the driver calls for.

use std::io;

use mongodb::error::{
    Error, ErrorKind, RETRYABLE_WRITE_ERROR, TRANSIENT_TRANSACTION_ERROR, WriteFailure,
};

/// The decision that an error calls for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A unique index refused; the name of the index, `_id_` for the id.
    DuplicateKey {
        /// The name of the index.
        index: String,
    },
    /// Somebody else wrote the same document at the same time; apply the change again.
    WriteConflict,
    /// The validator of the collection refused the document.
    Invalid,
    /// No server can take the command right now. Of a write it may be unknown whether it was
    /// applied.
    Unavailable,
    /// There was no answer in time. Of a write it is unknown whether it was applied.
    TimedOut,
    /// Anything that needs a person.
    Other,
}

/// What `error` calls for.
#[must_use]
pub fn classify(error: &Error) -> Failure {
    match error.kind.as_ref() {
        ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::TimedOut => Failure::TimedOut,
        ErrorKind::Io(_)
        | ErrorKind::ConnectionPoolCleared { .. }
        | ErrorKind::ServerSelection { .. }
        | ErrorKind::DnsResolve { .. }
        | ErrorKind::Shutdown => Failure::Unavailable,
        ErrorKind::Command(error) => of_code(error.code, &error.message),
        ErrorKind::Write(WriteFailure::WriteError(error)) => of_code(error.code, &error.message),
        ErrorKind::Write(WriteFailure::WriteConcernError(error)) => {
            of_code(error.code, &error.message)
        }
        ErrorKind::InsertMany(error) => {
            let first = error.write_errors.iter().flatten().next();
            let first = first.map(|error| (error.code, error.message.as_str()));
            let concern = error.write_concern_error.as_ref();
            let concern = concern.map(|error| (error.code, error.message.as_str()));
            first.or(concern).map_or(Failure::Other, |(code, message)| of_code(code, message))
        }
        _ => Failure::Other,
    }
    .or_label(error)
}

impl Failure {
    /// The driver marks errors that pass by themselves, also those with codes unknown here.
    fn or_label(self, error: &Error) -> Self {
        let passes = error.contains_label(TRANSIENT_TRANSACTION_ERROR)
            || error.contains_label(RETRYABLE_WRITE_ERROR);
        if self == Self::Other && passes { Self::Unavailable } else { self }
    }
}

/// What an error with this code and message calls for.
pub(crate) fn of_code(code: i32, message: &str) -> Failure {
    match code {
        11_000 | 11_001 | 12_582 => {
            Failure::DuplicateKey { index: duplicate_index(message).unwrap_or_default().to_owned() }
        }
        112 => Failure::WriteConflict,
        121 => Failure::Invalid,
        24 | 50 | 64 | 89 | 202 | 262 => Failure::TimedOut,
        6 | 7 | 91 | 133 | 134 | 189 | 9001 | 10_058 | 10_107 | 11_600 | 11_602 | 13_435
        | 13_436 => Failure::Unavailable,
        _ => Failure::Other,
    }
}

/// The name of the index in the message of a duplicate key error.
#[must_use]
pub fn duplicate_index(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once(" index: ")?;
    rest.split_once(" dup key").map(|(name, _)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_index_is_read_from_the_message() {
        let message = "E11000 duplicate key error collection: test.courses index: slugs_unique \
                       dup key: { slugs: \" index: x dup key\" }";
        assert_eq!(duplicate_index(message), Some("slugs_unique"));
        assert_eq!(duplicate_index("something else"), None);
    }

    #[test]
    fn a_lost_connection_is_unavailable_and_a_late_answer_timed_out() {
        let lost = Error::from(io::Error::from(io::ErrorKind::ConnectionReset));
        let late = Error::from(io::Error::from(io::ErrorKind::TimedOut));
        assert_eq!(classify(&lost), Failure::Unavailable);
        assert_eq!(classify(&late), Failure::TimedOut);
        assert_eq!(classify(&Error::custom("bug")), Failure::Other);
    }
}
