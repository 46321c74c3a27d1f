//! What a session does, case by case.

use std::net::{IpAddr, Ipv4Addr};

use uuid::Uuid;

use super::*;
use crate::identity::fixtures::{account_id, at, happened, hex};
use crate::identity::{DeviceLabel, SessionId};

pub(super) const LIFETIME: SignedDuration = SignedDuration::from_secs(1000);

pub(super) fn session_id() -> SessionId {
    Uuid::from_u128(5).into()
}

/// A session that began in second 0, as a store gives it back, and its first token.
pub(super) fn started() -> (Session, RefreshToken) {
    let new = NewSession {
        id: session_id(),
        account_id: account_id(),
        label: DeviceLabel::clip("Firefox"),
        address: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        secret: Secret::new([1; 32]),
        salt: Secret::new([2; 32]),
    };
    let (session, token) = Session::start(new, at(0), LIFETIME);
    assert!(session.is_changed());
    (Session::restore(session.into_parts().0), token)
}

/// The session after so many refreshes, one each 20 seconds, and all its tokens.
fn refreshed(times: i64) -> (Session, Vec<RefreshToken>) {
    let (mut session, first) = started();
    let mut tokens = vec![first];
    for time in 1..=times {
        let newest = tokens.last().unwrap().clone();
        tokens.push(session.refresh(&newest, at(20 * time), LIFETIME).unwrap());
    }
    (session, tokens)
}

#[test]
fn a_session_begins_with_the_token_of_its_secret_and_no_event() {
    let (session, token) = started();
    let state = session.state();
    assert_eq!((token.session, token.generation), (state.id, 0));
    assert!(state.current.matches(token.secret.expose()));
    assert_eq!((state.revision, state.next_sequence, state.generation), (1, 1, 0));
    assert_eq!((state.created_at, state.refreshed_at, state.expires_at), (at(0), at(0), at(1000)));
    assert!(session.is_live(at(999)) && !session.is_live(at(1000)));
    assert!(!session.is_changed());
}

#[test]
fn the_chain_is_the_documented_one() {
    let (mut session, first) = started();
    let child = session.refresh(&first, at(1), LIFETIME).unwrap();
    assert_eq!(
        hex(child.secret.expose()),
        "55f15710c6ca7e8f36619d51a879d18630bc1a032051185a3ab87746eae30039"
    );
}

#[test]
fn a_refresh_gives_the_next_token_and_a_longer_life_without_an_event() {
    let (mut session, first) = started();
    let child = session.refresh(&first, at(500), LIFETIME).unwrap();
    assert_eq!((child.session, child.generation), (session_id(), 1));
    assert_ne!(child.secret, first.secret);
    assert!(session.is_changed());
    let (state, recorder) = session.into_parts();
    assert!(state.current.matches(child.secret.expose()));
    assert_eq!((state.refreshed_at, state.expires_at), (at(500), at(1500)));
    assert_eq!((state.generation, state.revision, state.next_sequence), (1, 2, 1));
    assert!(recorder.is_empty());
}

#[test]
fn within_the_grace_the_token_before_gets_the_same_child_and_nothing_changes() {
    let (mut session, tokens) = refreshed(3);
    session = Session::restore(session.into_parts().0);
    let before = session.clone();
    for second in [60, 65, 70] {
        assert_eq!(session.refresh(&tokens[2], at(second), LIFETIME), Ok(tokens[3].clone()));
        assert_eq!(session, before);
        assert!(!session.is_changed());
    }
    assert!(session.refresh(&tokens[3], at(70), LIFETIME).is_ok());
}

#[test]
fn two_that_refresh_at_once_get_the_same_child() {
    let (mut session, tokens) = refreshed(3);
    let mut other = session.clone();
    let child = session.refresh(&tokens[3], at(80), LIFETIME).unwrap();
    assert_eq!(other.refresh(&tokens[3], at(81), LIFETIME), Ok(child.clone()));
    let mut late = Session::restore(session.into_parts().0);
    assert_eq!(late.refresh(&tokens[3], at(81), LIFETIME), Ok(child));
}

#[test]
fn after_the_grace_a_used_token_ends_the_session() {
    let (mut session, tokens) = refreshed(3);
    session = Session::restore(session.into_parts().0);
    let refused = session.refresh(&tokens[2], at(71), LIFETIME);
    assert_eq!(refused, Err(RefreshRefused::Reused));
    assert!(session.is_changed() && !session.is_live(at(71)));
    let end = SessionEnd { at: at(71), reason: EndReason::Reused };
    assert_eq!(session.state().ended, Some(end));
    assert_eq!(session.refresh(&tokens[3], at(71), LIFETIME), Err(RefreshRefused::Ended));
    let (state, recorder) = session.into_parts();
    assert_eq!((state.revision, state.next_sequence), (3, 2));
    assert_eq!(happened(recorder), ["session.reuse_detected"]);
}

