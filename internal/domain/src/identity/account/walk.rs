//! Random lives of accounts: no sequence of calls leads to a state that must not be.

use proptest::prelude::*;

use super::*;
use crate::EventOrigin;
use crate::identity::DisplayName;
use crate::identity::fixtures::{at, new_account, password, pending};

#[derive(Debug, Clone)]
enum Step {
    Edit(&'static str),
    ChangePassword,
    Rehash,
    AwaitVerification(u8),
    AwaitReset(u8),
    Verify(u8),
    Reset(u8),
    Block,
    Unblock,
    SetRoles(Vec<Role>),
    Erase,
}

fn any_step() -> impl Strategy<Value = Step> {
    let roles = prop::collection::vec(prop::sample::select(Role::ALL.to_vec()), 0..5);
    prop_oneof![
        3 => prop::sample::select(vec!["Ada Lovelace", "Countess"]).prop_map(Step::Edit),
        2 => Just(Step::ChangePassword),
        1 => Just(Step::Rehash),
        3 => (0..3_u8).prop_map(Step::AwaitVerification),
        3 => (0..3_u8).prop_map(Step::AwaitReset),
        4 => (0..3_u8).prop_map(Step::Verify),
        4 => (0..3_u8).prop_map(Step::Reset),
        4 => Just(Step::Block),
        4 => Just(Step::Unblock),
        3 => roles.prop_map(Step::SetRoles),
        1 => Just(Step::Erase),
    ]
}

/// Takes the step; answers whether it was accepted.
fn apply(account: &mut Account, step: &Step, second: i64) -> bool {
    let now = at(second);
    match step {
        Step::Edit(name) => account.edit(AccountEdit { name: DisplayName::parse(name).ok() }, now),
        Step::ChangePassword => account.change_password(password("changed"), now),
        Step::Rehash => account.rehash(password("rehashed")),
        Step::AwaitVerification(secret) => account.await_verification(pending(&[*secret])),
        Step::AwaitReset(secret) => account.await_reset(pending(&[*secret])),
        Step::Verify(secret) => return account.verify_email(&[*secret], now).is_ok(),
        Step::Reset(secret) => {
            return account.reset_password(&[*secret], password("reset"), now).is_ok();
        }
        Step::Block => return account.block(now).is_ok(),
        Step::Unblock => return account.unblock(now).is_ok(),
        Step::SetRoles(roles) => account.set_roles(roles.clone(), now),
        Step::Erase => account.erase(now),
    }
    true
}

fn next_status(from: AccountStatus, step: &Step) -> AccountStatus {
    use AccountStatus as S;
    match (from, step) {
        (S::Active, Step::Block) => S::Blocked,
        (S::Blocked, Step::Unblock) => S::Active,
        (_, Step::Erase) => S::Erased,
        (same, _) => same,
    }
}

/// What is true of every account.
fn check(state: &AccountState) -> Result<(), TestCaseError> {
    let erased = state.status == AccountStatus::Erased;
    prop_assert_eq!(state.email.is_none(), erased);
    prop_assert_eq!(state.name.is_none(), erased);
    prop_assert_eq!(state.password.is_none(), erased);
    prop_assert_eq!(state.erased_at.is_some(), erased);
    if erased {
        prop_assert!(state.roles.is_empty() && state.email_verified_at.is_none());
        prop_assert!(state.verification.is_none() && state.reset.is_none());
    }
    prop_assert!(state.roles.is_sorted_by(|a, b| a < b) && !state.roles.contains(&Role::Student));
    prop_assert!(state.created_at <= state.updated_at);
    Ok(())
}

proptest! {
    #[test]
    fn an_account_keeps_its_promises_whatever_people_do(
        verified in any::<bool>(),
        steps in prop::collection::vec((any_step(), 0..3_i64, any::<bool>()), 1..60),
    ) {
        let mut account = Account::register(new_account(&[Role::Teacher], verified), at(0));
        let mut sequences = Vec::new();
        let mut now = 60;
        let store = |account: Account, sequences: &mut Vec<u64>| {
            let changed = account.is_changed();
            let (state, recorder) = account.into_parts();
            assert_eq!(state.revision, recorder.read_at() + u64::from(changed));
            let new_id = || uuid::Uuid::nil().into();
            let events = recorder.into_events(at(0), &EventOrigin::default(), new_id);
            sequences.extend(events.iter().map(|event| event.sequence));
            Account::restore(state)
        };
        for (step, waited, stores) in steps {
            now += waited;
            let before = account.clone();
            let done = apply(&mut account, &step, now);
            let (old, new) = (before.state(), account.state());
            check(new)?;
            prop_assert_eq!(new.status, next_status(old.status, &step));
            prop_assert!(new.version == old.version || new.version == old.version + 1);
            prop_assert_eq!(new.version > old.version, new.next_sequence > old.next_sequence);
            if new.version > old.version {
                prop_assert_eq!(new.updated_at, at(now));
            }
            if new != old {
                prop_assert!(account.is_changed());
            }
            if !done || old.status == AccountStatus::Erased {
                prop_assert_eq!(&account, &before, "what is refused changes nothing");
            }
            if new.status != AccountStatus::Erased && old.email_verified_at.is_some() {
                prop_assert_eq!(new.email_verified_at, old.email_verified_at);
            }
            if matches!(step, Step::Verify(_)) && done {
                prop_assert!(new.email_verified_at.is_some() && new.verification.is_none());
            }
            if matches!(step, Step::Reset(_) | Step::ChangePassword) && done {
                prop_assert!(new.reset.is_none());
            }
            prop_assert_eq!(old.created_at, new.created_at);
            if stores {
                account = store(account, &mut sequences);
            }
        }
        let account = store(account, &mut sequences);
        let expected: Vec<u64> = (1..account.state().next_sequence).collect();
        prop_assert_eq!(sequences, expected);
    }
}
