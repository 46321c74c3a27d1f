//! What happened to an account, and how far each event is.

use courses_domain::Event;
use courses_domain::identity::{Account, AccountState, EndReason, Session, SessionState};
use courses_domain::shared::{AccountId, Role};
use courses_port::Fence;
use courses_port::identity::{AccountEvent, AccountWrite, Delivery};

use super::leases::fence;
use super::{Stores, refused};
use crate::build::{Make, Save as _, account_write, session_write};

async fn events(stores: &Stores, account: AccountId) -> Vec<AccountEvent> {
    let page = stores.identity.account_events(account, None, 200).await;
    let page = page.expect("the store answers");
    assert_eq!(page.next, None);
    page.items
}

async fn collect(stores: &Stores, fence: &Fence) {
    while stores.events.collect(fence, 100).await.expect("the store answers").appended > 0 {}
}

/// A new account and what happened to it since; two events.
fn registered(make: &mut Make) -> AccountWrite {
    let state = make.account();
    let mut account = Account::restore(AccountState { revision: 0, ..state });
    account.set_roles(vec![Role::Teacher, Role::Admin], make.now());
    account_write(account, make)
}

fn expected<'a>(
    events: impl DoubleEndedIterator<Item = &'a Event>,
    delivery: Delivery,
) -> Vec<AccountEvent> {
    let event = |event: &Event| AccountEvent {
        id: event.id,
        sequence: event.sequence,
        type_name: event.data.type_name().to_owned(),
        time: event.time,
        delivery,
    };
    events.rev().map(event).collect()
}

/// First it waits, then it stands in the log; a later one waits while earlier ones stand there.
pub async fn an_event_is_in_progress_until_it_stands_in_the_log(stores: &Stores) {
    let mut make = Make::new(1701);
    let fence = fence(stores, &mut make, "collector").await;
    assert_eq!(events(stores, make.id()).await, []);
    let write = registered(&mut make);
    let (id, state, first) = (write.state.id, write.state.clone(), write.events.clone());
    assert_eq!(first.len(), 2);
    stores.put(&make, write).await;
    assert_eq!(events(stores, id).await, expected(first.iter(), Delivery::InProgress));

    collect(stores, &fence).await;
    assert_eq!(events(stores, id).await, expected(first.iter(), Delivery::Delivered));

    let mut account = Account::restore(state);
    account.block(make.tick()).expect("an active account can be blocked");
    let write = account_write(account, &mut make);
    let second = write.events.clone();
    stores.put(&make, write).await;
    let mut both = expected(second.iter(), Delivery::InProgress);
    both.extend(expected(first.iter(), Delivery::Delivered));
    assert_eq!(events(stores, id).await, both);

    collect(stores, &fence).await;
    let all = first.iter().chain(&second);
    assert_eq!(events(stores, id).await, expected(all, Delivery::Delivered));
}

/// Pages go on before a sequence, over the border between the log and what waits.
pub async fn events_are_listed_newest_first_in_pages(stores: &Stores) {
    let mut make = Make::new(1702);
    let fence = fence(stores, &mut make, "collector").await;
    let write = registered(&mut make);
    let mut state = write.state.clone();
    let mut all = write.events.clone();
    stores.put(&make, write).await;
    for step in 0..7 {
        if step == 4 {
            collect(stores, &fence).await;
        }
        let mut account = Account::restore(state);
        let done =
            if step % 2 == 0 { account.block(make.tick()) } else { account.unblock(make.tick()) };
        done.expect("blocked and active take turns");
        let write = account_write(account, &mut make);
        state = write.state.clone();
        all.extend(write.events.clone());
        stores.put(&make, write).await;
    }
    let sequences: Vec<u64> = all.iter().rev().map(|event| event.sequence).collect();
    for limit in [1, 2, 3, 9] {
        let (mut before, mut seen) = (None, Vec::new());
        loop {
            let page = stores.identity.account_events(state.id, before, limit).await;
            let page = page.expect("the store answers");
            assert!(page.items.len() <= limit as usize);
            seen.extend(page.items.iter().map(|event| event.sequence));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, sequences, "{limit}");
    }
}

/// Neither those of another account, nor those of a session, even one with the same id.
pub async fn nobody_elses_events_are_listed(stores: &Stores) {
    let mut make = Make::new(1703);
    let fence = fence(stores, &mut make, "collector").await;
    let (mine, other) = (registered(&mut make), registered(&mut make));
    let (id, own) = (mine.state.id, mine.events.clone());
    let twin = SessionState { id: uuid::Uuid::from(id).into(), revision: 0, ..make.session(id) };
    let mut session = Session::restore(twin);
    session.end(EndReason::SignedOut, make.now());
    let session = session_write(session, &mut make);
    assert_eq!(session.events.len(), 1);
    stores.put_all(&make, [mine.save(), other.save(), session.save()]).await;
    assert_eq!(events(stores, id).await, expected(own.iter(), Delivery::InProgress));
    collect(stores, &fence).await;
    assert_eq!(events(stores, id).await, expected(own.iter(), Delivery::Delivered));
}

/// What did not happen is not told.
pub async fn events_of_a_refused_set_are_not_listed(stores: &Stores) {
    let mut make = Make::new(1704);
    let fence = fence(stores, &mut make, "collector").await;
    let first = make.account();
    stores.put(&make, first.clone()).await;
    let mut write = registered(&mut make);
    write.state.email = first.email;
    let id = write.state.id;
    refused(stores.save(&make, write).await);
    assert_eq!(events(stores, id).await, []);
    collect(stores, &fence).await;
    assert_eq!(events(stores, id).await, []);
}
