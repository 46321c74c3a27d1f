//! Lists of courses: which are listed, in which order, how they are counted.

use courses_domain::catalogue::{
    Availability, CourseId, CourseState, CourseTitle, Credits, InstructorId, Level, Lifecycle,
    PublishedCopy, SearchQuery, SubjectId, Summary, Tag, Tags, Visibility,
};
use courses_domain::shared::{LanguageTag, WebUrl};
use courses_port::catalogue::{CourseQuery, CourseSort, Facet, FacetCount, OfferFilter, SortKey};

use super::Stores;
use super::model::Model;
use crate::build::{Make, QUERIES, Random, Save, changed, sentence};

const SORTS: [CourseSort; 4] =
    [CourseSort::Published, CourseSort::PublishedDesc, CourseSort::Title, CourseSort::TitleDesc];
const TAGS: [&str; 6] = ["math", "first year", "Вечерний", "C++", "free", "$set"];
const LANGUAGES: [&str; 4] = ["en", "ru", "ru-RU", "de"];

/// The published copy of a course that is in the catalogue.
pub(super) fn copy(state: &mut CourseState) -> &mut PublishedCopy {
    state.published.as_mut().expect("the course is published")
}

pub(super) async fn ids(stores: &Stores, query: &CourseQuery) -> Vec<CourseId> {
    let page = stores.reader.list_courses(query).await.expect("the store answers");
    page.items.into_iter().map(|course| course.id).collect()
}

/// A store and a model with the same generated courses and runs.
async fn catalogue(stores: &Stores, make: &mut Make, size: usize) -> (Model, Choices) {
    let choices = Choices {
        subjects: (0..4).map(|_| make.id()).collect(),
        instructors: (0..5).map(|_| make.id()).collect(),
    };
    let mut model = Model::default();
    for _ in 0..size {
        let state = generated(make, &choices);
        for _ in 0..make.random.below(4) {
            let mut run = make.random_run(state.id);
            run.deleted = make.random.once_in(10);
            model.runs.push(run);
        }
        model.courses.push(state);
    }
    let courses = model.courses.iter().cloned().map(Save::save);
    let runs = model.runs.iter().cloned().map(Save::save);
    stores.put_all(make, courses.chain(runs).collect::<Vec<_>>()).await;
    for _ in 0..size / 4 {
        let old = make.random.pick(&model.courses);
        if old.deleted {
            continue;
        }
        let new = generated(make, &choices);
        let next = CourseState { id: old.id, revision: old.revision + 1, ..new };
        stores.put(make, next.clone()).await;
        model.put(next);
    }
    (model, choices)
}

struct Choices {
    subjects: Vec<SubjectId>,
    instructors: Vec<InstructorId>,
}

/// A random course, most often listed. Publication times and titles collide at times.
fn generated(make: &mut Make, choices: &Choices) -> CourseState {
    let title = format!("{} {}", sentence(&mut make.random, 3), make.random.below(5));
    let mut state = make.course(&title);
    let random = &mut make.random;
    state.visibility = random.pick(&[Visibility::Visible, Visibility::Visible, Visibility::Hidden]);
    if random.once_in(5) {
        state.lifecycle = random.pick(&Lifecycle::ALL);
    }
    state.deleted = random.once_in(12);
    state.tags = Tags::parse(random.some_of(&TAGS, 4)).expect("valid");
    let offset = i64::try_from(random.below(6)).expect("a small number");
    state.first_published_at =
        Some(state.created_at.min("2026-03-01T12:00:00.500Z".parse().expect("valid")));
    state.first_published_at =
        state.first_published_at.map(|at| at - jiff::SignedDuration::from_mins(offset));
    let content = &mut copy(&mut state).content;
    content.summary = Summary::parse(&sentence(random, 6)).ok();
    content.subject_id = random.maybe(&choices.subjects);
    content.level = random.pick(&Level::EVERY);
    content.language = LanguageTag::parse(random.pick(&LANGUAGES)).expect("valid");
    content.credits = random
        .maybe(&[(0, 0), (100, 300), (300, 300), (250, 600), (601, 1_000)])
        .map(|(min, max)| Credits::new(min, max).expect("valid"));
    content.instructor_ids = random.some_of(&choices.instructors, 3);
    content.image_url = random.maybe(&[WebUrl::parse("https://example.org/a").expect("valid")]);
    state
}

