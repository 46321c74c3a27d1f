//! Whatever is done to the log afterwards is found.

use proptest::prelude::*;

use super::*;
use crate::identity::fixtures::{at, hex};

fn entry(number: u128) -> AuditEntry {
    AuditEntry {
        time: Timestamp::from_millisecond(1500).unwrap(),
        actor: Some(Uuid::from_u128(0xa).into()),
        action: AuditAction::RoleGranted,
        subject: Some(Uuid::from_u128(number).into()),
        request_id: Some("request".to_owned()),
        detail: Some("teacher".to_owned()),
    }
}

fn bare() -> AuditEntry {
    let action = AuditAction::AdminCreated;
    AuditEntry { time: at(0), actor: None, action, subject: None, request_id: None, detail: None }
}

fn log(entries: impl IntoIterator<Item = AuditEntry>) -> Vec<AuditRecord> {
    let mut head = AuditHead::START;
    let chain = |entry| {
        let record = AuditRecord::chain(&head, entry);
        head = record.head();
        record
    };
    entries.into_iter().map(chain).collect()
}

/// The head at the end of a log, or where it is broken.
fn verify(records: &[AuditRecord]) -> Result<AuditHead, AuditBroken> {
    records.iter().try_fold(AuditHead::START, |head, record| {
        record.follows(&head)?;
        Ok(record.head())
    })
}

#[test]
fn an_action_is_known_by_its_word() {
    for action in AuditAction::ALL {
        assert_eq!(AuditAction::parse(action.word()), Some(action));
    }
    assert_eq!(AuditAction::parse("role.granted"), None);
}

#[test]
fn the_hash_is_over_the_documented_bytes() {
    let full = AuditRecord::chain(&AuditHead::START, entry(0xb));
    assert_eq!(hex(&full.hash), "dc9d4ebe7043030ef8dee9b86b4f422e43be2e0cb9dc94f0965520732ff2d028");
    let bare = AuditRecord::chain(&AuditHead::START, bare());
    assert_eq!(hex(&bare.hash), "55b95c62c1410d0a7eed92378c127d526d65352a8609df59e7d772bc0d10085b");
}

#[test]
fn a_log_that_nobody_touched_is_whole() {
    assert_eq!(verify(&[]), Ok(AuditHead::START));
    let records = log((1..=20).map(entry));
    assert_eq!(verify(&records), Ok(records[19].head()));
    assert_eq!(records[19].sequence, 20);
}

#[test]
fn every_changed_field_is_found() {
    let another = Uuid::from_u128(0xc).into();
    let changes: [fn(&mut AuditRecord, AccountId); 15] = [
        |record, _| record.sequence += 1,
        |record, _| record.previous[31] ^= 1,
        |record, _| record.hash[0] ^= 1,
        |record, _| record.entry.time = Timestamp::from_millisecond(1501).unwrap(),
        |record, another| record.entry.actor = Some(another),
        |record, _| record.entry.actor = None,
        |record, _| record.entry.action = AuditAction::RoleRevoked,
        |record, another| record.entry.subject = Some(another),
        |record, _| record.entry.subject = None,
        |record, _| record.entry.request_id = Some("requesu".to_owned()),
        |record, _| record.entry.request_id = None,
        |record, _| record.entry.detail = Some("admin".to_owned()),
        |record, _| record.entry.detail = Some(String::new()),
        |record, _| record.entry.detail = None,
        |record, _| std::mem::swap(&mut record.entry.actor, &mut record.entry.subject),
    ];
    let whole = log((1..=3).map(entry));
    for (number, change) in changes.into_iter().enumerate() {
        let mut records = whole.clone();
        change(&mut records[1], another);
        let broken = verify(&records).unwrap_err();
        assert_eq!(broken.sequence, 2, "change {number}");
    }
}

#[test]
fn a_record_made_anew_is_found_by_the_one_after_it() {
    let mut records = log((1..=3).map(entry));
    records[1] = AuditRecord::chain(&records[0].head(), entry(9));
    let broken = verify(&records).unwrap_err();
    assert_eq!(broken.sequence, 3);
    let said = "the audit log is broken at record 3: it does not follow the record before it";
    assert_eq!(broken.to_string(), said);
}

#[test]
fn a_cut_off_end_is_found_by_the_head() {
    let records = log((1..=3).map(entry));
    assert_ne!(verify(&records[..2]), Ok(records[2].head()));
}

fn any_entry() -> impl Strategy<Value = AuditEntry> {
    let id = || prop::option::of((0..3_u128).prop_map(|id| AccountId::from(Uuid::from_u128(id))));
    let text = || prop::option::of("[a-c]{0,3}");
    let action = prop::sample::select(AuditAction::ALL.to_vec());
    (0..3_i64, id(), action, id(), text(), text()).prop_map(
        |(second, actor, action, subject, request_id, detail)| AuditEntry {
            time: at(second),
            actor,
            action,
            subject,
            request_id,
            detail,
        },
    )
}

proptest! {
    #[test]
    fn two_entries_have_the_same_hash_only_if_they_are_the_same(
        (a, b) in (any_entry(), any_entry()),
    ) {
        let hash = |entry: &AuditEntry| AuditRecord::chain(&AuditHead::START, entry.clone()).hash;
        prop_assert_eq!(hash(&a) == hash(&b), a == b);
    }

    #[test]
    fn a_removed_moved_or_repeated_record_is_found(
        entries in prop::collection::vec(any_entry(), 2..12),
        (a, b) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
    ) {
        let whole = log(entries);
        prop_assert_eq!(verify(&whole), Ok(whole[whole.len() - 1].head()));
        let (a, b) = (a.index(whole.len()), b.index(whole.len()));

        let mut removed = whole.clone();
        removed.remove(a);
        let last = whole[whole.len() - 1].head();
        prop_assert_ne!(verify(&removed), Ok(last));
        if a + 1 < whole.len() {
            prop_assert!(verify(&removed).is_err());
        }

        let mut repeated = whole.clone();
        repeated.insert(a, whole[a].clone());
        prop_assert!(verify(&repeated).is_err());

        let mut moved = whole.clone();
        moved.swap(a, b);
        prop_assert_eq!(verify(&moved).is_err(), a != b);
    }
}
