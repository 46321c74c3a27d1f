//! Who makes a request: known from a verified access token, and from nothing else.

use std::sync::Arc;

use courses_domain::shared::{Actor, Role};
use courses_port::Clock;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use uuid::Uuid;
use xapi::{Authenticate, Operation};
use xerror::{Problem, kinds};
use xtoken::{Claims, TokenError, Verifier};

use crate::policy;

/// Whoever makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account and its roles.
    pub actor: Actor,
    /// The session that the token belongs to.
    pub session: Option<Uuid>,
}

/// Roles that this version does not know give nothing.
impl From<Claims> for Caller {
    fn from(claims: Claims) -> Self {
        let roles = claims.roles.iter().filter_map(|word| Role::parse(word));
        Self { actor: Actor::new(claims.sub.into(), roles), session: claims.sid }
    }
}

/// Believes tokens of one issuer, by the clock of the product.
pub(crate) struct Authenticator {
    verifier: Verifier,
    clock: Arc<dyn Clock>,
}

impl Authenticator {
    pub(crate) const fn new(verifier: Verifier, clock: Arc<dyn Clock>) -> Self {
        Self { verifier, clock }
    }
}

impl Authenticate for Authenticator {
    type Caller = Caller;

    async fn authenticate(
        &self,
        operation: &'static Operation,
        headers: &HeaderMap,
    ) -> Result<Option<Caller>, Problem> {
        let Some(token) = bearer(headers)? else { return Ok(None) };
        let now = self.clock.now().as_second();
        let caller = Caller::from(self.verifier.verify(token, now).map_err(refused)?);
        policy::admit(operation, &caller.actor)?;
        Ok(Some(caller))
    }
}

/// The token that the headers carry. Credentials of another kind are bad credentials: whoever
/// sends some expects to be known.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut sent = headers.get_all(AUTHORIZATION).iter();
    let value = match (sent.next(), sent.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    let credentials = value.and_then(|value| value.split_once(' '));
    credentials
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Some(token.trim_matches(' ')))
        .ok_or_else(|| refused(TokenError::Malformed))
}

/// The refusal as RFC 6750 wants it: `invalid_token`, with the reason that the bearer may know.
fn refused(err: TokenError) -> Problem {
    let kind = match err {
        TokenError::Expired => &kinds::TOKEN_EXPIRED,
        TokenError::Malformed
        | TokenError::WrongAlgorithm
        | TokenError::WrongType
        | TokenError::WrongKey
        | TokenError::WrongSignature
        | TokenError::MissingClaim { .. }
        | TokenError::WrongIssuer
        | TokenError::WrongAudience
        | TokenError::NotYetValid => &kinds::UNAUTHENTICATED,
    };
    let challenge = format!(r#"Bearer error="invalid_token", error_description="{err}""#);
    Problem::new(kind).detail(err.to_string()).header("www-authenticate", challenge).cause(err)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use jiff::Timestamp;
    use xtoken::SigningKey;

    use super::*;
    use crate::generated::OperationId;

    const NOW: i64 = 1_800_000_000;

    struct Fixed;

    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            Timestamp::from_second(NOW).unwrap()
        }
    }

    fn minted(key: &SigningKey, exp: i64, roles: &[&str]) -> String {
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        let (iss, aud) = ("https://courses.example".to_owned(), "courses".to_owned());
        let (sub, jti, sid) = (Uuid::from_u128(1), Uuid::from_u128(2), Some(Uuid::from_u128(3)));
        key.mint(&Claims { iss, aud, sub, iat: exp - 900, nbf: exp - 900, exp, jti, sid, roles })
            .unwrap()
    }

    async fn asked(
        operation: OperationId,
        values: &[&str],
        key: &SigningKey,
    ) -> Result<Option<Caller>, Problem> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        let verifier = Verifier::new([key.verifying_key()], "https://courses.example", "courses");
        let authenticator = Authenticator::new(verifier, Arc::new(Fixed));
        authenticator.authenticate(operation.operation(), &headers).await
    }

    fn code(outcome: Result<Option<Caller>, Problem>) -> &'static str {
        outcome.expect_err("refused").code()
    }

    #[tokio::test]
    async fn a_token_names_account_session_and_the_roles_that_are_known() {
        let (key, _) = SigningKey::generate().unwrap();
        let token = minted(&key, NOW + 60, &["teacher", "astronaut"]);
        let header = format!("bearer {token}");
        let caller = asked(OperationId::CreateCourse, &[&header], &key).await.unwrap().unwrap();
        assert_eq!(caller.actor.account(), Uuid::from_u128(1).into());
        assert_eq!(caller.actor.roles(), [Role::Student, Role::Teacher]);
        assert_eq!(caller.session, Some(Uuid::from_u128(3)));
    }

    #[tokio::test]
    async fn nobody_is_nobody_and_bad_credentials_are_refused() {
        let (key, _) = SigningKey::generate().unwrap();
        let id = OperationId::GetCourse;
        assert_eq!(asked(id, &[], &key).await.unwrap(), None);
        for bad in ["Bearer", "Bearer  ", "Bearer nonsense", "Basic dXNlcjpwYXNz"] {
            assert_eq!(code(asked(id, &[bad], &key).await), "unauthenticated", "{bad}");
        }
        let good = format!("Bearer {}", minted(&key, NOW + 60, &[]));
        assert_eq!(code(asked(id, &[&good, &good], &key).await), "unauthenticated");
        let (other, _) = SigningKey::generate().unwrap();
        assert_eq!(code(asked(id, &[&good], &other).await), "unauthenticated");
    }

    #[tokio::test]
    async fn an_old_token_is_told_apart() {
        let (key, _) = SigningKey::generate().unwrap();
        let old = format!("Bearer {}", minted(&key, NOW - 60, &["admin"]));
        let problem = asked(OperationId::GetCourse, &[&old], &key).await.expect_err("too old");
        assert_eq!(problem.code(), "token-expired");
        let (name, value) = &problem.headers()[0];
        assert_eq!(*name, "www-authenticate");
        assert!(value.starts_with(r#"Bearer error="invalid_token""#), "{value}");
    }

    #[tokio::test]
    async fn whoever_can_never_do_it_is_refused_before_the_body_is_read() {
        let (key, _) = SigningKey::generate().unwrap();
        let student = format!("Bearer {}", minted(&key, NOW + 60, &[]));
        assert_eq!(code(asked(OperationId::CreateSubject, &[&student], &key).await), "forbidden");
        assert!(asked(OperationId::PatchDraft, &[&student], &key).await.is_ok());
    }
}
