//! Search means on every store what `SearchQuery` says.

use courses_domain::catalogue::{CourseTitle, Description, SearchQuery, Summary, Tags};
use courses_port::catalogue::{CourseQuery, CourseSort, CourseWrite, SortKey};

use super::Stores;
use super::listing::{copy, ids};
use super::model::Model;
use crate::build::{Make, QUERIES, Save as _, changed, sentence};

fn query(make: &Make, text: &str) -> CourseQuery {
    let search = Some(SearchQuery::parse(text).expect("tests look for words"));
    let base = CourseQuery::newest(200, make.now());
    CourseQuery { search, sort: CourseSort::Relevance, ..base }
}

/// Generated documents in English and Russian, compared with the functions of the domain: who is
/// found, with which score, in which order.
pub async fn generated_documents_are_found_as_the_domain_means_it(stores: &Stores) {
    let mut make = Make::new(1201);
    let mut model = Model::default();
    let mut changes = Vec::new();
    for _ in 0..120 {
        let title = format!("x {}", sentence(&mut make.random, 3));
        let mut state = make.course(&title);
        let random = &mut make.random;
        let tags: Vec<String> = (0..random.below(3)).map(|_| sentence(random, 2)).collect();
        let tags = tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty());
        state.tags = Tags::parse(tags.filter(|tag| tag.chars().count() <= 32)).expect("valid");
        let content = &mut copy(&mut state).content;
        content.summary = Summary::parse(&sentence(random, 5)).ok();
        content.description = Description::parse(&sentence(random, 90)).ok();
        model.put(state.clone());
        changes.push(state.save());
    }
    stores.put_all(&make, changes).await;
    for text in QUERIES {
        let query = query(&make, text);
        let page = stores.reader.list_courses(&query).await.expect("answers");
        assert_eq!(page, model.page(&query), "{text}");
    }
    let mut found = 0;
    for _ in 0..100 {
        let text = format!("{} {}", sentence(&mut make.random, 2), make.random.pick(&QUERIES));
        let query = query(&make, &text);
        let page = stores.reader.list_courses(&query).await.expect("answers");
        found += page.items.len();
        assert_eq!(page, model.page(&query), "{text}");
    }
    assert!(found > 0, "some questions are answered");
}

/// What a course is found by is replaced as a whole.
pub async fn a_course_is_found_by_what_was_saved_last(stores: &Stores) {
    let mut make = Make::new(1202);
    let first = make.course("Linear algebra");
    stores.put(&make, first.clone()).await;
    let second = changed(&first, |it| {
        copy(it).content.title = CourseTitle::parse("История России").expect("valid");
    });
    stores.put(&make, second).await;
    assert_eq!(ids(stores, &query(&make, "algebra")).await, []);
    assert_eq!(ids(stores, &query(&make, "истории росс")).await, [first.id]);
}

/// A save that says nothing about searching changes nothing about it.
pub async fn a_save_without_search_entry_leaves_it(stores: &Stores) {
    let mut make = Make::new(1203);
    let first = make.course("Linear algebra");
    stores.put(&make, first.clone()).await;
    let state = changed(&first, |it| it.draft.version += 1);
    let write = CourseWrite {
        read_at: 1,
        state,
        search: None,
        lessons: Vec::new(),
        publishes_lessons: false,
        events: Vec::new(),
    };
    stores.put(&make, write).await;
    assert_eq!(ids(stores, &query(&make, "algebra")).await, [first.id]);
}

/// More relevant courses come first, equally relevant ones by id.
pub async fn relevance_orders_and_ties_end_in_the_id(stores: &Stores) {
    let mut make = Make::new(1204);
    let plain = make.course("Numbers");
    let by_summary = changed(&plain, |it| {
        it.revision = 1;
        copy(it).content.summary = Some(Summary::parse("about algebra").expect("valid"));
    });
    let (one, two) = (make.course("Algebra"), make.course("Algebra"));
    let unfinished = make.course("Algebraists");
    for state in [by_summary.clone(), unfinished.clone(), two.clone(), one.clone()] {
        stores.put(&make, state).await;
    }
    let page = stores.reader.list_courses(&query(&make, "algebra")).await.expect("answers");
    let found: Vec<_> = page
        .items
        .into_iter()
        .map(|course| match course.position.key {
            SortKey::Score(score) => (course.id, score),
            other => panic!("not a relevance: {other:?}"),
        })
        .collect();
    let expected = {
        let mut model = Model::default();
        for state in [by_summary, unfinished, one.clone(), two.clone()] {
            model.put(state);
        }
        model.list(&query(&make, "algebra"))
    };
    assert_eq!(
        found.iter().map(|it| it.0).collect::<Vec<_>>(),
        expected.iter().map(|course| course.id).collect::<Vec<_>>()
    );
    assert_eq!(found[0].0, one.id);
    assert_eq!(found[1].0, two.id);
    assert_eq!(found[0].1, found[1].1);
}
