//! Accounts are kept whole, and an address belongs to one of them.

use courses_domain::identity::{Account, AccountState, AccountStatus, EmailAddress, EmailKey};
use courses_domain::{Aggregate, AggregateKind};
use courses_port::{ChangeSet, Conflict};

use super::races::{all_at_once, exactly_one_wins};
use super::{Stores, refused};
use crate::build::{Make, Save as _, changed};

pub(super) async fn find(stores: &Stores, state: &AccountState) -> Option<AccountState> {
    let found = stores.identity.find_account(state.id).await.expect("the store answers");
    found.map(|account| account.state().clone())
}

async fn find_by_email(stores: &Stores, email: &EmailAddress) -> Option<AccountState> {
    let found = stores.identity.find_account_by_email(&email.key()).await;
    found.expect("the store answers").map(|account| account.state().clone())
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("valid")
}

fn stale(state: &AccountState) -> Conflict {
    Conflict::Stale(Aggregate { kind: AggregateKind::Account, id: state.id.into() })
}

/// Every field of an account comes back, set or not, in each status.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(1501);
    let mut states = vec![make.account(), make.rich_account(), make.erased_account()];
    for status in [AccountStatus::Active, AccountStatus::Blocked] {
        let mut state = make.rich_account();
        state.status = status;
        state.version = u64::from(u32::MAX) + 7;
        states.push(state);
    }
    states.extend((0..40).map(|_| make.random_account()));
    for state in &states {
        stores.put(&make, state.clone()).await;
    }
    for state in states {
        let found = stores.identity.find_account(state.id).await.expect("the store answers");
        assert_eq!(found, Some(Account::restore(state.clone())));
        if let Some(email) = &state.email {
            assert_eq!(find_by_email(stores, email).await, Some(state));
        }
    }
}

/// A change can set, replace and clear every field.
pub async fn every_field_can_change(stores: &Stores) {
    let mut make = Make::new(1502);
    let plain = make.account();
    stores.put(&make, plain.clone()).await;
    let rich = AccountState { id: plain.id, revision: 2, ..make.rich_account() };
    stores.put(&make, rich.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(rich));
    let other = AccountState { id: plain.id, revision: 3, ..make.rich_account() };
    stores.put(&make, other.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(other));
    let bare = AccountState { id: plain.id, revision: 4, ..plain.clone() };
    stores.put(&make, bare.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(bare));
    let erased = AccountState { id: plain.id, revision: 5, ..make.erased_account() };
    stores.put(&make, erased.clone()).await;
    assert_eq!(find(stores, &plain).await, Some(erased));
}

/// Unknown ids and addresses are `None`, not errors.
pub async fn what_does_not_exist_is_none(stores: &Stores) {
    let mut make = Make::new(1503);
    let (known, erased) = (make.account(), make.erased_account());
    stores.put_all(&make, [known.save(), erased.save()]).await;
    assert_eq!(stores.identity.find_account(make.id()).await.expect("answers"), None);
    for unknown in ["nobody@example.org", "example.org@nobody.org", "%@example.org"] {
        let key = EmailKey::parse(unknown).expect("valid");
        let found = stores.identity.find_account_by_email(&key).await;
        assert_eq!(found.expect("answers"), None);
    }
}

/// Letters of any case are the same address; it comes back as it was written.
pub async fn an_address_leads_to_one_account_whatever_the_case(stores: &Stores) {
    let mut make = Make::new(1504);
    let first = make.account_with_email("Жанна.O'Neil@Example.ORG");
    stores.put(&make, first.clone()).await;
    for same in ["жанна.o'neil@example.org", "ЖАННА.O'NEIL@EXAMPLE.ORG"] {
        assert_eq!(find_by_email(stores, &address(same)).await, Some(first.clone()));
        let twin = make.account_with_email(same);
        assert_eq!(refused(stores.save(&make, twin.clone()).await), Conflict::EmailTaken);
        assert_eq!(find(stores, &twin).await, None);
    }
    let respelt = changed(&first, |it| it.email = Some(address("жанна.o'Neil@example.org")));
    stores.put(&make, respelt.clone()).await;
    assert_eq!(find(stores, &first).await, Some(respelt));

    let bystander = make.account();
    stores.put(&make, bystander.clone()).await;
    let thief = changed(&bystander, |it| it.email = Some(address("Жанна.o'neil@example.org")));
    assert_eq!(refused(stores.save(&make, thief).await), Conflict::EmailTaken);
    assert_eq!(find(stores, &bystander).await, Some(bystander));
}

