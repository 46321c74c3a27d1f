//! A session. Growth: one per sign-in, half a kilobyte each; `purge_identity` removes those that
//! are over.

use std::net::IpAddr;

use bson::{Binary, DateTime};
use courses_domain::identity::{
    DeviceLabel, EndReason, Secret, Session, SessionEnd, SessionState, TokenHash,
};
use serde::{Deserialize, Serialize};

use super::Record;
use super::bytes::{from_bytes, to_bytes};
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp};
use crate::error::{BadField, InField};

/// A session as it lies in `sessions`, beside its `outbox`.
///
/// Of the refresh token there is a hash only. The salt is no secret by itself: the next token is
/// made of it and of the present token, which nobody but the client has.
#[derive(Serialize, Deserialize)]
pub(crate) struct SessionDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    account_id: bson::Uuid,
    label: Option<String>,
    address: Option<String>,
    created_at: DateTime,
    refreshed_at: DateTime,
    expires_at: DateTime,
    generation: i64,
    salt: Binary,
    current: Binary,
    ended: Option<EndDocument>,
    /// Not ended; the indexes for lists hold such sessions only.
    live: bool,
    /// When it ended, or will by itself.
    over_at: DateTime,
}

#[derive(Serialize, Deserialize)]
struct EndDocument {
    at: DateTime,
    reason: String,
}

impl From<&SessionState> for SessionDocument {
    fn from(state: &SessionState) -> Self {
        let ended_at = state.ended.as_ref().map(|end| end.at);
        let over_at = ended_at.map_or(state.expires_at, |at| at.min(state.expires_at));
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            account_id: to_binary(state.account_id),
            label: state.label.as_ref().map(|label| label.as_str().to_owned()),
            address: state.address.map(|address| address.to_string()),
            created_at: to_date(state.created_at),
            refreshed_at: to_date(state.refreshed_at),
            expires_at: to_date(state.expires_at),
            generation: state.generation.into(),
            salt: to_bytes(state.salt.expose()),
            current: to_bytes(state.current.as_bytes()),
            ended: state.ended.as_ref().map(EndDocument::from),
            live: state.ended.is_none(),
            over_at: to_date(over_at),
        }
    }
}

impl From<&SessionEnd> for EndDocument {
    fn from(end: &SessionEnd) -> Self {
        Self { at: to_date(end.at), reason: end.reason.word().to_owned() }
    }
}

impl EndDocument {
    fn into_end(self) -> Result<SessionEnd, BadField> {
        Ok(SessionEnd {
            at: to_timestamp(self.at, "ended.at")?,
            reason: EndReason::parse(&self.reason).in_field("ended.reason")?,
        })
    }
}

impl Record for SessionDocument {
    type Entity = Session;

    fn into_entity(self) -> Result<Session, BadField> {
        let address = self.address.map(|address| address.parse::<IpAddr>()).transpose();
        Ok(Session::restore(SessionState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            account_id: to_id(self.account_id),
            label: self.label.map(|it| DeviceLabel::parse(&it)).transpose().in_field("label")?,
            address: address.in_field("address")?,
            created_at: to_timestamp(self.created_at, "created_at")?,
            refreshed_at: to_timestamp(self.refreshed_at, "refreshed_at")?,
            expires_at: to_timestamp(self.expires_at, "expires_at")?,
            generation: to_number(self.generation, "generation")?,
            salt: Secret::new(from_bytes(self.salt, "salt")?),
            current: TokenHash::from_bytes(from_bytes(self.current, "current")?),
            ended: self.ended.map(EndDocument::into_end).transpose()?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_session_survives_its_document() {
        let mut make = Make::new(1);
        let account = make.id();
        let mut states = vec![make.session(account), make.rich_session(account)];
        states.extend((0..50).map(|_| make.random_session(account)));
        for state in states {
            let document = encode(&SessionDocument::from(&state));
            let raw = RawDocumentBuf::try_from(&document).unwrap();
            assert_eq!(decode::<SessionDocument>("sessions", &raw).unwrap().state(), &state);
        }
    }

    #[test]
    fn a_session_is_over_when_it_ends_or_expires() {
        let mut make = Make::new(2);
        let account = make.id();
        let (live, ended) = (make.session(account), make.rich_session(account));
        let over = |state| SessionDocument::from(state).over_at;
        assert_eq!(over(&live), to_date(live.expires_at));
        assert_eq!(over(&ended), to_date(ended.ended.unwrap().at));
        assert!(SessionDocument::from(&live).live && !SessionDocument::from(&ended).live);
    }
}
