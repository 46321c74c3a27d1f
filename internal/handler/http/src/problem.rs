//! Which problem each refusal of a use case is: one arm for each, no wildcard.

use std::time::Duration;

use courses_domain::catalogue::{
    EverPublished, IllegalMerge, IllegalPublicationStep, IllegalRunTransition, IllegalTransition,
    PublicationStep, Transition,
};
use courses_domain::shared::Violations;
use courses_port::StoreError;
use courses_usecase::{Precondition, ReadError, Refusal, Taken, WriteError};
use serde_json::json;
use xerror::{FieldError, Problem, kinds};

use crate::etag;
use crate::problem_kinds::{
    EMAIL_TAKEN, ILLEGAL_TRANSITION, REVIEW_REQUIRED, SLUG_TAKEN, STALE_REQUEST,
};

/// After what time it is worth trying again when somebody or something was in the way.
const SOON: Duration = Duration::from_secs(1);

/// Why something was not read.
pub(crate) fn unread(err: ReadError) -> Problem {
    match err {
        ReadError::Refused(refusal) => refused(refusal),
        ReadError::Store(err) => store(err),
    }
}

/// Why something was not changed.
pub(crate) fn unwritten(err: WriteError) -> Problem {
    match err {
        WriteError::Refused(refusal) => refused(refusal),
        WriteError::Precondition(precondition) => unmet(precondition),
        WriteError::Invalid(violations) => invalid(violations),
        WriteError::Taken(taken) => conflict(taken),
        WriteError::IllegalTransition(err) => illegal_transition(err),
        WriteError::IllegalRunTransition(err) => illegal_run_transition(err),
        WriteError::IllegalPublicationStep(err) => illegal_publication_step(err),
        WriteError::StaleRequest(err) => Problem::new(&STALE_REQUEST).detail(err.to_string()),
        WriteError::PublicationRequestOpen => Problem::new(&kinds::CONFLICT)
            .detail(err.to_string())
            .field(FieldError::new("/course_id", "taken", "has an open publication request")),
        WriteError::ReviewRequired => Problem::new(&REVIEW_REQUIRED).detail(err.to_string()),
        WriteError::IllegalMerge(err) => illegal_merge(err),
        WriteError::EverPublished(err) => ever_published(err),
        WriteError::TooManyRuns | WriteError::TooManyImports => {
            Problem::new(&kinds::CONFLICT).detail(err.to_string())
        }
        WriteError::KeyReused => Problem::new(&kinds::IDEMPOTENCY_KEY_REUSED).field(
            FieldError::new("/header/Idempotency-Key", "reused", "was used for another request"),
        ),
        WriteError::Contended => {
            Problem::new(&kinds::CONFLICT).detail(err.to_string()).retry_after(SOON)
        }
        WriteError::Store(err) => store(err),
    }
}

/// Why something is not granted.
pub(crate) fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::NotFound => Problem::not_found(),
        Refusal::Unauthenticated => {
            Problem::new(&kinds::UNAUTHENTICATED).header("www-authenticate", "Bearer")
        }
        Refusal::Forbidden => Problem::new(&kinds::FORBIDDEN),
    }
}

/// Values of the body that the contract let through and the domain did not.
pub(crate) fn invalid(violations: Violations) -> Problem {
    Problem::new(&kinds::VALIDATION_FAILED).fields(fields(violations))
}

/// Values of parameters that the contract let through and the domain did not.
pub(crate) fn unreadable(violations: Violations) -> Problem {
    Problem::new(&kinds::INVALID_REQUEST).fields(fields(violations))
}

fn fields(violations: Violations) -> Vec<FieldError> {
    let violations = violations.into_vec().into_iter();
    violations.map(|it| FieldError::new(it.pointer, it.code, it.detail)).collect()
}

