//! What an account does, case by case.

use super::*;
use crate::identity::DisplayName;
use crate::identity::fixtures::{
    account_id, at, happened, new_account, password, pending, stored_account,
};

fn stored(account: Account) -> Account {
    Account::restore(account.into_parts().0)
}

#[test]
fn a_registration_is_the_first_version_and_each_given_role_an_event() {
    let roles = [Role::Admin, Role::Student, Role::Teacher];
    let account = Account::register(new_account(&roles, true), at(3));
    assert!(account.is_changed());
    assert_eq!(account.all_roles(), [Role::Student, Role::Teacher, Role::Admin]);
    let (state, recorder) = account.into_parts();
    assert_eq!((state.version, state.revision, state.next_sequence), (1, 1, 4));
    assert_eq!((state.status, state.email_verified_at), (AccountStatus::Active, Some(at(3))));
    assert_eq!(state.roles, [Role::Teacher, Role::Admin]);
    assert_eq!(
        (state.created_at, state.updated_at, state.password_changed_at),
        (at(3), at(3), at(3))
    );
    assert_eq!(recorder.read_at(), 0);
    assert_eq!(happened(recorder), ["account.registered", "role.granted", "role.granted"]);
}

#[test]
fn a_student_who_has_to_prove_the_address_is_not_verified() {
    let account = stored_account();
    assert_eq!(account.state().email_verified_at, None);
    assert_eq!(account.all_roles(), [Role::Student]);
    assert!(!account.is_changed());
}

#[test]
fn another_name_is_a_new_version_and_the_same_name_nothing() {
    let mut account = stored_account();
    let same = account.state().name.clone();
    for name in [None, same] {
        account.edit(AccountEdit { name }, at(5));
        assert!(!account.is_changed());
    }
    account.edit(AccountEdit { name: DisplayName::parse("Countess").ok() }, at(5));
    let (state, recorder) = account.into_parts();
    assert_eq!((state.version, state.revision, state.updated_at), (2, 2, at(5)));
    assert_eq!(state.name.unwrap().as_str(), "Countess");
    assert_eq!(happened(recorder), ["account.changed"]);
}

#[test]
fn another_password_voids_the_mail_that_would_allow_yet_another() {
    let mut account = stored_account();
    account.await_reset(pending(b"mail"));
    account.change_password(password("second"), at(5));
    let reset = account.reset_password(b"mail", password("third"), at(6));
    assert_eq!(reset, Err(OneTimeTokenError::Unknown));
    let (state, recorder) = account.into_parts();
    assert_eq!(state.password, Some(password("second")));
    assert_eq!((state.password_changed_at, state.version), (at(5), 2));
    assert_eq!(happened(recorder), ["account.password_changed"]);
}

#[test]
fn a_new_hash_and_a_mail_are_stored_and_nobody_is_told() {
    let steps: [fn(&mut Account); 3] = [
        |account| account.rehash(password("the same, hashed again")),
        |account| account.await_verification(pending(b"mail")),
        |account| account.await_reset(pending(b"mail")),
    ];
    for step in steps {
        let mut account = stored_account();
        step(&mut account);
        assert!(account.is_changed());
        let (state, recorder) = account.into_parts();
        assert_eq!((state.revision, state.version, state.updated_at), (2, 1, at(0)));
        assert_eq!(state.password_changed_at, at(0));
        assert!(recorder.is_empty());
    }
}

#[test]
fn the_token_of_the_mail_proves_the_address_once() {
    let mut account = stored_account();
    account.await_verification(pending(b"mail"));
    account = stored(account);
    assert_eq!(account.verify_email(b"mail", at(99)), Ok(()));
    assert_eq!(account.verify_email(b"mail", at(99)), Err(OneTimeTokenError::Unknown));
    let (state, recorder) = account.into_parts();
    assert_eq!((state.email_verified_at, state.verification), (Some(at(99)), None));
    assert_eq!((state.version, state.revision), (2, 3));
    assert_eq!(happened(recorder), ["account.verified"]);
}

#[test]
fn a_token_that_is_wrong_late_replaced_or_for_something_else_changes_nothing() {
    let mut account = stored_account();
    account.await_verification(pending(b"earlier"));
    account.await_verification(pending(b"verify"));
    account.await_reset(pending(b"reset"));
    account = stored(account);
    let before = account.clone();
    for (secret, second, err) in [
        (b"earlier".as_slice(), 5, OneTimeTokenError::Unknown),
        (b"reset", 5, OneTimeTokenError::Unknown),
        (b"", 5, OneTimeTokenError::Unknown),
        (b"earlier", 100, OneTimeTokenError::Unknown),
        (b"verify", 100, OneTimeTokenError::Expired),
    ] {
        assert_eq!(account.verify_email(secret, at(second)), Err(err));
        assert_eq!(account, before);
    }
    for (secret, second, err) in [
        (b"verify".as_slice(), 5, OneTimeTokenError::Unknown),
        (b"reset", 100, OneTimeTokenError::Expired),
    ] {
        let refused = account.reset_password(secret, password("stolen"), at(second));
        assert_eq!(refused, Err(err));
        assert_eq!(account, before);
    }
    assert!(account.verify_email(b"verify", at(99)).is_ok());
}

