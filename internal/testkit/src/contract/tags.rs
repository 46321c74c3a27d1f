//! Tags are counted exactly, whatever happens to their courses.

use std::collections::BTreeMap;

use courses_domain::catalogue::{CourseState, Lifecycle, Tags, Visibility};
use courses_port::Conflict;
use courses_port::catalogue::{TagPosition, TagQuery};
use futures::future::join_all;

use super::{Stores, refused};
use crate::build::{Make, changed};

fn tagged(make: &mut Make, tags: &[&str]) -> CourseState {
    let mut course = make.course("Tagged");
    course.tags = Tags::parse(tags.iter().copied()).expect("valid");
    course
}

async fn counted(stores: &Stores) -> BTreeMap<String, u64> {
    let query = TagQuery { limit: 200, ..TagQuery::default() };
    let page = stores.reader.list_tags(&query).await.expect("the store answers");
    page.items.into_iter().map(|it| (it.tag, it.count)).collect()
}

fn counts<const N: usize>(of: [(&str, u64); N]) -> BTreeMap<String, u64> {
    of.into_iter().map(|(tag, count)| (tag.to_owned(), count)).collect()
}

/// Every way in which a course comes into the catalogue, changes there and leaves it is counted.
pub async fn tags_are_counted_as_the_listed_courses_have_them(stores: &Stores) {
    let mut make = Make::new(1_101);
    assert_eq!(counted(stores).await, counts([]));
    let one = tagged(&mut make, &["maths", "rust"]);
    let mut draft = tagged(&mut make, &["maths"]);
    (draft.lifecycle, draft.published) = (Lifecycle::Draft, None);
    stores.put(&make, one.clone()).await;
    stores.put(&make, draft).await;
    let two = tagged(&mut make, &["maths", "Rust"]);
    stores.put(&make, two).await;
    assert_eq!(counted(stores).await, counts([("Rust", 1), ("maths", 2), ("rust", 1)]));

    let one = changed(&one, |it| it.tags = Tags::parse(["maths", "science"]).expect("valid"));
    stores.put(&make, one.clone()).await;
    assert_eq!(counted(stores).await, counts([("Rust", 1), ("maths", 2), ("science", 1)]));
    let one = changed(&one, |it| it.visibility = Visibility::Hidden);
    stores.put(&make, one.clone()).await;
    assert_eq!(counted(stores).await, counts([("Rust", 1), ("maths", 1)]));
    let one = changed(&one, |it| it.tags = Tags::parse(["other"]).expect("valid"));
    stores.put(&make, one.clone()).await;
    assert_eq!(counted(stores).await, counts([("Rust", 1), ("maths", 1)]));
    let one = changed(&one, |it| it.visibility = Visibility::Visible);
    stores.put(&make, one.clone()).await;
    assert_eq!(counted(stores).await, counts([("Rust", 1), ("maths", 1), ("other", 1)]));
    stores.put(&make, changed(&one, |it| it.lifecycle = Lifecycle::Archived)).await;
    assert_eq!(counted(stores).await, counts([("Rust", 1), ("maths", 1)]));
}

/// Pages follow each other by code points, without a gap and without a repetition.
pub async fn tags_are_listed_by_name_in_pages(stores: &Stores) {
    let mut make = Make::new(1_102);
    let names = ["Zebra", "a b", "algebra", "math", "maths", "анализ", "ёлка"];
    let course = tagged(&mut make, &names);
    stores.put(&make, course).await;
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let query = TagQuery { prefix: None, after, limit: 3 };
        let page = stores.reader.list_tags(&query).await.expect("the store answers");
        assert!(page.items.len() <= 3);
        seen.extend(page.items.into_iter().map(|it| it.tag));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, names);
}

/// A beginning selects, letter by letter, also beside its neighbours.
pub async fn a_beginning_is_taken_as_it_is_written(stores: &Stores) {
    let mut make = Make::new(1_103);
    let names = ["Math", "m", "ma.h", "math", "maths", "mati", "m%", "математика"];
    let course = tagged(&mut make, &names);
    stores.put(&make, course).await;
    let found = |prefix: &str, after: Option<&str>| {
        let after = after.map(|tag| TagPosition(tag.to_owned()));
        let query = TagQuery { prefix: Some(prefix.to_owned()), after, limit: 10 };
        async move {
            let page = stores.reader.list_tags(&query).await.expect("the store answers");
            page.items.into_iter().map(|it| it.tag).collect::<Vec<_>>()
        }
    };
    assert_eq!(found("math", None).await, ["math", "maths"]);
    assert_eq!(found("math", Some("math")).await, ["maths"]);
    assert_eq!(found("ma.", None).await, ["ma.h"]);
    assert_eq!(found("m%", None).await, ["m%"]);
    assert_eq!(found("мат", None).await, ["математика"]);
    assert!(found("x", None).await.is_empty());
}

/// Tags are counted together with their courses or not at all.
pub async fn a_refused_set_counts_nothing(stores: &Stores) {
    let mut make = Make::new(1_104);
    let first = tagged(&mut make, &["maths"]);
    stores.put(&make, first.clone()).await;
    let second = changed(&first, |it| it.tags = Tags::parse(["rust"]).expect("valid"));
    stores.put(&make, second).await;
    let late = changed(&first, |it| it.lifecycle = Lifecycle::Archived);
    assert!(matches!(refused(stores.save(&make, late).await), Conflict::Stale(_)));
    let mut thief = tagged(&mut make, &["rust"]);
    thief.slug = first.slug;
    assert_eq!(refused(stores.save(&make, thief).await), Conflict::SlugTaken);
    assert_eq!(counted(stores).await, counts([("rust", 1)]));
}

/// Publications that share a tag do not wait for each other or overwrite each other's count.
pub async fn courses_listed_at_once_are_all_counted(stores: &Stores) {
    let mut make = Make::new(1_105);
    let courses: Vec<CourseState> = (0..50).map(|_| tagged(&mut make, &["new", "hot"])).collect();
    join_all(courses.iter().map(|course| stores.put(&make, course.clone()))).await;
    assert_eq!(counted(stores).await, counts([("hot", 50), ("new", 50)]));
    let gone = |it: &CourseState| changed(it, |it| it.lifecycle = Lifecycle::Unpublished);
    join_all(courses[..20].iter().map(|course| stores.put(&make, gone(course)))).await;
    assert_eq!(counted(stores).await, counts([("hot", 30), ("new", 30)]));
}
