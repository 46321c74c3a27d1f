//! How the wait grows and what failures are counted by.

use proptest::prelude::*;

use super::*;
use crate::identity::EmailAddress;
use crate::identity::fixtures::at;

fn seconds(kind: AttemptKind, failures: u32) -> i64 {
    delay(kind, failures).as_secs()
}

fn address(text: &str) -> AttemptKey {
    AttemptKey::address(text.parse().unwrap())
}

#[test]
fn the_wait_begins_late_and_doubles_to_15_minutes() {
    for (kind, patience) in [(AttemptKind::Email, 5), (AttemptKind::Address, 50)] {
        assert_eq!((seconds(kind, 0), seconds(kind, patience - 1)), (0, 0));
        let growth: Vec<i64> = (0..12).map(|more| seconds(kind, patience + more)).collect();
        assert_eq!(growth, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(seconds(kind, u32::MAX), 900);
    }
}

#[test]
fn a_kind_is_known_by_its_word() {
    for kind in AttemptKind::ALL {
        assert_eq!(AttemptKind::parse(kind.word()), Some(kind));
    }
    assert_eq!(AttemptKind::parse("ip"), None);
}

#[test]
fn the_wait_counts_from_the_last_failure() {
    let attempts = |failures| Attempts { failures, last_failed_at: at(100) };
    assert_eq!(Attempts::NONE.blocked_until(AttemptKind::Email), None);
    assert_eq!(attempts(4).blocked_until(AttemptKind::Email), None);
    assert_eq!(attempts(7).blocked_until(AttemptKind::Email), Some(at(104)));
    assert_eq!(attempts(7).blocked_until(AttemptKind::Address), None);
    let never = Attempts { failures: 99, last_failed_at: Timestamp::MAX };
    assert_eq!(never.blocked_until(AttemptKind::Email), Some(Timestamp::MAX));
}

#[test]
fn an_address_for_mail_is_counted_whatever_the_case_of_its_letters() {
    let key = |raw| AttemptKey::email(&EmailAddress::parse(raw).unwrap().key());
    assert_eq!(key("Ada@Example.org"), key("ada@example.ORG"));
    assert_ne!(key("ada@example.org"), key("bob@example.org"));
}

#[test]
fn a_network_of_version_6_counts_as_one_and_a_mapped_address_as_what_it_maps() {
    assert_eq!(address("2001:db8:1:2::1"), address("2001:db8:1:2:ffff::9"));
    assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
    assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
    assert_ne!(address("192.0.2.1"), address("192.0.2.2"));
}

#[test]
fn kinds_are_counted_apart() {
    let email = AttemptKey::email(&crate::identity::EmailKey::parse("192.0.2.1").unwrap());
    assert_ne!(email.hash, address("192.0.2.1").hash);
    assert_eq!(format!("{email:?}"), "AttemptKey { kind: Email, hash: TokenHash(..) }");
}

proptest! {
    #[test]
    fn one_failure_more_never_shortens_the_wait(failures in 0..200_u32) {
        for kind in AttemptKind::ALL {
            prop_assert!(delay(kind, failures) <= delay(kind, failures + 1));
            prop_assert!((0..=900).contains(&seconds(kind, failures)));
        }
        prop_assert!(delay(AttemptKind::Address, failures) <= delay(AttemptKind::Email, failures));
    }
}