#[test]
fn a_reset_sets_the_password_and_proves_the_address_in_one_version() {
    let mut account = stored_account();
    account.await_verification(pending(b"verify"));
    account.await_reset(pending(b"reset"));
    account = stored(account);
    assert_eq!(account.reset_password(b"reset", password("second"), at(9)), Ok(()));
    let again = account.reset_password(b"reset", password("third"), at(9));
    assert_eq!(again, Err(OneTimeTokenError::Unknown));
    assert_eq!(account.verify_email(b"verify", at(9)), Err(OneTimeTokenError::Unknown));
    let (state, recorder) = account.into_parts();
    assert_eq!((state.version, state.password), (2, Some(password("second"))));
    assert_eq!((state.email_verified_at, state.password_changed_at), (Some(at(9)), at(9)));
    assert_eq!(happened(recorder), ["account.verified", "account.password_changed"]);
}

#[test]
fn an_address_that_is_proved_already_is_proved_at_its_first_time() {
    let mut account = Account::register(new_account(&[], true), at(0));
    account.await_verification(pending(b"verify"));
    account = stored(account);
    assert_eq!(account.verify_email(b"verify", at(9)), Ok(()));
    account.await_reset(pending(b"reset"));
    assert_eq!(account.reset_password(b"reset", password("second"), at(10)), Ok(()));
    let (state, recorder) = account.into_parts();
    assert_eq!((state.email_verified_at, state.verification), (Some(at(0)), None));
    assert_eq!(happened(recorder), ["account.password_changed"]);
}

#[test]
fn the_table_of_transitions_is_the_documented_one() {
    use AccountStatus as S;
    let legal = [(S::Active, "block", S::Blocked), (S::Blocked, "unblock", S::Active)];
    for from in S::ALL {
        for requested in ["block", "unblock"] {
            let state = AccountState { status: from, ..stored_account().into_parts().0 };
            let mut account = Account::restore(state);
            let before = account.clone();
            let moved = match requested {
                "block" => account.block(at(4)),
                _ => account.unblock(at(4)),
            };
            let next = legal.iter().find(|(status, verb, _)| (*status, *verb) == (from, requested));
            if let Some((_, _, next)) = next {
                assert_eq!((moved, account.state().status), (Ok(()), *next));
                assert_eq!((account.state().version, account.state().updated_at), (2, at(4)));
                assert_eq!(happened(account.into_parts().1), [format!("account.{requested}ed")]);
            } else {
                let allowed = from.allowed();
                assert_eq!(moved, Err(IllegalAccountTransition { from, requested, allowed }));
                assert_eq!(account, before);
            }
        }
    }
}

#[test]
fn a_refused_transition_says_what_is_possible() {
    let mut account = stored_account();
    let refused = account.unblock(at(1)).unwrap_err();
    assert_eq!(refused.to_string(), "an account that is active cannot unblock");
    assert_eq!(refused.allowed, ["block"]);
}

#[test]
fn each_role_that_differs_is_an_event_of_the_same_version() {
    let mut account = stored(Account::register(new_account(&[Role::Teacher], false), at(0)));
    account.set_roles(vec![Role::Teacher, Role::Student, Role::Teacher], at(4));
    assert!(!account.is_changed());
    account.set_roles(vec![Role::Admin, Role::Moderator], at(4));
    let (state, recorder) = account.into_parts();
    assert_eq!((state.version, state.next_sequence, state.updated_at), (2, 6, at(4)));
    assert_eq!(state.roles, [Role::Moderator, Role::Admin]);
    let origin = crate::EventOrigin::default();
    let events = recorder.into_events(at(4), &origin, || uuid::Uuid::nil().into());
    let data: Vec<crate::EventData> = events.into_iter().map(|event| event.data).collect();
    let account = account_id();
    let expected = [
        IdentityEvent::RoleGranted { account, version: 2, role: Role::Moderator },
        IdentityEvent::RoleGranted { account, version: 2, role: Role::Admin },
        IdentityEvent::RoleRevoked { account, version: 2, role: Role::Teacher },
    ];
    assert_eq!(data, expected.map(crate::EventData::from));
}

#[test]
fn erasing_leaves_nothing_of_the_person() {
    let mut account = Account::register(new_account(&Role::ALL, true), at(0));
    account.await_verification(pending(b"verify"));
    account.await_reset(pending(b"reset"));
    account = stored(account);
    account.erase(at(50));
    account.erase(at(60));
    let (state, recorder) = account.into_parts();
    assert_eq!(happened(recorder), ["account.erased"]);
    let expected = AccountState {
        id: account_id(),
        revision: 2,
        next_sequence: 6,
        version: 2,
        email: None,
        email_verified_at: None,
        name: None,
        password: None,
        password_changed_at: at(0),
        roles: Vec::new(),
        status: AccountStatus::Erased,
        verification: None,
        reset: None,
        created_at: at(0),
        updated_at: at(50),
        erased_at: Some(at(50)),
    };
    assert_eq!(state, expected);
}

#[test]
fn nothing_personal_is_shown() {
    let mut account = stored_account();
    account.await_reset(pending(b"reset"));
    let shown = format!("{account:?} {:?}", new_account(&[], false));
    for hidden in ["Ada", "Lovelace", "example.org", "first"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    for known in ["EmailAddress(..)", "DisplayName(..)", "PasswordHash(..)", "TokenHash(..)"] {
        assert!(shown.contains(known), "{shown}");
    }
}
