//! Which problem each refusal about people is: one arm for each, no wildcard.

use courses_domain::identity::IllegalAccountTransition;
use courses_usecase::identity::IdentityError;
use serde_json::json;
use xerror::{Problem, kinds};

use crate::problem::unwritten;
use crate::problem_kinds::{ILLEGAL_TRANSITION, INVALID_CREDENTIALS, INVALID_REFRESH_TOKEN};

/// Why something about an account was not done or shown.
pub(super) fn undone(err: IdentityError) -> Problem {
    match err {
        IdentityError::Write(err) => unwritten(err),
        IdentityError::InvalidCredentials => {
            Problem::new(&INVALID_CREDENTIALS).header("www-authenticate", "Bearer")
        }
        IdentityError::InvalidRefreshToken => {
            Problem::new(&INVALID_REFRESH_TOKEN).header("www-authenticate", "Bearer")
        }
        IdentityError::Throttled { retry_after } => {
            Problem::new(&kinds::RATE_LIMITED).detail(err.to_string()).retry_after(retry_after)
        }
        IdentityError::Overloaded { retry_after } => {
            let detail = "too many passwords are being checked";
            Problem::new(&kinds::OVERLOADED).detail(detail).retry_after(retry_after)
        }
        IdentityError::IllegalTransition(err) => illegal_transition(err),
        IdentityError::SelfHarm(err) => Problem::new(&kinds::CONFLICT).detail(err.to_string()),
        IdentityError::TooManyApiKeys => Problem::new(&kinds::CONFLICT).detail(err.to_string()),
        IdentityError::Failed(_) => Problem::internal(err),
    }
}

fn illegal_transition(err: IllegalAccountTransition) -> Problem {
    Problem::new(&ILLEGAL_TRANSITION)
        .detail(err.to_string())
        .extension("from", json!(err.from.word()))
        .extension("requested", json!(err.requested))
        .extension("allowed", json!(err.allowed))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use courses_domain::identity::AccountStatus;
    use courses_usecase::identity::SelfHarm;
    use courses_usecase::{Refusal, WriteError};
    use xerror::RenderOptions;

    use super::*;

    const SOON: Duration = Duration::from_millis(1500);

    fn illegal() -> IllegalAccountTransition {
        let from = AccountStatus::Blocked;
        IllegalAccountTransition { from, requested: "block", allowed: from.allowed() }
    }

    #[test]
    fn every_refusal_has_its_status_and_code() {
        let table: Vec<(IdentityError, u16, &str)> = vec![
            (WriteError::from(Refusal::NotFound).into(), 404, "not-found"),
            (IdentityError::InvalidCredentials, 401, "invalid-credentials"),
            (IdentityError::InvalidRefreshToken, 401, "invalid-refresh-token"),
            (IdentityError::Throttled { retry_after: SOON }, 429, "rate-limited"),
            (IdentityError::Overloaded { retry_after: SOON }, 503, "overloaded"),
            (illegal().into(), 409, "illegal-transition"),
            (SelfHarm::Block.into(), 409, "conflict"),
            (SelfHarm::Demote.into(), 409, "conflict"),
            (IdentityError::TooManyApiKeys, 409, "conflict"),
            (IdentityError::Failed("no chance".into()), 500, "internal"),
        ];
        for (err, status, code) in table {
            let said = err.to_string();
            let problem = undone(err);
            assert_eq!((problem.status(), problem.code()), (status, code), "{said}");
        }
    }

    #[test]
    fn whoever_is_too_fast_is_told_when_to_come_back() {
        for err in [
            IdentityError::Throttled { retry_after: SOON },
            IdentityError::Overloaded { retry_after: SOON },
        ] {
            assert_eq!(undone(err).retry_after_seconds(), Some(2));
        }
    }

    #[test]
    fn refused_credentials_say_nothing_more() {
        let body = undone(IdentityError::InvalidCredentials).render(&RenderOptions::default());
        let members: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(members, ["status", "title", "type"]);
    }

    #[test]
    fn an_illegal_step_says_what_would_be_legal() {
        let problem = undone(illegal().into()).render(&RenderOptions::default());
        assert_eq!(problem["from"], "blocked");
        assert_eq!(problem["requested"], "block");
        assert_eq!(problem["allowed"], json!(["unblock"]));
    }
}
