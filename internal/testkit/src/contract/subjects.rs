//! Subjects are kept whole, and their codes are unique.

use courses_domain::catalogue::{Subject, SubjectCode, SubjectState, SubjectTitle};
use courses_port::Conflict;

use super::{Stores, refused};
use crate::build::{Make, changed};

async fn find(stores: &Stores, state: &SubjectState) -> Option<SubjectState> {
    let found = stores.reader.find_subject(state.id).await.expect("the store answers");
    found.map(|subject| subject.state().clone())
}

/// Every field of a subject comes back.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(601);
    let state = make.subject("math-101");
    stores.put(&make, state.clone()).await;
    let found = stores.reader.find_subject(state.id).await.expect("answers");
    assert_eq!(found, Some(Subject::restore(state)));
    assert_eq!(stores.reader.find_subject(make.id()).await.expect("answers"), None);
}

/// A change comes back; a stale one is refused.
pub async fn every_field_can_change(stores: &Stores) {
    let mut make = Make::new(602);
    let first = make.subject("math");
    stores.put(&make, first.clone()).await;
    let second = changed(&first, |it| {
        it.title = SubjectTitle::parse("Математика").expect("valid");
        it.code = SubjectCode::parse("mathematics").expect("valid");
        it.version = 9;
        it.next_sequence = 10;
        it.updated_at = make.at(60);
    });
    stores.put(&make, second.clone()).await;
    assert_eq!(find(stores, &first).await, Some(second.clone()));
    let late = changed(&first, |it| it.version = 50);
    assert!(matches!(refused(stores.save(&make, late).await), Conflict::Stale(_)));
    assert_eq!(find(stores, &first).await, Some(second));
}

/// A code is taken until its subject gives it up.
pub async fn a_code_belongs_to_one_subject(stores: &Stores) {
    let mut make = Make::new(603);
    let first = make.subject("math");
    stores.put(&make, first.clone()).await;
    let second = make.subject("math");
    assert_eq!(refused(stores.save(&make, second.clone()).await), Conflict::SubjectCodeTaken);
    assert_eq!(find(stores, &second).await, None);
    let third = make.subject("physics");
    stores.put(&make, third.clone()).await;
    let thief = changed(&third, |it| it.code = first.code.clone());
    assert_eq!(refused(stores.save(&make, thief).await), Conflict::SubjectCodeTaken);
    let moved = changed(&first, |it| it.code = SubjectCode::parse("maths").expect("valid"));
    stores.put(&make, moved).await;
    stores.put(&make, second.clone()).await;
    assert_eq!(find(stores, &second).await, Some(second));
}

/// Several ids and codes are answered at once; unknown ones are left out.
pub async fn several_are_found_by_id_and_code(stores: &Stores) {
    let mut make = Make::new(604);
    let mut states = Vec::new();
    for code in ["math", "physics", "history", "rust"] {
        let state = make.subject(code);
        stores.put(&make, state.clone()).await;
        states.push(state);
    }
    let ids = [states[0].id, states[3].id, make.id()];
    let codes = [states[1].code.clone(), SubjectCode::parse("unknown").expect("valid")];
    let reader = &stores.reader;
    let mut by_id = reader.find_subjects(&ids).await.expect("answers");
    by_id.sort_by_key(|subject| subject.state().id);
    let by_code = reader.find_subjects_by_codes(&codes).await.expect("answers");
    assert_eq!(by_id, [0, 3].map(|index: usize| Subject::restore(states[index].clone())));
    assert_eq!(by_code, [Subject::restore(states[1].clone())]);
    assert_eq!(reader.find_subjects(&[]).await.expect("answers"), []);
    assert_eq!(reader.find_subjects_by_codes(&[]).await.expect("answers"), []);
}

/// Pages go from the newest subject to the oldest.
pub async fn subjects_are_listed_newest_first(stores: &Stores) {
    let mut make = Make::new(605);
    let empty = stores.reader.list_subjects(None, 10).await.expect("answers");
    assert_eq!((empty.items, empty.next), (Vec::new(), None));
    let mut states: Vec<SubjectState> = Vec::new();
    for number in 0..5 {
        let state = make.subject(&format!("s{number}"));
        stores.put(&make, state.clone()).await;
        states.insert(0, state);
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = stores.reader.list_subjects(after, 2).await.expect("answers");
        assert!(page.items.len() <= 2);
        seen.extend(page.items.iter().map(|subject| subject.state().clone()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, states);
}
