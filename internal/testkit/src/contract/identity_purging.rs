//! Sessions and revocations that are long over go away.

use courses_domain::identity::{EndReason, RevokedTokens, Session, SessionEnd, SessionState};
use jiff::SignedDuration;

use super::Stores;
use super::leases::fence;
use crate::build::{Make, Save, changed, session_write};

async fn purge(stores: &Stores, before: jiff::Timestamp, limit: u32) -> u64 {
    stores.identity.purge_identity(before, limit).await.expect("the store answers")
}

async fn exists(stores: &Stores, state: &SessionState) -> bool {
    stores.identity.find_session(state.id).await.expect("the store answers").is_some()
}

/// What ended or expired before the given time, to the millisecond; nothing else.
pub async fn only_what_is_long_over_is_purged(stores: &Stores) {
    let mut make = Make::new(2401);
    let account = make.id();
    let (long_ago, border) = (make.at(-100), make.at(-50));
    let live = make.session(account);
    let mut expired = make.session(account);
    expired.expires_at = long_ago;
    let mut ended = make.session(account);
    ended.ended = Some(SessionEnd { at: long_ago, reason: EndReason::SignedOut });
    let mut just_over = make.session(account);
    just_over.expires_at = border;
    just_over.ended = Some(SessionEnd { at: border, reason: EndReason::Blocked });
    let (old, new) = (RevokedTokens::Session(make.id()), RevokedTokens::Account(make.id()));
    let mut old = make.revocation(old);
    old.expires_at = long_ago;
    let new = make.revocation(new);
    let states = [live, expired, ended, just_over];
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    stores.put_all(&make, [old.save(), new.save()]).await;

    assert_eq!(purge(stores, long_ago, 100).await, 0);
    assert_eq!(purge(stores, border, 100).await, 3);
    let mut left = Vec::new();
    for state in &states {
        left.push(exists(stores, state).await);
    }
    assert_eq!(left, [true, false, false, true]);
    let revocations = stores.identity.revocations_since(make.at(-1_000), make.at(-999), 10).await;
    assert_eq!(revocations.expect("answers"), [new]);
    let a_moment_later = border + SignedDuration::from_millis(1);
    assert_eq!(purge(stores, a_moment_later, 100).await, 1);
    assert_eq!(purge(stores, a_moment_later, 100).await, 0);
}

/// A round takes no more than asked for; rounds go on until nothing is left.
pub async fn a_limit_is_kept(stores: &Stores) {
    let mut make = Make::new(2402);
    let account = make.id();
    for _ in 0..4 {
        let mut session = make.session(account);
        session.expires_at = make.at(-100);
        let tokens = RevokedTokens::Session(session.id);
        let mut revocation = make.revocation(tokens);
        revocation.expires_at = make.at(-100);
        stores.put_all(&make, [session.save(), revocation.save()]).await;
    }
    let mut purged = Vec::new();
    for _ in 0..4 {
        purged.push(purge(stores, make.now(), 3).await);
    }
    assert_eq!(purged, [3, 3, 2, 0]);
}

/// Its events reach the log first.
pub async fn sessions_with_waiting_events_stay(stores: &Stores) {
    let mut make = Make::new(2403);
    let account = make.id();
    let first = make.session(account);
    stores.put(&make, first.clone()).await;
    let mut session = Session::restore(first.clone());
    session.end(EndReason::SignedOut, make.tick());
    let write = session_write(session, &mut make);
    let saved = write.state.clone();
    stores.put(&make, write).await;
    assert_eq!(purge(stores, make.at(1_000), 100).await, 0);
    assert!(exists(stores, &first).await);

    let fence = fence(stores, &mut make, "collector").await;
    assert_eq!(stores.events.collect(&fence, 10).await.expect("answers").appended, 1);
    let touched = changed(&saved, |it| it.label = None);
    stores.put(&make, touched).await;
    assert_eq!(purge(stores, make.at(1_000), 100).await, 1);
    assert!(!exists(stores, &first).await);
    assert_eq!(stores.events.read(0, 10).await.expect("answers").len(), 1);
}
