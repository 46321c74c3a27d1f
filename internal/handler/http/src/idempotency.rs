//! How a repeated request gets the first answer: the answer is made before the change commits,
//! stored with it, and sent again as it went out.

use std::error::Error;
use std::sync::Arc;

use courses_port::StoredAnswer;
use courses_usecase::{Idempotency, Reply};
use xapi::{RawAnswer, RequestContext};
use xerror::Problem;

use crate::generated as api;

/// Says on an answer that it is an earlier one.
const REPLAYED: &str = "idempotent-replayed";

/// A generated answer that can be stored and replayed.
pub(crate) trait Replayable: Sized {
    /// The answer as it goes out.
    fn stored(self) -> Result<RawAnswer, Problem>;
    /// An answer that went out before.
    fn replayed(answer: RawAnswer) -> Self;
}

macro_rules! replayable {
    ($($answer:ident),* $(,)?) => {$(
        impl Replayable for api::$answer {
            fn stored(self) -> Result<RawAnswer, Problem> {
                self.into_raw()
            }

            fn replayed(answer: RawAnswer) -> Self {
                Self::Raw(answer)
            }
        }
    )*};
}

replayable!(
    ApprovePublicationRequestResponse,
    ArchiveCourseResponse,
    BlockAccountResponse,
    CancelRunResponse,
    CloseRunResponse,
    CompleteRunResponse,
    CreateCourseResponse,
    CreateDraftLessonResponse,
    CreateImportResponse,
    CreateInstructorResponse,
    CreatePublicationRequestResponse,
    CreateRunResponse,
    CreateSubjectResponse,
    MoveDraftPartsResponse,
    MergeInstructorResponse,
    MergeSubjectResponse,
    OpenRunResponse,
    PublishCourseResponse,
    RejectPublicationRequestResponse,
    RestoreCourseResponse,
    RestoreRevisionResponse,
    UnblockAccountResponse,
    UnpublishCourseResponse,
);

/// The wish of a client that sent a key, with the way to make the answer of an output.
pub(crate) fn wish<T, R: Replayable>(
    context: &RequestContext,
    key: Option<String>,
    answer: impl Fn(&T) -> R + Send + Sync + 'static,
) -> Option<Idempotency<T>> {
    let render = move |output: &T| -> Result<StoredAnswer, Box<dyn Error + Send + Sync>> {
        let RawAnswer { status, headers, body } = answer(output).stored()?;
        Ok(StoredAnswer { status, headers, body: body.into() })
    };
    Some(Idempotency {
        key: key?,
        operation: context.operation.name,
        fingerprint: context.fingerprint,
        render: Arc::new(render),
    })
}

/// The answer of a reply: made of the output, or the one that was given before.
pub(crate) fn answer<T, R: Replayable>(reply: Reply<T>, answer: impl Fn(&T) -> R) -> R {
    match reply {
        Reply::Fresh(output) => answer(&output),
        Reply::Replayed(StoredAnswer { status, mut headers, body }) => {
            headers.push((REPLAYED.to_owned(), "true".to_owned()));
            R::replayed(RawAnswer { status, headers, body: body.into() })
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::generated::{CreateSubjectResponse, OperationId, models};

    fn created(title: &&str) -> CreateSubjectResponse {
        let body = models::Subject {
            id: Uuid::from_u128(1),
            code: "cs".to_owned(),
            title: (*title).to_owned(),
            version: 1,
        };
        let (etag, location) = ("\"1\"".to_owned(), "/v1/subjects/1".to_owned());
        CreateSubjectResponse::Created { body, etag, location, idempotent_replayed: None }
    }

    fn context() -> RequestContext {
        RequestContext {
            request_id: String::new(),
            path: "/v1/subjects".to_owned(),
            query: String::new(),
            operation: OperationId::CreateSubject.operation(),
            fingerprint: [7; 32],
            extensions: http::Extensions::new(),
        }
    }

    #[test]
    fn a_stored_answer_is_sent_again_and_marked() {
        let wish = wish(&context(), Some("key".to_owned()), created).unwrap();
        assert_eq!((wish.operation, wish.fingerprint), ("createSubject", [7; 32]));
        let stored = (wish.render)(&"Mathematics").unwrap();
        assert_eq!(stored.status, 201);

        let (headers, body) = (stored.headers.clone(), stored.body.clone());
        let CreateSubjectResponse::Raw(raw) = answer(Reply::Replayed(stored), created) else {
            panic!("a replay is raw");
        };
        assert_eq!(raw.body, body);
        assert_eq!(raw.headers[..headers.len()], headers);
        assert_eq!(raw.headers[headers.len()..], [(REPLAYED.to_owned(), "true".to_owned())]);
    }

    #[test]
    fn without_a_key_nothing_is_wished() {
        assert!(wish(&context(), None, created).is_none());
    }

    #[test]
    fn every_operation_that_takes_a_key_can_be_replayed() {
        let takes_key = |id: &OperationId| {
            id.operation().parameters.iter().any(|it| it.name == "Idempotency-Key")
        };
        let names = OperationId::ALL.into_iter().filter(takes_key).count();
        assert_eq!(names, 23, "another operation takes a key: name its answer above");
    }
}
