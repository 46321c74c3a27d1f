//! What is suggested while somebody types.

use courses_sdk::{Client, SubjectPatch, types};
use serde_json::json;

use crate::support::{Account, Program, TestStore, body, drafted, problem, published};

on_each_store!(
    the_beginnings_of_words_lead_to_courses_subjects_and_instructors,
    suggestions_follow_every_change,
    what_was_typed_needs_a_word,
);

/// Kinds and titles.
async fn suggested(client: &Client, typed: &str) -> Vec<String> {
    let list = client.suggest().q(typed).send().await.unwrap().into_inner();
    list.items.iter().map(|it| format!("{} {}", it.kind, it.title)).collect()
}

async fn the_beginnings_of_words_lead_to_courses_subjects_and_instructors(store: TestStore) {
    let program = Program::start(&store).await;
    let admin = program.client(&Account::admin());
    let subject = types::SubjectCreate::builder().code("alg").title("Abstract Mathematics");
    let subject = admin.create_subject().body(subject).send().await.unwrap();
    let person: types::InstructorCreate = body(json!({ "name": "Muhammad al-Khwarizmi" }));
    let person = admin.create_instructor().body(person).send().await.unwrap();
    let course = published(&admin, json!({ "title": "Linear Algebra" })).await;
    published(&admin, json!({ "title": "Algebra" })).await;
    published(&admin, json!({ "title": "Cooking", "summary": "algebra" })).await;
    drafted(&admin, json!({ "title": "Algebra that nobody sees" })).await;

    let reader = program.anonymous();
    let all = [
        "subject Abstract Mathematics",
        "course Algebra",
        "course Linear Algebra",
        "instructor Muhammad al-Khwarizmi",
    ];
    assert_eq!(suggested(&reader, "AL").await, all);
    assert_eq!(suggested(&reader, "alg").await, all[..3]);
    assert_eq!(suggested(&reader, "linear alg").await, all[2..3]);
    assert_eq!(suggested(&reader, "al khw").await, all[3..]);
    assert!(suggested(&reader, "algebras").await.is_empty());
    assert!(suggested(&reader, "nobody").await.is_empty());

    let list = reader.suggest().q("a").limit(1).send().await.unwrap();
    assert_eq!(list.items.len(), 1);
    let items = reader.suggest().q("al").send().await.unwrap().into_inner().items;
    let ids: Vec<String> = items.iter().map(|it| it.id.to_string()).collect();
    let expected = [&*subject.id, &*course.id, &*person.id].map(ToString::to_string);
    assert_eq!([&ids[0], &ids[2], &ids[3]], expected.each_ref());
    let slugs: Vec<Option<&str>> = items.iter().map(|it| it.slug.as_deref()).collect();
    assert_eq!(slugs, [None, Some("algebra"), Some(course.slug.as_str()), None]);
}

async fn suggestions_follow_every_change(store: TestStore) {
    let program = Program::start(&store).await;
    let admin = program.client(&Account::admin());
    let reader = program.anonymous();
    let course = published(&admin, json!({ "title": "Geometry" })).await;
    assert_eq!(suggested(&reader, "geo").await, ["course Geometry"]);
    let call = admin.unpublish_course().course_id(course.id.clone());
    call.send().await.unwrap();
    assert!(suggested(&reader, "geo").await.is_empty());
    admin.publish_course().course_id(course.id.clone()).send().await.unwrap();
    assert_eq!(suggested(&reader, "geo").await, ["course Geometry"]);

    let create = |code: &str, title: &str| {
        let subject = types::SubjectCreate::builder().code(code).title(title);
        admin.create_subject().body(subject).send()
    };
    let (old, new) =
        (create("sums", "Sums").await.unwrap(), create("math", "Maths").await.unwrap());
    let title: types::Title = "Additions".parse().unwrap();
    let call = admin.patch_subject().subject_id(old.id.clone()).if_match("*");
    call.body(SubjectPatch::new().title(title)).send().await.unwrap();
    assert_eq!(suggested(&reader, "sums").await, ["subject Additions"], "by its code");
    let into = types::SubjectMerge { into: new.id.clone() };
    admin.merge_subject().subject_id(old.id.clone()).body(into).send().await.unwrap();
    assert!(suggested(&reader, "sums").await.is_empty());
    assert_eq!(suggested(&reader, "ma").await, ["subject Maths"]);
}

async fn what_was_typed_needs_a_word(store: TestStore) {
    let program = Program::start(&store).await;
    let reader = program.anonymous();
    let refused = problem(reader.suggest().q(" ?! ").send().await);
    let error = &refused.errors[0];
    assert_eq!(refused.code(), "invalid-request");
    assert_eq!((error.pointer.as_str(), error.code.as_str()), ("/query/q", "no-word"));
    for query in ["", "?q=", "?q=a&limit=0", "?q=a&limit=21", "?q=a&cursor=b"] {
        program.http().get(&format!("/v1/search/suggest{query}")).send().await.expect(400);
    }
}
