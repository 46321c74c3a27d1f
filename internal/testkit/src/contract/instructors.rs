//! Instructors are kept whole, and their external ids are unique.

use courses_domain::catalogue::{Instructor, InstructorState, PersonName};
use courses_domain::shared::ExternalId;
use courses_port::Conflict;

use super::{Stores, refused};
use crate::build::{Make, Save, changed};

async fn find(stores: &Stores, state: &InstructorState) -> Option<InstructorState> {
    let found = stores.reader.find_instructor(state.id).await.expect("the store answers");
    found.map(|instructor| instructor.state().clone())
}

/// Every field of an instructor comes back, set or not.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(701);
    for state in [make.rich_instructor(), make.instructor("O'Neill \"Ω\"")] {
        stores.put(&make, state.clone()).await;
        let found = stores.reader.find_instructor(state.id).await.expect("answers");
        assert_eq!(found, Some(Instructor::restore(state)));
    }
    assert_eq!(stores.reader.find_instructor(make.id()).await.expect("answers"), None);
}

/// A change can set, replace and clear every field; a stale one is refused.
pub async fn every_field_can_change(stores: &Stores) {
    let mut make = Make::new(702);
    let first = make.instructor("First");
    stores.put(&make, first.clone()).await;
    let rich = make.rich_instructor();
    let second = InstructorState { id: first.id, revision: 2, ..rich };
    stores.put(&make, second.clone()).await;
    assert_eq!(find(stores, &first).await, Some(second.clone()));
    let late = changed(&first, |it| it.name = PersonName::parse("Late").expect("valid"));
    assert!(matches!(refused(stores.save(&make, late).await), Conflict::Stale(_)));
    let third = InstructorState { id: first.id, revision: 3, ..make.instructor("Third") };
    stores.put(&make, third.clone()).await;
    assert_eq!(find(stores, &first).await, Some(third));
}

/// An external id is taken until its instructor gives it up.
pub async fn an_external_id_belongs_to_one_instructor(stores: &Stores) {
    let mut make = Make::new(703);
    let first = make.rich_instructor();
    stores.put(&make, first.clone()).await;
    let mut second = make.instructor("Second");
    second.external_ids = vec![make.external_id("staff"), first.external_ids[0].clone()];
    assert_eq!(refused(stores.save(&make, second.clone()).await), Conflict::ExternalIdTaken);
    assert_eq!(find(stores, &second).await, None);
    stores.put(&make, changed(&first, |it| drop(it.external_ids.remove(0)))).await;
    stores.put(&make, second.clone()).await;
    assert_eq!(find(stores, &second).await, Some(second));
}

/// Several ids and names are answered at once, each instructor once.
pub async fn several_are_found_by_id_and_external_id(stores: &Stores) {
    let mut make = Make::new(704);
    let states: Vec<InstructorState> = (0..300).map(|_| make.rich_instructor()).collect();
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    let reader = &stores.reader;

    let ids = [states[0].id, make.id(), states[2].id];
    let mut found = reader.find_instructors(&ids).await.expect("answers");
    found.sort_by_key(|instructor| instructor.state().id);
    assert_eq!(found, [0, 2].map(|index: usize| Instructor::restore(states[index].clone())));

    let mut names: Vec<ExternalId> =
        states.iter().flat_map(|state| state.external_ids.clone()).collect();
    names.push(ExternalId::parse("elsewhere", names[0].key()).expect("valid"));
    let mut found = reader.find_instructors_by_external_ids(&names).await.expect("answers");
    found.sort_by_key(|instructor| instructor.state().id);
    let expected: Vec<_> = states.into_iter().map(Instructor::restore).collect();
    assert_eq!(found, expected);
    assert_eq!(reader.find_instructors(&[]).await.expect("answers"), []);
    assert_eq!(reader.find_instructors_by_external_ids(&[]).await.expect("answers"), []);
}

/// Pages go from the newest instructor to the oldest.
pub async fn instructors_are_listed_newest_first(stores: &Stores) {
    let mut make = Make::new(705);
    let mut states: Vec<InstructorState> = (0..5).map(|_| make.rich_instructor()).collect();
    stores.put_all(&make, states.iter().cloned().map(Save::save)).await;
    states.reverse();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = stores.reader.list_instructors(after, 2).await.expect("answers");
        assert!(page.items.len() <= 2);
        seen.extend(page.items.iter().map(|instructor| instructor.state().clone()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, states);
}
