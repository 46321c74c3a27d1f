//! Sessions.

use std::net::IpAddr;

use courses_domain::identity::{
    DeviceLabel, EndReason, Secret, Session, SessionEnd, SessionState, TokenHash,
};
use rusqlite::Row;

use super::Columns;
use crate::error::Failure;

/// A session.
pub(crate) fn read_session(row: &Row<'_>) -> Result<Session, Failure> {
    let it = Columns::of("sessions", row)?;
    let ended = match it.time_if_any("ended_at")? {
        Some(at) => Some(SessionEnd { at, reason: it.word("end_reason", EndReason::parse)? }),
        None => None,
    };
    Ok(Session::restore(SessionState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        account_id: it.id("account")?,
        label: it.parse_if_any("label", DeviceLabel::parse)?,
        address: it.parse_if_any("address", str::parse::<IpAddr>)?,
        created_at: it.time("created_at")?,
        refreshed_at: it.time("refreshed_at")?,
        expires_at: it.time("expires_at")?,
        generation: it.counter("generation")?,
        salt: Secret::new(it.get("salt")?),
        current: TokenHash::from_bytes(it.get("newest")?),
        ended,
    }))
}
