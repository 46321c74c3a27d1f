//! How what was decided becomes changes of a set.

use courses_domain::identity::{
    Account, ApiKey, AuditAction, AuditEntry, RevokedTokens, Session, TokenRevocation,
};
use courses_domain::shared::{AccountId, Actor};
use courses_port::ChangeSet;
use courses_port::identity::{
    AccountWrite, ApiKeyWrite, IdentityChange, MailKind, MailRequest, SessionWrite,
};
use jiff::{SignedDuration, Timestamp};

use crate::identity::ports::later;
use crate::identity::{IdentityError, IdentityPorts};
use crate::shared::{Decision, write_or};
use crate::{Ports, Request};

/// How much longer than a token lives its revocation is remembered: clocks differ.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// An account to save.
pub(super) fn account(
    ports: &Ports,
    request: &Request,
    now: Timestamp,
    account: Account,
) -> IdentityChange {
    let (state, recorder) = account.into_parts();
    let read_at = recorder.read_at();
    let events = request.events(recorder, now, ports);
    IdentityChange::SaveAccount(Box::new(AccountWrite { read_at, state, events }))
}

/// A session to save.
pub(super) fn session(
    ports: &Ports,
    request: &Request,
    now: Timestamp,
    session: Session,
) -> IdentityChange {
    let (state, recorder) = session.into_parts();
    let read_at = recorder.read_at();
    let events = request.events(recorder, now, ports);
    IdentityChange::SaveSession(Box::new(SessionWrite { read_at, state, events }))
}

/// An API key to save.
pub(super) fn api_key(
    ports: &Ports,
    request: &Request,
    now: Timestamp,
    key: ApiKey,
) -> IdentityChange {
    let (state, recorder) = key.into_parts();
    let read_at = recorder.read_at();
    let events = request.events(recorder, now, ports);
    IdentityChange::SaveApiKey(Box::new(ApiKeyWrite { read_at, state, events }))
}

/// A line of the audit log. `detail` is a word, never anything personal.
pub(super) fn audit(
    request: &Request,
    now: Timestamp,
    action: AuditAction,
    subject: Option<AccountId>,
    detail: Option<String>,
) -> IdentityChange {
    IdentityChange::Audit(AuditEntry {
        time: now,
        actor: request.actor.as_ref().map(Actor::account),
        action,
        subject,
        request_id: Some(request.id.clone()).filter(|id| !id.is_empty()),
        detail,
    })
}

/// Makes access tokens void.
///
/// A session that ended never mints another token, so all of its tokens are void, also those that
/// a slower clock will have minted; of an account those that were minted so far.
pub(super) fn revocation(
    ports: &IdentityPorts,
    now: Timestamp,
    tokens: RevokedTokens,
) -> IdentityChange {
    let lifetime = SignedDuration::try_from(ports.tokens.lifetime()).unwrap_or(SignedDuration::MAX);
    let expires_at = later(later(now, lifetime), MARGIN);
    let until = match tokens {
        RevokedTokens::Session(_) => expires_at,
        RevokedTokens::Account(_) => now,
    };
    IdentityChange::Revoke(TokenRevocation { tokens, until, recorded_at: now, expires_at })
}

/// A mail to be made and sent.
pub(super) fn mail(
    ports: &Ports,
    now: Timestamp,
    account: AccountId,
    kind: MailKind,
) -> IdentityChange {
    IdentityChange::RequestMail(MailRequest {
        id: ports.ids.new_id().into(),
        account,
        kind,
        requested_at: now,
        attempts: 0,
        next_at: now,
    })
}

/// Commits a line of the audit log by itself, for somebody who only looks at something: what they
/// look at is shown once the line stands.
pub(super) async fn audited(
    ports: &IdentityPorts,
    request: &Request,
    action: AuditAction,
    subject: Option<AccountId>,
) -> Result<(), IdentityError> {
    write_or(&ports.base, request, None, |_| {
        Box::pin(async move {
            let now = ports.base.clock.now();
            let set = ChangeSet::new(now).with(audit(request, now, action, subject, None));
            Ok::<_, IdentityError>(Decision::new(set, ()))
        })
    })
    .await
    .map(|_| ())
}