/// A random question; each filter is set at times.
fn question(make: &mut Make, choices: &Choices) -> CourseQuery {
    let now = make.at(0);
    let random = &mut make.random;
    let mut query = CourseQuery::newest(1 + u32::try_from(random.below(200)).unwrap_or(0), now);
    let seldom = |random: &mut Random| random.once_in(4);
    if seldom(random) {
        query.search = SearchQuery::parse(random.pick(&QUERIES));
    }
    if seldom(random) {
        query.subject = Some(random.pick(&choices.subjects));
    }
    if seldom(random) {
        query.levels = random.some_of(&Level::EVERY, 3);
    }
    if seldom(random) {
        let languages = random.some_of(&LANGUAGES, 2);
        query.languages =
            languages.iter().map(|tag| LanguageTag::parse(tag).expect("valid")).collect();
    }
    if seldom(random) {
        let tags = random.some_of(&TAGS, 2);
        query.tags = tags.iter().map(|tag| Tag::parse(tag).expect("valid")).collect();
    }
    if seldom(random) {
        query.instructor = Some(random.pick(&choices.instructors));
    }
    if seldom(random) {
        query.offer = OfferFilter {
            availability: random.maybe(&Availability::ALL),
            price_min: random.maybe(&[0, 1, 1_000]),
            price_max: random.maybe(&[0, 999, 1_000, 60_000]),
        };
    }
    if seldom(random) {
        query.credits_min = random.maybe(&[0, 250, 301, 900]);
        query.credits_max = random.maybe(&[0, 299, 600, 2_000]);
    }
    query.sort = random.pick(&SORTS);
    if query.search.is_some() && random.once_in(2) {
        query.sort = CourseSort::Relevance;
    }
    query
}

/// Drafts, hidden, unpublished, archived and deleted courses are not listed; a change of any of
/// that is seen at once.
pub async fn only_listed_courses_are_listed(stores: &Stores) {
    let mut make = Make::new(1001);
    let query = CourseQuery::newest(200, make.now());
    assert_eq!(ids(stores, &query).await, []);
    let mut state = make.draft_course("Draft");
    stores.put(&make, state.clone()).await;
    assert_eq!(ids(stores, &query).await, []);
    state = CourseState { id: state.id, revision: 2, ..make.course("Published") };
    stores.put(&make, state.clone()).await;
    assert_eq!(ids(stores, &query).await, [state.id]);
    let disappearances: [fn(&mut CourseState); 4] = [
        |it| it.visibility = Visibility::Hidden,
        |it| it.lifecycle = Lifecycle::Unpublished,
        |it| it.lifecycle = Lifecycle::Archived,
        |it| it.deleted = true,
    ];
    for disappear in disappearances {
        state = changed(&state, |it| {
            it.visibility = Visibility::Visible;
            it.lifecycle = Lifecycle::Published;
        });
        stores.put(&make, state.clone()).await;
        assert_eq!(ids(stores, &query).await, [state.id]);
        state = changed(&state, disappear);
        stores.put(&make, state.clone()).await;
        assert_eq!(ids(stores, &query).await, []);
    }
}

/// A summary speaks of the published copy alone.
pub async fn a_summary_carries_what_the_published_copy_says(stores: &Stores) {
    let mut make = Make::new(1002);
    let mut model = Model::default();
    for state in [make.rich_course(), make.course("Plain")] {
        stores.put(&make, state.clone()).await;
        model.put(state);
    }
    for sort in SORTS {
        let query = CourseQuery { sort, ..CourseQuery::newest(10, make.now()) };
        let page = stores.reader.list_courses(&query).await.expect("answers");
        assert_eq!(page, model.page(&query), "{sort:?}");
    }
}

/// Each filter alone tells two courses apart.
pub async fn each_filter_selects(stores: &Stores) {
    let mut make = Make::new(1003);
    let mut wanted = make.course("Wanted");
    wanted.tags = Tags::parse(["a", "b"]).expect("valid");
    let (subject, instructor) = (make.id(), make.id());
    let content = &mut copy(&mut wanted).content;
    content.subject_id = Some(subject);
    content.level = Level::Advanced;
    content.language = LanguageTag::parse("ru").expect("valid");
    content.instructor_ids = vec![instructor];
    content.credits = Some(Credits::new(200, 400).expect("valid"));
    let other = make.course("Other");
    let mut run = make.rich_run(wanted.id);
    run.details.price = None;
    stores.put_all(&make, [wanted.clone().save(), other.save(), run.save()]).await;

    let base = CourseQuery::newest(10, make.now());
    let tag = |text| Tag::parse(text).expect("valid");
    let offer = OfferFilter::default();
    let selecting = [
        CourseQuery { search: SearchQuery::parse("wanted"), ..base.clone() },
        CourseQuery { subject: Some(subject), ..base.clone() },
        CourseQuery { levels: vec![Level::Advanced, Level::Introductory], ..base.clone() },
        CourseQuery { languages: vec![LanguageTag::parse("ru").expect("valid")], ..base.clone() },
        CourseQuery { tags: vec![tag("x"), tag("b")], ..base.clone() },
        CourseQuery { instructor: Some(instructor), ..base.clone() },
        CourseQuery { credits_min: Some(400), ..base.clone() },
        CourseQuery { credits_max: Some(200), ..base.clone() },
        CourseQuery {
            offer: OfferFilter { availability: Some(Availability::Open), ..offer },
            ..base.clone()
        },
        CourseQuery { offer: OfferFilter { price_max: Some(0), ..offer }, ..base.clone() },
    ];
    for query in selecting {
        assert_eq!(ids(stores, &query).await, [wanted.id], "{query:?}");
    }
    let excluding = [
        CourseQuery { subject: Some(make.id()), ..base.clone() },
        CourseQuery { levels: vec![Level::Introductory], ..base.clone() },
        CourseQuery { tags: vec![tag("A")], ..base.clone() },
        CourseQuery { instructor: Some(make.id()), ..base.clone() },
        CourseQuery { credits_min: Some(401), ..base.clone() },
        CourseQuery { credits_max: Some(199), ..base.clone() },
        CourseQuery { offer: OfferFilter { price_min: Some(1), ..offer }, ..base.clone() },
    ];
    for query in excluding {
        assert_eq!(ids(stores, &query).await, [], "{query:?}");
    }
}