#[test]
fn a_token_older_than_the_one_before_ends_the_session_within_the_grace_too() {
    let (mut session, tokens) = refreshed(3);
    assert_eq!(session.refresh(&tokens[1], at(60), LIFETIME), Err(RefreshRefused::Reused));
    assert!(!session.is_live(at(60)));
}

#[test]
fn every_token_of_a_long_chain_is_recognised() {
    let (session, tokens) = refreshed(100);
    assert_eq!(session.state().generation, 100);
    for old in &tokens[..100] {
        let mut session = session.clone();
        assert_eq!(session.refresh(old, at(2011), LIFETIME), Err(RefreshRefused::Reused));
    }
    let mut secrets: Vec<_> = tokens.iter().map(|token| *token.secret.expose()).collect();
    secrets.sort_unstable();
    secrets.dedup();
    assert_eq!(secrets.len(), 101, "no two tokens have the same secret");
}

#[test]
fn a_token_that_the_session_never_gave_changes_nothing() {
    let (mut session, tokens) = refreshed(3);
    session = Session::restore(session.into_parts().0);
    let before = session.clone();
    let newest = &tokens[3];
    let foreign = RefreshToken { session: Uuid::from_u128(6).into(), ..newest.clone() };
    let mut made_up = vec![foreign];
    for generation in [0, 1, 2, 3, 4, 1000, u32::MAX] {
        let secret = Secret::new([9; 32]);
        made_up.push(RefreshToken { session: session_id(), generation, secret });
    }
    for (generation, token) in [(2, newest), (4, newest), (3, &tokens[2]), (0, &tokens[1])] {
        made_up.push(RefreshToken { generation, ..token.clone() });
    }
    for token in made_up {
        let refused = session.refresh(&token, at(61), LIFETIME);
        assert_eq!(refused, Err(RefreshRefused::Unknown), "{token:?}");
        assert_eq!(session, before);
    }
}

#[test]
fn a_made_up_token_of_long_ago_causes_no_work() {
    let state = SessionState { generation: u32::MAX, ..started().0.into_parts().0 };
    let mut session = Session::restore(state);
    let ancient = RefreshToken {
        session: session_id(),
        generation: u32::MAX - REMEMBERED - 1,
        secret: Secret::new([9; 32]),
    };
    assert_eq!(session.refresh(&ancient, at(1), LIFETIME), Err(RefreshRefused::Unknown));
}

#[test]
fn a_chain_that_cannot_be_counted_on_has_come_to_its_end() {
    let (session, first) = started();
    let state = SessionState { generation: u32::MAX, ..session.into_parts().0 };
    let mut session = Session::restore(state.clone());
    let last = RefreshToken { generation: u32::MAX, ..first };
    assert_eq!(session.refresh(&last, at(1), LIFETIME), Err(RefreshRefused::Expired));
    assert_eq!(session, Session::restore(state));
}

#[test]
fn an_expired_session_is_not_refreshed() {
    let (mut session, first) = started();
    let before = session.clone();
    assert_eq!(session.refresh(&first, at(1000), LIFETIME), Err(RefreshRefused::Expired));
    assert_eq!(session, before);
    assert!(session.refresh(&first, at(999), LIFETIME).is_ok());
    assert_eq!(after(at(1), SignedDuration::MAX), Timestamp::MAX);
}

#[test]
fn the_end_is_an_event_comes_once_and_forgets_the_device() {
    for reason in EndReason::ALL {
        let (mut session, first) = started();
        session.end(reason, at(7));
        session.end(EndReason::SignedOut, at(8));
        assert!(!session.is_live(at(7)));
        assert_eq!(session.refresh(&first, at(8), LIFETIME), Err(RefreshRefused::Ended));
        let (state, recorder) = session.into_parts();
        assert_eq!(state.ended, Some(SessionEnd { at: at(7), reason }));
        assert_eq!((state.label, state.address, state.revision), (None, None, 2));
        assert_eq!(happened(recorder), ["session.ended"]);
    }
}

#[test]
fn neither_salt_nor_hash_nor_device_is_shown() {
    let shown = format!("{:?}", started().0);
    for hidden in ["salt: Secret(..)", "current: TokenHash(..)", "label: Some(DeviceLabel(..))"] {
        assert!(shown.contains(hidden), "{shown}");
    }
}
