//! How fast it is. Measures, and fails only far below what is promised:
//! `cargo test --release -p courses-repository-sqlite -- --ignored --nocapture speed`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use courses_domain::catalogue::{
    Availability, Course, CourseState, Description, Run, SearchQuery, Summary,
};
use courses_port::catalogue::{CatalogueReader as _, CourseQuery, CourseSort, Facet, OfferFilter};
use courses_port::{ChangeSet, Commit as _};
use courses_testkit::build::{Make, Save as _, course_write, run_write, sentence};

use super::open;

const SETS: usize = 100;
const ROWS: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; wants a release build and an idle machine"]
async fn an_import_stores_thousands_of_rows_each_second() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("courses.db")).await;
    let mut make = Make::new(1);
    let sets: Vec<ChangeSet> = (0..SETS).map(|_| rows(&mut make)).collect();
    let begun = Instant::now();
    for set in sets {
        store.commit(set).await.unwrap();
    }
    let seconds = begun.elapsed().as_secs_f64();
    let rows = f64::from(u32::try_from(SETS * ROWS).unwrap());
    println!("{:.0} rows a second in sets of {ROWS}", rows / seconds);
    assert!(rows / seconds > 200.0, "far too slow: {seconds} s");

    let base = CourseQuery::newest(50, make.now());
    let search = |text| SearchQuery::parse(text);
    let offer = OfferFilter { availability: Some(Availability::Open), ..OfferFilter::default() };
    for (name, query) in [
        ("newest", base.clone()),
        ("by title", CourseQuery { sort: CourseSort::Title, ..base.clone() }),
        ("open", CourseQuery { offer, ..base.clone() }),
        ("credits that nobody has", CourseQuery { credits_min: Some(1), ..base.clone() }),
        (
            "search",
            CourseQuery {
                search: search("linear algebra"),
                sort: CourseSort::Relevance,
                ..base.clone()
            },
        ),
        (
            "one letter",
            CourseQuery { search: search("p"), sort: CourseSort::Relevance, ..base.clone() },
        ),
    ] {
        let begun = Instant::now();
        for _ in 0..10 {
            store.list_courses(&query).await.unwrap();
        }
        println!("list {name}: {:?}", begun.elapsed() / 10);
    }
    let begun = Instant::now();
    store.count_facets(&base, &Facet::ALL).await.unwrap();
    println!("all facets: {:?}", begun.elapsed());
    println!("one at a time: {:?} a commit", small_commits(&Arc::new(store), 1).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; wants a release build and an idle machine"]
async fn commits_of_many_share_a_wait_for_the_disk() {
    for writers in [1, 8, 64] {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(open(&folder.path().join("courses.db")).await);
        let each = small_commits(&store, writers).await;
        println!("{writers} writers: {each:?} a commit");
    }
}

async fn small_commits(
    store: &Arc<courses_repository_sqlite::SqliteStore>,
    writers: u64,
) -> Duration {
    let begun = Instant::now();
    let tasks = (0..writers).map(|writer| {
        let store = Arc::clone(store);
        tokio::spawn(async move {
            let mut make = Make::new(100 + writer);
            for _ in 0..50 {
                let course = make.course("Course");
                store.commit(ChangeSet::new(make.now()).with(course.save())).await.unwrap();
            }
        })
    });
    futures::future::join_all(tasks).await.into_iter().for_each(|task| task.unwrap());
    begun.elapsed() / u32::try_from(writers * 50).unwrap()
}

/// One step of an import: published courses with a run each, and all their events.
fn rows(make: &mut Make) -> ChangeSet {
    (0..ROWS).fold(ChangeSet::new(make.now()), |set, _| {
        let title = format!("Course {}", sentence(&mut make.random, 4));
        let mut state = CourseState { revision: 0, ..make.draft_course(&title) };
        state.external_ids = vec![make.external_id("catalogue")];
        state.draft.content.summary = Summary::parse(&sentence(&mut make.random, 20)).ok();
        state.draft.content.description = Description::parse(&sentence(&mut make.random, 80)).ok();
        state.draft.content.instructor_ids = vec![make.id(), make.id()];
        let mut course = Course::restore(state);
        course.publish(make.now()).unwrap();
        let run = make.rich_run(course.state().id);
        let run = courses_domain::catalogue::RunState { revision: 0, next_sequence: 1, ..run };
        let mut run = Run::restore(run);
        run.close(make.now()).unwrap();
        let (course, run) = (course_write(course, make), run_write(run, make));
        set.with(course.save()).with(run.save())
    })
}