/// A hundred register with one address at once, each writing it otherwise.
pub async fn of_many_who_want_one_address_one_gets_it(stores: &Stores) {
    let mut make = Make::new(1505);
    let mut states = Vec::new();
    for number in 0..100_u32 {
        let written: String = "wanted@example.org"
            .chars()
            .enumerate()
            .map(|(at, c)| if number >> (at % 7) & 1 == 1 { c.to_ascii_uppercase() } else { c })
            .collect();
        states.push(make.account_with_email(&written));
    }
    let sets: Vec<ChangeSet> = states
        .iter()
        .map(|it| {
            let session = make.session(it.id);
            ChangeSet::new(make.now()).with(it.clone().save()).with(session.save())
        })
        .collect();
    exactly_one_wins(all_at_once(stores, sets).await, &Conflict::EmailTaken);
    let mut kept = Vec::new();
    for state in &states {
        kept.extend(find(stores, state).await);
        let sessions = stores.identity.list_sessions(state.id, make.now(), None, 10).await;
        let expected = usize::from(kept.last().is_some_and(|it| it.id == state.id));
        assert_eq!(sessions.expect("answers").items.len(), expected);
    }
    assert_eq!(kept.len(), 1);
    let found = find_by_email(stores, &address("wanted@example.org")).await;
    assert_eq!(found, kept.pop());
}

/// An erased account, and one that has another address now, leave theirs to others. Any number
/// of accounts have none.
pub async fn an_address_is_free_once_it_is_given_up(stores: &Stores) {
    let mut make = Make::new(1506);
    let (first, second) = (make.account(), make.account());
    stores.put_all(&make, [first.clone().save(), second.clone().save()]).await;
    for state in [&first, &second] {
        let erased = AccountState { id: state.id, revision: 2, ..make.erased_account() };
        stores.put(&make, erased).await;
    }
    let email = first.email.clone().expect("it has one");
    assert_eq!(find_by_email(stores, &email).await, None);
    let heir = AccountState { email: Some(email.clone()), ..make.account() };
    stores.put(&make, heir.clone()).await;
    assert_eq!(find_by_email(stores, &email).await, Some(heir.clone()));

    let moved = changed(&heir, |it| it.email = Some(address("elsewhere@example.org")));
    stores.put(&make, moved).await;
    assert_eq!(find_by_email(stores, &email).await, None);
    let next = AccountState { email: Some(email.clone()), ..make.account() };
    stores.put(&make, next.clone()).await;
    assert_eq!(find_by_email(stores, &email).await, Some(next));
}

/// What was decided on another revision is refused, and stale is told before anything else.
pub async fn a_stale_account_is_refused(stores: &Stores) {
    let mut make = Make::new(1507);
    let first = make.rich_account();
    let never = changed(&first, |_| ());
    assert_eq!(refused(stores.save(&make, never).await), stale(&first));
    stores.put(&make, first.clone()).await;
    let second = changed(&first, |it| it.version += 1);
    stores.put(&make, second.clone()).await;

    let other = make.account();
    stores.put(&make, other.clone()).await;
    let late = changed(&first, |it| it.email.clone_from(&other.email));
    assert_eq!(refused(stores.save(&make, late).await), stale(&first));
    let again = AccountState { id: first.id, email: other.email.clone(), ..make.account() };
    assert_eq!(refused(stores.save(&make, again).await), stale(&first));
    let early = changed(&changed(&second, |_| ()), |_| ());
    assert_eq!(refused(stores.save(&make, early).await), stale(&first));
    assert_eq!(find(stores, &first).await, Some(second));
}

/// Fifty decide on the same revision.
pub async fn of_many_saves_of_one_account_one_wins(stores: &Stores) {
    let mut make = Make::new(1508);
    let first = make.account();
    stores.put(&make, first.clone()).await;
    let sets = (0..50)
        .map(|number| {
            let next = changed(&first, |it| it.version += number);
            ChangeSet::new(make.now()).with(next.save())
        })
        .collect();
    exactly_one_wins(all_at_once(stores, sets).await, &stale(&first));
    assert_eq!(find(stores, &first).await.map(|it| it.revision), Some(2));
}