fn unmet(precondition: Precondition) -> Problem {
    match precondition {
        Precondition::Required => Problem::new(&kinds::PRECONDITION_REQUIRED)
            .field(FieldError::new("/header/If-Match", "required", "is required")),
        Precondition::Mismatch { current } => {
            Problem::new(&kinds::VERSION_MISMATCH).header("etag", etag::tag(current))
        }
    }
}

fn conflict(taken: Taken) -> Problem {
    let (kind, pointer) = match taken {
        Taken::Slug => (&SLUG_TAKEN, "/slug"),
        Taken::ExternalId => (&kinds::CONFLICT, "/external_ids"),
        Taken::RunKey => (&kinds::CONFLICT, "/key"),
        Taken::SubjectCode => (&kinds::CONFLICT, "/code"),
        Taken::Email => (&EMAIL_TAKEN, "/email"),
    };
    let detail = taken.to_string();
    Problem::new(kind).detail(detail.clone()).field(FieldError::new(pointer, "taken", detail))
}

fn illegal_transition(err: IllegalTransition) -> Problem {
    let allowed: Vec<_> = err.from.allowed().into_iter().map(Transition::word).collect();
    Problem::new(&ILLEGAL_TRANSITION)
        .detail(err.to_string())
        .extension("from", json!(err.from.word()))
        .extension("requested", json!(err.requested.word()))
        .extension("allowed", json!(allowed))
}

fn illegal_run_transition(err: IllegalRunTransition) -> Problem {
    Problem::new(&ILLEGAL_TRANSITION)
        .detail(err.to_string())
        .extension("from", json!(err.from.word()))
        .extension("requested", json!(err.requested))
        .extension("allowed", json!(err.from.allowed()))
}

fn illegal_publication_step(err: IllegalPublicationStep) -> Problem {
    let allowed: Vec<_> = err.from.allowed().into_iter().map(PublicationStep::word).collect();
    Problem::new(&ILLEGAL_TRANSITION)
        .detail(err.to_string())
        .extension("from", json!(err.from.word()))
        .extension("requested", json!(err.requested.word()))
        .extension("allowed", json!(allowed))
}

/// Deleting stands in no table of transitions: what counts is whether there ever was a
/// publication, and not the present state.
fn ever_published(err: EverPublished) -> Problem {
    Problem::new(&ILLEGAL_TRANSITION)
        .detail(err.to_string())
        .extension("requested", json!("delete"))
        .extension("allowed", json!([Transition::Archive.word()]))
}

fn illegal_merge(err: IllegalMerge) -> Problem {
    let detail = err.to_string();
    match err {
        IllegalMerge::IntoItself => Problem::new(&kinds::VALIDATION_FAILED)
            .field(FieldError::new("/into", "itself", detail)),
        IllegalMerge::AlreadyMerged => Problem::new(&kinds::CONFLICT).detail(detail),
        IllegalMerge::TargetMerged => Problem::new(&kinds::CONFLICT)
            .detail(detail.clone())
            .field(FieldError::new("/into", "merged", detail)),
    }
}

fn store(err: StoreError) -> Problem {
    match err {
        StoreError::Unavailable(_) => Problem::new(&kinds::NOT_READY).retry_after(SOON).cause(err),
        StoreError::TimedOut(_) => Problem::new(&kinds::TIMEOUT).cause(err),
        StoreError::Broken(_) => Problem::internal(err),
    }
}

#[cfg(test)]
mod tests {
    use courses_domain::catalogue::{Lifecycle, PublicationStatus, RunStatus, StaleRequest};
    use serde_json::Value;
    use xerror::RenderOptions;

    use super::*;

    fn rendered(err: impl Into<WriteError>) -> Value {
        unwritten(err.into()).render(&RenderOptions::default())
    }

