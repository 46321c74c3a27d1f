//! What is void and for how long.

use jiff::SignedDuration;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + second).unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn of(tokens: RevokedTokens, second: i64) -> TokenRevocation {
    let until = at(second);
    let expires_at = until + SignedDuration::from_secs(900);
    TokenRevocation { tokens, until, recorded_at: until, expires_at }
}

fn of_account(number: u128, second: i64) -> TokenRevocation {
    of(RevokedTokens::Account(id(number).into()), second)
}

fn of_session(number: u128, second: i64) -> TokenRevocation {
    of(RevokedTokens::Session(id(number).into()), second)
}

fn ask(revocations: &Revocations, session: u128, account: u128, second: i64) -> Option<Void> {
    let minted = at(second).as_millisecond();
    revocations.is_void(Some(id(session)), id(account).into(), minted)
}

#[test]
fn tokens_minted_until_then_are_void_and_later_ones_are_not() {
    let revocations = Revocations::new();
    assert_eq!(ask(&revocations, 1, 2, 0), None);
    revocations.merge(&[of_account(2, 10), of_session(1, 20)], at(20));
    assert_eq!(ask(&revocations, 9, 2, 10), Some(Void::Account));
    assert_eq!(ask(&revocations, 9, 2, 11), None);
    assert_eq!(ask(&revocations, 1, 9, 20), Some(Void::Session));
    assert_eq!(ask(&revocations, 1, 2, 5), Some(Void::Session), "the narrower reason is told");
    assert_eq!(ask(&revocations, 1, 9, 21), None);
    assert_eq!(ask(&revocations, 8, 9, 0), None);
    let without_session = revocations.is_void(None, id(2).into(), at(10).as_millisecond());
    assert_eq!(without_session, Some(Void::Account));
}

#[test]
fn the_later_of_two_counts_in_any_order() {
    let revocations = Revocations::new();
    for second in [30, 10] {
        revocations.merge(&[of_account(2, second)], at(30));
    }
    assert_eq!(ask(&revocations, 1, 2, 30), Some(Void::Account));
    assert_eq!(revocations.len(), 1);
}

#[test]
fn what_has_run_out_is_forgotten() {
    let revocations = Revocations::new();
    revocations.merge(&[of_account(2, 0), of_session(1, 100)], at(100));
    assert_eq!(revocations.len(), 2);
    revocations.merge(&[], at(900));
    assert_eq!(revocations.len(), 1);
    revocations.merge(&[], at(1000));
    assert!(revocations.is_empty());
    assert_eq!(ask(&revocations, 1, 2, 0), None);
}

#[test]
fn replacing_leaves_nothing_of_before() {
    let revocations = Revocations::new();
    revocations.merge(&[of_account(2, 0)], at(0));
    revocations.replace(&[of_account(3, 0)], at(0));
    assert_eq!(
        (ask(&revocations, 1, 2, 0), ask(&revocations, 1, 3, 0)),
        (None, Some(Void::Account))
    );
    revocations.replace(&[], at(0));
    assert!(revocations.is_empty());
}

#[test]
fn many_that_ran_out_give_their_memory_back() {
    let revocations = Revocations::new();
    let many: Vec<_> = (0..10_000).map(|number| of_session(number, 0)).collect();
    revocations.merge(&many, at(0));
    revocations.merge(&[of_account(1, 900)], at(900));
    let known = revocations.known.read().unwrap();
    assert!(known.sessions.capacity() < 1024);
}
