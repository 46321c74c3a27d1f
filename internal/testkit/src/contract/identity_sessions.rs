//! Sessions are kept whole, and only live ones are listed.

use courses_domain::identity::{EndReason, Session, SessionEnd, SessionState};
use courses_domain::shared::AccountId;
use courses_domain::{Aggregate, AggregateKind};
use courses_port::{ChangeSet, Conflict};
use jiff::Timestamp;

use super::races::{all_at_once, exactly_one_wins};
use super::{Stores, refused};
use crate::build::{Make, Save, changed};

async fn find(stores: &Stores, state: &SessionState) -> Option<SessionState> {
    let found = stores.identity.find_session(state.id).await.expect("the store answers");
    found.map(|session| session.state().clone())
}

fn stale(state: &SessionState) -> Conflict {
    Conflict::Stale(Aggregate { kind: AggregateKind::Session, id: state.id.into() })
}

/// Every field of a session comes back, set or not, for each way to end and kind of address.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(1801);
    let account = make.id();
    let mut states = vec![make.session(account), make.rich_session(account)];
    for reason in EndReason::ALL {
        let mut state = make.rich_session(account);
        state.ended = Some(SessionEnd { at: make.at(1), reason });
        state.address = Some("192.0.2.7".parse().expect("valid"));
        states.push(state);
    }
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    for state in states {
        let found = stores.identity.find_session(state.id).await.expect("answers");
        assert_eq!(found, Some(Session::restore(state)));
    }
    assert_eq!(stores.identity.find_session(make.id()).await.expect("answers"), None);
}

/// A change can set, replace and clear every field.
pub async fn every_field_can_change(stores: &Stores) {
    let mut make = Make::new(1802);
    let (one, two) = (make.id(), make.id());
    let plain = make.session(one);
    stores.put(&make, plain.clone()).await;
    let rich = SessionState { id: plain.id, revision: 2, ..make.rich_session(two) };
    stores.put(&make, rich.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(rich));
    let bare = SessionState { id: plain.id, revision: 3, ..make.session(one) };
    stores.put(&make, bare.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(bare));
}

/// What was decided on another revision is refused.
pub async fn a_stale_session_is_refused(stores: &Stores) {
    let mut make = Make::new(1803);
    let account = make.id();
    let first = make.session(account);
    let never = changed(&first, |_| ());
    assert_eq!(refused(stores.save(&make, never.clone()).await), stale(&first));
    stores.put(&make, first.clone()).await;
    assert_eq!(refused(stores.save(&make, first.clone()).await), stale(&first));
    let second = changed(&first, |it| it.generation += 1);
    stores.put(&make, second.clone()).await;
    assert_eq!(refused(stores.save(&make, never).await), stale(&first));
    assert_eq!(find(stores, &first).await, Some(second));
}

/// A hundred want to turn the same refresh token into its child.
pub async fn of_many_refreshes_one_wins(stores: &Stores) {
    let mut make = Make::new(1804);
    let account = make.id();
    let first = make.session(account);
    stores.put(&make, first.clone()).await;
    let mut sets = Vec::new();
    for _ in 0..100 {
        let current = make.token_hash();
        let next = changed(&first, |it| {
            it.generation += 1;
            it.current = current;
        });
        sets.push(ChangeSet::new(make.now()).with(next.save()));
    }
    exactly_one_wins(all_at_once(stores, sets).await, &stale(&first));
    let found = find(stores, &first).await.expect("it is there");
    assert_eq!((found.revision, found.generation), (2, 1));
}

async fn walk(stores: &Stores, account: AccountId, now: Timestamp) -> Vec<SessionState> {
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = stores.identity.list_sessions(account, now, after, 3).await;
        let page = page.expect("the store answers");
        assert!(page.items.len() <= 3);
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

async fn to_end(stores: &Stores, account: AccountId, now: Timestamp) -> Vec<SessionState> {
    let found = stores.identity.find_live_sessions(account, now).await;
    found.expect("the store answers").iter().map(|it| it.state().clone()).collect()
}

/// Neither ended ones, nor expired ones, nor those of others. A session ends with the
/// millisecond in which it expires.
pub async fn live_sessions_are_listed_newest_first(stores: &Stores) {
    let mut make = Make::new(1805);
    let (mine, other) = (make.id(), make.id());
    assert_eq!(walk(stores, mine, make.now()).await, []);
    let mut states = Vec::new();
    for _ in 0..40 {
        states.push(make.random_session(mine));
        states.push(make.random_session(other));
    }
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    for seconds in [-20, -1, 0, 1, 86_400 - 40, 86_400] {
        let now = make.at(seconds);
        let mut live = states.clone();
        live.retain(|it| it.account_id == mine && it.ended.is_none() && it.expires_at > now);
        assert_eq!(to_end(stores, mine, now).await, live);
        live.reverse();
        assert_eq!(walk(stores, mine, now).await, live);
    }
    let live = walk(stores, mine, make.now()).await;
    let end = SessionEnd { at: make.now(), reason: EndReason::SignedOut };
    stores.put(&make, changed(&live[0], |it| it.ended = Some(end))).await;
    assert_eq!(walk(stores, mine, make.now()).await, live[1..]);
}

/// At most a thousand, so that one change set can end them.
pub async fn sessions_to_end_come_oldest_first(stores: &Stores) {
    let mut make = Make::new(1806);
    let account = make.id();
    let states: Vec<SessionState> = (0..1_003).map(|_| make.session(account)).collect();
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    assert_eq!(to_end(stores, account, make.now()).await, states[..1_000]);
}