    #[test]
    fn every_refusal_has_its_status_and_code() {
        let mismatch = Precondition::Mismatch { current: 4 };
        let broken = || StoreError::broken("disk on fire");
        let table: Vec<(WriteError, u16, &str)> = vec![
            (Refusal::NotFound.into(), 404, "not-found"),
            (Refusal::Unauthenticated.into(), 401, "unauthenticated"),
            (Refusal::Forbidden.into(), 403, "forbidden"),
            (Precondition::Required.into(), 428, "precondition-required"),
            (mismatch.into(), 412, "version-mismatch"),
            (Violations::one("/title", "required", "is required").into(), 422, "validation-failed"),
            (Taken::Slug.into(), 409, "slug-taken"),
            (Taken::ExternalId.into(), 409, "conflict"),
            (Taken::RunKey.into(), 409, "conflict"),
            (Taken::SubjectCode.into(), 409, "conflict"),
            (Taken::Email.into(), 409, "email-taken"),
            (EverPublished.into(), 409, "illegal-transition"),
            (StaleRequest.into(), 409, "stale-request"),
            (WriteError::PublicationRequestOpen, 409, "conflict"),
            (WriteError::ReviewRequired, 409, "review-required"),
            (IllegalMerge::IntoItself.into(), 422, "validation-failed"),
            (IllegalMerge::AlreadyMerged.into(), 409, "conflict"),
            (IllegalMerge::TargetMerged.into(), 409, "conflict"),
            (WriteError::TooManyRuns, 409, "conflict"),
            (WriteError::TooManyImports, 409, "conflict"),
            (WriteError::KeyReused, 422, "idempotency-key-reused"),
            (WriteError::Contended, 409, "conflict"),
            (StoreError::unavailable("gone").into(), 503, "not-ready"),
            (StoreError::TimedOut("slow".into()).into(), 504, "timeout"),
            (broken().into(), 500, "internal"),
        ];
        for (err, status, code) in table {
            let said = err.to_string();
            let problem = unwritten(err);
            assert_eq!((problem.status(), problem.code()), (status, code), "{said}");
        }
        assert_eq!(unread(broken().into()).status(), 500);
        assert_eq!(unread(Refusal::NotFound.into()).status(), 404);
    }

    #[test]
    fn an_illegal_step_says_what_would_be_legal() {
        let problem = rendered(IllegalTransition {
            from: Lifecycle::Archived,
            requested: Transition::Publish,
        });
        assert_eq!(problem["from"], "archived");
        assert_eq!(problem["requested"], "publish");
        assert_eq!(problem["allowed"], json!(["restore"]));
        assert_eq!(problem["detail"], "a course that is archived cannot publish");

        let problem =
            rendered(IllegalRunTransition { from: RunStatus::Planned, requested: "close" });
        assert_eq!(problem["allowed"], json!(["open", "cancel"]));

        let problem = rendered(IllegalPublicationStep {
            from: PublicationStatus::Rejected,
            requested: PublicationStep::Approve,
        });
        assert_eq!(
            (&problem["from"], &problem["requested"]),
            (&json!("rejected"), &json!("approve"))
        );
        assert_eq!(problem["allowed"], json!([]));
    }

    #[test]
    fn a_lost_race_carries_the_present_tag() {
        let problem = unwritten(Precondition::Mismatch { current: 4 }.into());
        assert_eq!(problem.headers(), [("etag", "\"4\"".to_owned())]);
    }

    #[test]
    fn whoever_was_only_unlucky_is_told_to_come_back() {
        for err in [WriteError::Contended, StoreError::unavailable("gone").into()] {
            assert_eq!(unwritten(err).retry_after_seconds(), Some(1));
        }
    }

    #[test]
    fn taken_names_point_at_their_member() {
        let pointer = |taken: Taken| rendered(taken)["errors"][0]["pointer"].clone();
        assert_eq!(pointer(Taken::Slug), "/slug");
        assert_eq!(pointer(Taken::ExternalId), "/external_ids");
        assert_eq!(pointer(Taken::RunKey), "/key");
        assert_eq!(pointer(Taken::SubjectCode), "/code");
        assert_eq!(pointer(Taken::Email), "/email");
    }
}