/// Hundreds of questions with any mixture of filters, orders and page sizes, walked to the end.
pub async fn generated_queries_are_answered_as_the_domain_means_them(stores: &Stores) {
    let mut make = Make::new(1004);
    let (model, choices) = catalogue(stores, &mut make, 90).await;
    for number in 0..250 {
        let mut query = question(&mut make, &choices);
        for _ in 0..100 {
            let page = stores.reader.list_courses(&query).await.expect("answers");
            assert_eq!(page, model.page(&query), "question {number}: {query:?}");
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
    }
}

/// Facets of generated questions, each counted without the filter on itself.
pub async fn facets_ignore_the_filter_on_themselves(stores: &Stores) {
    let mut make = Make::new(1005);
    let (model, choices) = catalogue(stores, &mut make, 90).await;
    for number in 0..80 {
        let query = question(&mut make, &choices);
        let facets = make.random.some_of(&Facet::ALL, 5);
        let counted = stores.reader.count_facets(&query, &facets).await.expect("answers");
        assert_eq!(counted, model.facets(&query, &facets), "question {number}: {query:?}");
    }
}

/// A facet with many values tells of the most frequent, ties by value.
pub async fn a_facet_counts_the_most_frequent_values(stores: &Stores) {
    let mut make = Make::new(1006);
    let mut changes = Vec::new();
    let mut model = Model::default();
    for number in 0..8_usize {
        let mut state = make.course("Course");
        let tags: Vec<String> =
            (0..18).map(|tag| format!("tag {}", (number * 11 + tag * tag) % 97)).collect();
        state.tags = Tags::parse(tags.iter().map(String::as_str)).expect("valid");
        model.put(state.clone());
        changes.push(state.save());
    }
    stores.put_all(&make, changes).await;
    let query = CourseQuery::newest(1, make.now());
    let counted = stores.reader.count_facets(&query, &[Facet::Tag, Facet::Level]).await;
    let counted = counted.expect("answers");
    assert_eq!(counted, model.facets(&query, &[Facet::Tag, Facet::Level]));
    assert_eq!(counted[0].values.len(), Facet::MAX_VALUES);
    let level = FacetCount { value: "all".to_owned(), count: 8 };
    assert_eq!(counted[1].values, [level]);
}

/// A page is as large as asked for; only the last one has no successor.
pub async fn a_page_holds_at_most_as_many_as_asked_for(stores: &Stores) {
    let mut make = Make::new(1007);
    let courses: Vec<_> = (0..6).map(|number| make.course(&format!("Course {number}"))).collect();
    stores.put_all(&make, courses.into_iter().map(Save::save)).await;
    for (limit, items, more) in [(1, 1, true), (5, 5, true), (6, 6, false), (200, 6, false)] {
        let query = CourseQuery::newest(limit, make.now());
        let page = stores.reader.list_courses(&query).await.expect("answers");
        assert_eq!((page.items.len(), page.next.is_some()), (items, more), "limit {limit}");
        let last = page.items.last().map(|course| course.position.clone());
        assert_eq!(page.next, last.filter(|_| more));
    }
}

/// The order of titles is the same everywhere, whatever the language of the database.
pub async fn titles_are_ordered_lower_case_by_code_point(stores: &Stores) {
    let mut make = Make::new(1008);
    let titles = ["Zebra", "apple", "Äpfel", "Ёлка", "ель", "Ель", "яблоко", "𝔸", "ﬁ", "1", "_"];
    let mut model = Model::default();
    for title in titles {
        let mut state = make.course("Title");
        copy(&mut state).content.title = CourseTitle::parse(title).expect("valid");
        model.put(state.clone());
        stores.put(&make, state).await;
    }
    for sort in [CourseSort::Title, CourseSort::TitleDesc] {
        let query = CourseQuery { sort, ..CourseQuery::newest(50, make.now()) };
        let page = stores.reader.list_courses(&query).await.expect("answers");
        assert_eq!(page, model.page(&query));
        let lowered = page
            .items
            .iter()
            .all(|course| course.position.key == SortKey::Text(course.title.to_lowercase()));
        assert!(lowered);
    }
}
