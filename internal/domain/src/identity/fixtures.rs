//! Values that several tests of identity begin with.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::identity::{
    Account, DisplayName, EmailAddress, NewAccount, PasswordHash, PendingToken, TokenHash,
};
use crate::shared::{AccountId, Role};
use crate::{EventData, EventOrigin};

/// So many seconds after the first of January 1970.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(crate) fn account_id() -> AccountId {
    uuid::Uuid::from_u128(0xa).into()
}

pub(crate) fn password(text: &str) -> PasswordHash {
    PasswordHash::new(text.to_owned())
}

pub(crate) fn new_account(roles: &[Role], verified: bool) -> NewAccount {
    NewAccount {
        id: account_id(),
        email: EmailAddress::parse("Ada@example.org").unwrap(),
        name: DisplayName::parse("Ada Lovelace").unwrap(),
        password: password("first"),
        roles: roles.to_vec(),
        verified,
    }
}

/// An account as a store gives it back, registered in second 0, its address not proved.
pub(crate) fn stored_account() -> Account {
    Account::restore(Account::register(new_account(&[], false), at(0)).into_parts().0)
}

/// A token with this secret that works until second 100.
pub(crate) fn pending(secret: &[u8]) -> PendingToken {
    PendingToken { hash: TokenHash::of(secret), expires_at: at(100) }
}

/// The types of what happened, in order.
pub(crate) fn happened<E: Into<EventData>>(
    recorder: crate::shared::Recorder<E>,
) -> Vec<&'static str> {
    let new_id = || uuid::Uuid::nil().into();
    let events = recorder.into_events(at(0), &EventOrigin::default(), new_id);
    events.iter().map(|event| event.data.type_name()).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
