//! Accounts for an administrator.

use std::collections::BTreeSet;

use courses_domain::identity::{AccountState, AccountStatus, DisplayName};
use courses_domain::shared::{AccountId, Role};
use courses_port::identity::{AccountQuery, AccountSummary};

use super::Stores;
use crate::build::{Make, Save, changed};

const EVERYBODY: AccountQuery =
    AccountQuery { prefix: None, status: None, role: None, after: None, limit: 200 };

/// Every page of the answer.
async fn walk(stores: &Stores, query: &AccountQuery) -> Vec<AccountSummary> {
    let (mut query, mut seen) = (query.clone(), Vec::new());
    loop {
        let page = stores.identity.list_accounts(&query).await.expect("the store answers");
        assert!(page.items.len() <= query.limit as usize, "a page is not larger than asked for");
        seen.extend(page.items);
        query.after = page.next;
        if query.after.is_none() {
            return seen;
        }
    }
}

fn summary(state: &AccountState) -> AccountSummary {
    AccountSummary {
        id: state.id,
        version: state.version,
        email: state.email.clone(),
        email_verified: state.email_verified_at.is_some(),
        name: state.name.clone(),
        roles: state.roles.clone(),
        status: state.status,
        created_at: state.created_at,
    }
}

/// What the store must answer, newest first, in plain loops.
fn meant(states: &[AccountState], query: &AccountQuery) -> Vec<AccountSummary> {
    let begins = |text: &str| {
        query.prefix.as_ref().is_none_or(|it| text.to_lowercase().starts_with(&it.to_lowercase()))
    };
    let mut found: Vec<AccountSummary> = states
        .iter()
        .filter(|it| it.status != AccountStatus::Erased)
        .filter(|it| {
            it.email.as_ref().is_some_and(|email| begins(email.as_str()))
                || it.name.as_ref().is_some_and(|name| begins(name.as_str()))
        })
        .filter(|it| query.status.is_none_or(|status| it.status == status))
        .filter(|it| match query.role {
            None | Some(Role::Student) => true,
            Some(role) => it.roles.contains(&role),
        })
        .map(summary)
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.id));
    found
}

/// All of them, with every field, a page at a time.
pub async fn accounts_are_listed_newest_first(stores: &Stores) {
    let mut make = Make::new(1601);
    assert_eq!(walk(stores, &EVERYBODY).await, []);
    let mut states = Vec::new();
    for _ in 0..3 {
        states.extend([make.account(), make.rich_account(), make.erased_account()]);
    }
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    let expected = meant(&states, &EVERYBODY);
    assert_eq!(expected.len(), 6);
    for limit in [1, 4, 6, 200] {
        assert_eq!(walk(stores, &AccountQuery { limit, ..EVERYBODY }).await, expected);
    }
    let exact = AccountQuery { limit: 6, ..EVERYBODY };
    let page = stores.identity.list_accounts(&exact).await.expect("answers");
    assert_eq!((page.items.len(), page.next), (6, None));
}

/// Every mixture of filters over accounts that are alike.
pub async fn generated_queries_are_answered_as_they_are_meant(stores: &Stores) {
    let mut make = Make::new(1602);
    let mut states: Vec<AccountState> = (0..120).map(|_| make.random_account()).collect();
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    for state in states.iter_mut().take(40) {
        let next = AccountState { id: state.id, revision: 2, ..make.random_account() };
        stores.put(&make, next.clone()).await;
        *state = next;
    }
    let prefixes = ["", "a", "AN", "анна", "Анна-", "ё", "z", "ZO", "zo_", "zoe 1", "nobody"];
    let statuses = [AccountStatus::Active, AccountStatus::Blocked, AccountStatus::Erased];
    for prefix in prefixes.map(Some).into_iter().chain([None]) {
        for status in statuses.map(Some).into_iter().chain([None]) {
            for role in Role::ALL.map(Some).into_iter().chain([None]) {
                let prefix = prefix.map(str::to_owned);
                let query = AccountQuery { prefix, status, role, after: None, limit: 7 };
                assert_eq!(walk(stores, &query).await, meant(&states, &query), "{query:?}");
            }
        }
    }
}

/// What other languages would read as patterns is text.
pub async fn a_beginning_is_taken_literally(stores: &Stores) {
    let mut make = Make::new(1603);
    let names = ["100% sure", "100 percent", "a_b", "aXb", ".*", "\\d", "[x", "^y", "'; --", "$ne"];
    let mut states = Vec::new();
    for name in names {
        let name = Some(DisplayName::parse(name).expect("valid"));
        let email = format!("{}@example.org", make.unique());
        states.push(AccountState { name, ..make.account_with_email(&email) });
    }
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    for beginning in names.into_iter().chain(["%", "_", ".", "100%", "a_", "A", "\\", "$"]) {
        let query = AccountQuery { prefix: Some(beginning.to_owned()), ..EVERYBODY };
        assert_eq!(walk(stores, &query).await, meant(&states, &query), "{beginning}");
    }
}

/// Others come, change and go while somebody walks.
pub async fn each_surviving_account_is_seen_once(stores: &Stores) {
    let mut make = Make::new(1604);
    let mut saved = Vec::new();
    for _ in 0..30 {
        saved.push(make.account());
    }
    stores.put_all(&make, saved.iter().cloned().map(Save::save)).await;
    let mut survivors: BTreeSet<AccountId> = saved.iter().map(|it| it.id).collect();
    let mut query = AccountQuery { limit: 4, ..EVERYBODY };
    let mut seen: Vec<AccountId> = Vec::new();
    loop {
        let page = stores.identity.list_accounts(&query).await.expect("the store answers");
        seen.extend(page.items.iter().map(|it| it.id));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
        let newcomer = make.account();
        stores.put(&make, newcomer).await;
        let leaver = saved.swap_remove(make.random.below(saved.len()));
        survivors.remove(&leaver.id);
        let erased = AccountState { id: leaver.id, revision: 2, ..make.erased_account() };
        stores.put(&make, erased).await;
        let edited = saved.swap_remove(make.random.below(saved.len()));
        stores.put(&make, changed(&edited, |it| it.version += 1)).await;
    }
    let once: BTreeSet<AccountId> = seen.iter().copied().collect();
    assert_eq!(once.len(), seen.len(), "nobody is seen twice");
    assert!(survivors.is_subset(&once), "everybody who stayed is seen");
}

/// Nobody looks up who is gone.
pub async fn an_erased_account_is_in_no_list(stores: &Stores) {
    let mut make = Make::new(1605);
    let state = AccountState { roles: vec![Role::Admin], ..make.rich_account() };
    stores.put(&make, state.clone()).await;
    let erased = AccountState { id: state.id, revision: 2, ..make.erased_account() };
    stores.put(&make, erased).await;
    let email = state.email.as_ref().map(|it| it.as_str().to_owned());
    let name = state.name.as_ref().map(|it| it.as_str().to_owned());
    for query in [
        EVERYBODY,
        AccountQuery { prefix: email, ..EVERYBODY },
        AccountQuery { prefix: name, ..EVERYBODY },
        AccountQuery { role: Some(Role::Admin), ..EVERYBODY },
        AccountQuery { status: Some(AccountStatus::Blocked), ..EVERYBODY },
        AccountQuery { status: Some(AccountStatus::Erased), ..EVERYBODY },
    ] {
        assert_eq!(walk(stores, &query).await, [], "{query:?}");
    }
}
