//! Lists: pages, cursors, parameters.

use courses_testkit::build::{Make, Save};
use serde_json::{Value, json};

use crate::school::{ADMIN, School};

async fn school_with_subjects(count: u128) -> School {
    let (school, mut make) = (School::new(), Make::new(7));
    let subjects = (0..count).map(|number| make.subject(&format!("s{number}")).save());
    school.seed(subjects.collect::<Vec<_>>()).await;
    school
}

async fn school_with_courses(titles: &[&str]) -> School {
    let (school, mut make) = (School::new(), Make::new(7));
    let courses: Vec<_> = titles.iter().map(|title| make.course(title).save()).collect();
    school.seed(courses).await;
    school
}

fn titles(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn walking_all_pages_gives_everything_once() {
    let school = school_with_subjects(7).await;
    let mut target = "/v1/subjects?limit=3".to_owned();
    let mut seen = Vec::new();
    loop {
        let answer = school.get(&target).gets(200).await;
        let page = answer.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|it| it["id"].clone()));
        assert_eq!(page["page"]["has_more"], !page["page"]["next_cursor"].is_null());
        let Some(link) = answer.header("link") else {
            assert_eq!(page["page"]["has_more"], false);
            break;
        };
        let next = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap();
        assert!(next.contains(page["page"]["next_cursor"].as_str().unwrap()));
        assert!(next.contains("limit=3"), "{next}");
        target = next.to_owned();
    }
    let mut once = seen.clone();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (7, 7));
}

#[tokio::test]
async fn every_order_of_courses_can_be_walked() {
    let school = school_with_courses(&["Ada", "rust by night", "Rust by day", "Zig", "rust"]).await;
    for (filter, wanted) in [
        ("sort=title", vec!["Ada", "rust", "Rust by day", "rust by night", "Zig"]),
        ("sort=title_desc", vec!["Zig", "rust by night", "Rust by day", "rust", "Ada"]),
        ("sort=published_at", vec!["Ada", "rust by night", "Rust by day", "Zig", "rust"]),
        ("", vec!["rust", "Zig", "Rust by day", "rust by night", "Ada"]),
        ("q=rust&sort=title", vec!["rust", "Rust by day", "rust by night"]),
    ] {
        let mut found: Vec<String> = Vec::new();
        let mut target = format!("/v1/courses?limit=2&{filter}");
        loop {
            let answer = school.get(&target).gets(200).await;
            found.extend(titles(&answer.json()).into_iter().map(str::to_owned));
            let Some(link) = answer.header("link") else { break };
            target = link[1..].split_once('>').unwrap().0.to_owned();
        }
        assert_eq!(found, wanted, "{filter}");
    }
}

#[tokio::test]
async fn a_cursor_works_for_its_own_list_alone() {
    let school = school_with_courses(&["A", "B", "C"]).await;
    let page = school.get("/v1/courses?limit=1&sort=title").gets(200).await.json();
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    let more = format!("/v1/courses?sort=title&limit=5&cursor={cursor}");
    assert_eq!(titles(&school.get(&more).gets(200).await.json()), ["B", "C"]);
    for target in [
        format!("/v1/courses?sort=title_desc&cursor={cursor}"),
        format!("/v1/courses?sort=title&level=all&cursor={cursor}"),
        format!("/v1/subjects?cursor={cursor}"),
        "/v1/courses?sort=title&cursor=AAAA".to_owned(),
        format!("/v1/courses?sort=title&cursor={}", &cursor[..cursor.len() - 1]),
    ] {
        let answer = school.get(&target).gets(400).await;
        assert_eq!(
            (answer.code(), answer.pointers()),
            ("invalid-cursor".into(), vec!["/query/cursor".into()])
        );
    }
}

#[tokio::test]
async fn the_longest_title_still_makes_a_cursor() {
    let long = "Ж".repeat(200);
    let school = school_with_courses(&[&long, &format!("{}Я", &long[2..])]).await;
    let page = school.get("/v1/courses?limit=1&sort=title").gets(200).await.json();
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    let more = format!("/v1/courses?limit=1&sort=title&cursor={cursor}");
    assert_eq!(titles(&school.get(&more).gets(200).await.json()).len(), 1);
}

