//! Walking a list page by page sees each item exactly once while others come and go.

use std::collections::{BTreeMap, BTreeSet};

use courses_domain::catalogue::{
    CourseId, CourseState, Lifecycle, SearchQuery, SubjectId, Visibility,
};
use courses_port::catalogue::{CourseQuery, CourseSort};

use super::Stores;
use crate::build::{Make, changed, sentence};

/// What stood in the list when the walk began and still does.
struct Crowd {
    saved: BTreeMap<CourseId, CourseState>,
    survivors: BTreeSet<CourseId>,
}

impl Crowd {
    async fn gather(stores: &Stores, make: &mut Make, size: usize) -> Self {
        let mut saved = BTreeMap::new();
        for _ in 0..size {
            let state = newcomer(make);
            stores.put(make, state.clone()).await;
            saved.insert(state.id, state);
        }
        let survivors = saved.keys().copied().collect();
        Self { saved, survivors }
    }

    /// Somebody comes, somebody goes, somebody is edited without moving.
    async fn stir(&mut self, stores: &Stores, make: &mut Make) {
        for _ in 0..make.random.below(3) {
            let state = newcomer(make);
            stores.put(make, state.clone()).await;
            self.saved.insert(state.id, state);
        }
        for _ in 0..make.random.below(3) {
            let all: Vec<CourseId> = self.saved.keys().copied().collect();
            let old = self.saved[&make.random.pick(&all)].clone();
            let way = make.random.below(4);
            let next = changed(&old, |it| match way {
                0 => it.visibility = Visibility::Hidden,
                1 => it.lifecycle = Lifecycle::Unpublished,
                2 => it.deleted = true,
                _ => it.version += 1,
            });
            stores.put(make, next.clone()).await;
            if next.is_listed() {
                self.saved.insert(next.id, next);
            } else {
                self.saved.remove(&next.id);
                self.survivors.remove(&next.id);
            }
        }
    }
}

fn newcomer(make: &mut Make) -> CourseState {
    let title = format!("Алгебра {} {}", sentence(&mut make.random, 2), make.random.below(3));
    let mut state = make.course(&title);
    if make.random.once_in(2) {
        let earlier = -i64::from(make.random.once_in(2));
        state.first_published_at = Some(make.at(earlier));
    }
    state
}

async fn walk(stores: &Stores, make: &mut Make, sort: CourseSort, search: Option<SearchQuery>) {
    let mut crowd = Crowd::gather(stores, make, 30).await;
    let mut seen: Vec<CourseId> = Vec::new();
    let mut query = CourseQuery { sort, search, ..CourseQuery::newest(1, make.now()) };
    loop {
        query.limit = 1 + u32::try_from(make.random.below(5)).expect("a small number");
        let page = stores.reader.list_courses(&query).await.expect("the store answers");
        seen.extend(page.items.iter().map(|course| course.id));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
        crowd.stir(stores, make).await;
    }
    let once: BTreeSet<CourseId> = seen.iter().copied().collect();
    assert_eq!(once.len(), seen.len(), "{sort:?}: nothing is seen twice");
    let missed: Vec<_> = crowd.survivors.difference(&once).collect();
    assert!(missed.is_empty(), "{sort:?}: {missed:?} were not seen");
    // The next walk finds the list empty.
    for state in crowd.saved.into_values() {
        stores.put(make, changed(&state, |it| it.deleted = true)).await;
    }
}

/// In each order but relevance.
pub async fn each_surviving_course_is_seen_once(stores: &Stores) {
    let mut make = Make::new(1301);
    for sort in
        [CourseSort::Published, CourseSort::PublishedDesc, CourseSort::Title, CourseSort::TitleDesc]
    {
        walk(stores, &mut make, sort, None).await;
    }
}

/// By relevance, and by title with words to find.
pub async fn each_surviving_match_is_seen_once_by_relevance(stores: &Stores) {
    let mut make = Make::new(1302);
    let everybody = SearchQuery::parse("алг");
    walk(stores, &mut make, CourseSort::Relevance, everybody.clone()).await;
    walk(stores, &mut make, CourseSort::Title, everybody).await;
}

/// Lists by id, too.
pub async fn each_surviving_subject_is_seen_once(stores: &Stores) {
    let mut make = Make::new(1303);
    let mut expected: BTreeSet<SubjectId> = BTreeSet::new();
    for number in 0..20 {
        let state = make.subject(&format!("old-{number}"));
        expected.insert(state.id);
        stores.put(&make, state).await;
    }
    let (mut after, mut seen, mut number) = (None, Vec::new(), 0);
    loop {
        let page = stores.reader.list_subjects(after, 3).await.expect("the store answers");
        seen.extend(page.items.iter().map(|subject| subject.state().id));
        after = page.next;
        if after.is_none() {
            break;
        }
        number += 1;
        let state = make.subject(&format!("new-{number}"));
        stores.put(&make, state).await;
    }
    let once: BTreeSet<SubjectId> = seen.iter().copied().collect();
    assert_eq!(once.len(), seen.len(), "nothing is seen twice");
    assert_eq!(once, expected);
}
