//! How values of identity become changes.

use courses_domain::identity::{
    Account, AccountState, ApiKey, ApiKeyState, AuditEntry, Session, SessionState, TokenRevocation,
};
use courses_port::identity::{
    AccountWrite, ApiKeyWrite, IdentityChange, MailRequest, SessionWrite,
};

use super::{Make, Save};

impl Save for IdentityChange {
    type Change = Self;

    fn save(self) -> Self {
        self
    }
}

impl Save for AccountState {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        AccountWrite { read_at: self.revision - 1, events: Vec::new(), state: self }.save()
    }
}

impl Save for SessionState {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        SessionWrite { read_at: self.revision - 1, events: Vec::new(), state: self }.save()
    }
}

impl Save for ApiKeyState {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        ApiKeyWrite { read_at: self.revision - 1, events: Vec::new(), state: self }.save()
    }
}

impl Save for AccountWrite {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        IdentityChange::SaveAccount(Box::new(self))
    }
}

impl Save for SessionWrite {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        IdentityChange::SaveSession(Box::new(self))
    }
}

impl Save for ApiKeyWrite {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        IdentityChange::SaveApiKey(Box::new(self))
    }
}

impl Save for AuditEntry {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        IdentityChange::Audit(self)
    }
}

impl Save for TokenRevocation {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        IdentityChange::Revoke(self)
    }
}

impl Save for MailRequest {
    type Change = IdentityChange;

    fn save(self) -> IdentityChange {
        IdentityChange::RequestMail(self)
    }
}

/// What has to be committed for an account that was changed in the domain.
pub fn account_write(account: Account, make: &mut Make) -> AccountWrite {
    let (now, origin) = (make.now(), make.origin());
    let (state, recorder) = account.into_parts();
    let read_at = recorder.read_at();
    AccountWrite { read_at, state, events: recorder.into_events(now, &origin, || make.event_id()) }
}

/// What has to be committed for a session that was changed in the domain.
pub fn session_write(session: Session, make: &mut Make) -> SessionWrite {
    let (now, origin) = (make.now(), make.origin());
    let (state, recorder) = session.into_parts();
    let read_at = recorder.read_at();
    SessionWrite { read_at, state, events: recorder.into_events(now, &origin, || make.event_id()) }
}

/// What has to be committed for an API key that was changed in the domain.
pub fn api_key_write(key: ApiKey, make: &mut Make) -> ApiKeyWrite {
    let (now, origin) = (make.now(), make.origin());
    let (state, recorder) = key.into_parts();
    let read_at = recorder.read_at();
    ApiKeyWrite { read_at, state, events: recorder.into_events(now, &origin, || make.event_id()) }
}