#[tokio::test]
async fn unknown_and_wrong_parameters_are_named() {
    let school = School::new();
    let answer = school.get("/v1/courses?colour=red").gets(400).await;
    assert_eq!(
        (answer.code(), answer.pointers()),
        ("unknown-parameter".into(), vec!["/query/colour".into()])
    );
    for (query, pointer) in [
        ("limit=0", "/query/limit"),
        ("limit=201", "/query/limit"),
        ("limit=many", "/query/limit"),
        ("level=hard", "/query/level/0"),
        ("tag=%20", "/query/tag/0"),
        ("sort=relevance", "/query/sort"),
    ] {
        let answer = school.get(&format!("/v1/courses?{query}")).gets(400).await;
        assert_eq!(
            (answer.code(), answer.pointers()),
            ("invalid-request".into(), vec![pointer.into()])
        );
    }
}

#[tokio::test]
async fn facets_come_in_the_order_asked_for() {
    let school = school_with_courses(&["A", "B"]).await;
    let page = school.get("/v1/courses").gets(200).await.json();
    assert_eq!(page["facets"], Value::Null);
    let page =
        school.get("/v1/courses?facets=language&facets=level&facets=language").gets(200).await;
    let all = json!({ "value": "all", "label": "all", "count": 2 });
    let en = json!({ "value": "en", "label": "en", "count": 2 });
    assert_eq!(
        page.json()["facets"],
        json!([{ "name": "language", "values": [en] }, { "name": "level", "values": [all] }])
    );
}

#[tokio::test]
async fn runs_and_lessons_have_lists_of_their_own_course() {
    let school = School::new();
    let mut lists = Vec::new();
    for title in ["One", "Two"] {
        let body = json!({ "title": title, "sections": [
            { "heading": "S", "topics": [{ "heading": "T", "lessons": [{ "title": "a" }, { "title": "b" }] }] },
        ] });
        let made = school.post("/v1/courses").by(ADMIN).json(&body).gets(201).await;
        let draft = made.header("location").unwrap().to_owned();
        lists.push(format!("{draft}/lessons?limit=1"));
    }
    let page = school.get(&lists[0]).by(ADMIN).gets(200).await.json();
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    school.get(&format!("{}&cursor={cursor}", lists[0])).by(ADMIN).gets(200).await;
    school.get(&format!("{}&cursor={cursor}", lists[1])).by(ADMIN).gets(400).await;
}

#[tokio::test]
async fn suggestions_come_by_kind_and_say_what_is_wrong_with_the_text() {
    let (school, mut make) = (School::new(), Make::new(8));
    let (course, subject) = (make.course("Linear algebra"), make.subject("algebra"));
    let expected = json!({ "items": [
        { "kind": "subject", "id": subject.id.to_string(), "title": subject.title.as_str(),
          "slug": null },
        { "kind": "course", "id": course.id.to_string(), "title": "Linear algebra",
          "slug": course.slug.as_str() },
    ] });
    school.seed([course.save(), subject.save(), make.instructor("Ada").save()]).await;
    let answer = school.get("/v1/search/suggest?q=ALG").gets(200).await;
    assert_eq!(answer.json(), expected);
    let answer = school.get("/v1/search/suggest?q=a&limit=2").gets(200).await;
    assert_eq!(answer.json()["items"].as_array().unwrap().len(), 2);
    for (query, pointer) in [
        ("", "/query/q"),
        ("?q=", "/query/q"),
        ("?q=%3F%20!", "/query/q"),
        ("?q=a&limit=0", "/query/limit"),
        ("?q=a&limit=21", "/query/limit"),
    ] {
        let answer = school.get(&format!("/v1/search/suggest{query}")).gets(400).await;
        let problem = (answer.code(), answer.pointers());
        assert_eq!(problem, ("invalid-request".into(), vec![pointer.into()]), "{query}");
    }
}
