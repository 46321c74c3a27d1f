//! Finding courses.

use courses_sdk::builder::ListCourses;
use courses_sdk::prelude::*;
use courses_sdk::{Client, types};
use futures::TryStreamExt as _;
use serde_json::{Value, json};

use crate::support::{Account, Program, TestStore, problem, published, titles};

on_each_store!(
    words_are_found_in_every_form_in_english_and_in_russian,
    every_word_must_occur_and_the_last_may_be_unfinished,
    subjects_and_instructors_lead_to_their_courses,
    filters_narrow_and_facets_ignore_their_own,
    lists_come_in_the_order_asked_for,
    a_stream_walks_every_page,
);

async fn found(client: &Client, words: &str) -> Vec<String> {
    let list = client.list_courses().q(words);
    let courses: Vec<types::CourseSummary> = list.items().try_collect().await.unwrap();
    courses.into_iter().map(|course| course.title).collect()
}

async fn words_are_found_in_every_form_in_english_and_in_russian(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    for course in [
        json!({ "title": "Reading maps", "summary": "Rivers running to the sea" }),
        json!({
            "title": "Чтение карт", "language": "ru",
            "description": "Как читать старые книги и новые планы городов"
        }),
    ] {
        published(&client, course).await;
    }
    let reader = program.anonymous();
    for words in ["map", "MAPS", "reads", "river runs", "seas"] {
        assert_eq!(found(&reader, words).await, ["Reading maps"], "{words}");
    }
    for words in ["карта", "КАРТАМИ", "книга", "город план", "чтения"]
    {
        assert_eq!(found(&reader, words).await, ["Чтение карт"], "{words}");
    }
    assert!(found(&reader, "mountain").await.is_empty());
    assert!(found(&reader, "горы").await.is_empty());
}

async fn every_word_must_occur_and_the_last_may_be_unfinished(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    for (title, summary) in [
        ("Ownership in Rust", "Borrowing and lifetimes"),
        ("Owning a garden", "Plants and ownership of land"),
        ("Cooking", "No such words"),
    ] {
        published(&client, json!({ "title": title, "summary": summary })).await;
    }
    let reader = program.anonymous();
    assert_eq!(found(&reader, "ownership borrowing").await, ["Ownership in Rust"]);
    assert_eq!(found(&reader, "rust borr").await, ["Ownership in Rust"]);
    assert!(found(&reader, "rust garden").await.is_empty());
    assert_eq!(found(&reader, "ownersh").await.len(), 2);
    // A word in the title counts for more than one in the summary.
    assert_eq!(found(&reader, "ownership").await[0], "Ownership in Rust");
}

async fn subjects_and_instructors_lead_to_their_courses(store: TestStore) {
    let program = Program::start(&store).await;
    let admin = program.client(&Account::admin());
    let subject = types::SubjectCreate::builder().code("geo").title("Geography");
    let subject = admin.create_subject().body(subject).send().await.unwrap();
    let instructor = types::InstructorCreate::builder().name("Katherine Johnson");
    let instructor = admin.create_instructor().body(instructor).send().await.unwrap();
    let course = json!({
        "title": "Rivers", "subject_id": subject.id, "instructor_ids": [instructor.id]
    });
    published(&admin, course).await;
    published(&admin, json!({ "title": "Unrelated" })).await;

    let reader = program.anonymous();
    for words in ["geography", "johnson", "rivers katherine geo"] {
        assert_eq!(found(&reader, words).await, ["Rivers"], "{words}");
    }
    let page = reader.list_courses().subject("geo").send().await.unwrap();
    assert_eq!(titles(&page.items), ["Rivers"]);
    let page = reader.list_courses().instructor_id(instructor.id.clone()).send().await.unwrap();
    assert_eq!(titles(&page.items), ["Rivers"]);
    let page = reader.list_courses().subject("unknown").send().await.unwrap();
    assert!(page.items.is_empty());
}

async fn filters_narrow_and_facets_ignore_their_own(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let course = |title: &str, level: &str, language: &str, tag: &str, credits: Value| {
        json!({
            "title": title, "level": level, "language": language, "tags": [tag],
            "credits": credits
        })
    };
    for course in [
        course("A", "introductory", "en", "water", json!({ "min": 100, "max": 100 })),
        course("B", "introductory", "ru", "water", json!({ "min": 100, "max": 400 })),
        course("C", "advanced", "en", "stone", json!({ "min": 300, "max": 300 })),
        course("D", "advanced", "en", "water", json!(null)),
    ] {
        published(&client, course).await;
    }
    let reader = program.anonymous();
    let list = || reader.list_courses().sort(types::CourseSort::Title);
    let names = async |list: ListCourses<'_>| titles(&list.send().await.unwrap().items).join("");
    let tag = |word: &str| vec![word.parse::<types::Tag>().unwrap()];
    assert_eq!(names(list().level(vec![types::Level::Introductory])).await, "AB");
    assert_eq!(names(list().tag(tag("water"))).await, "ABD");
    let both = vec![types::Level::Introductory, types::Level::Advanced];
    assert_eq!(names(list().level(both).tag(tag("stone"))).await, "C");
    assert_eq!(names(list().language(vec!["ru".parse().unwrap()])).await, "B");
    assert_eq!(names(list().credits_min(300)).await, "BC");
    assert_eq!(names(list().credits_max(200)).await, "AB");

    let facets = vec![types::FacetName::Level, types::FacetName::Tag, types::FacetName::Language];
    let call = list().level(vec![types::Level::Introductory]).facets(facets);
    let page = call.send().await.unwrap();
    let counted: Vec<String> = page
        .facets
        .iter()
        .flatten()
        .flat_map(|facet| {
            let name = facet.name;
            facet.values.iter().map(move |it| format!("{name} {} {}", it.value, *it.count))
        })
        .collect();
    let expected = [
        "level advanced 2",
        "level introductory 2",
        "tag water 2",
        "language en 1",
        "language ru 1",
    ];
    assert_eq!(counted, expected);
    assert_eq!(titles(&page.items), ["A", "B"]);
}

async fn lists_come_in_the_order_asked_for(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    for title in ["Beta", "alpha", "Gamma"] {
        published(&client, json!({ "title": title })).await;
    }
    let reader = program.anonymous();
    let sorted = async |sort: types::CourseSort| {
        let page = reader.list_courses().sort(sort).send().await.unwrap();
        titles(&page.items).join(" ")
    };
    assert_eq!(sorted(types::CourseSort::Title).await, "alpha Beta Gamma");
    assert_eq!(sorted(types::CourseSort::TitleDesc).await, "Gamma Beta alpha");
    assert_eq!(sorted(types::CourseSort::PublishedAt).await, "Beta alpha Gamma");
    assert_eq!(sorted(types::CourseSort::PublishedAtDesc).await, "Gamma alpha Beta");
    let page = reader.list_courses().send().await.unwrap();
    assert_eq!(titles(&page.items), ["Gamma", "alpha", "Beta"], "the newest first unless told");

    let refused = reader.list_courses().sort(types::CourseSort::Relevance).send().await;
    let refused = problem(refused);
    assert_eq!(refused.errors[0].pointer, "/query/sort", "relevance needs words: {refused:?}");
}

async fn a_stream_walks_every_page(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    for number in 0..11 {
        published(&client, json!({ "title": format!("Course {number:02}") })).await;
    }
    let reader = program.anonymous();
    let list = reader.list_courses().sort(types::CourseSort::Title).limit(4);
    let pages: Vec<types::CoursePage> = list.clone().pages().try_collect().await.unwrap();
    let sizes: Vec<usize> = pages.iter().map(|page| page.items.len()).collect();
    assert_eq!(sizes, [4, 4, 3]);
    assert!(pages[2].page.next_cursor.is_none() && !pages[2].page.has_more);
    let items: Vec<types::CourseSummary> = list.items().try_collect().await.unwrap();
    let expected: Vec<String> = (0..11).map(|number| format!("Course {number:02}")).collect();
    assert_eq!(titles(&items), expected);
}
