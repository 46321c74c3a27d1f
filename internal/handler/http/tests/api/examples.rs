//! The examples of the contract are requests that work: each is sent to a school in which the
//! things that they name exist.

use courses_domain::catalogue::{
    CourseState, Heading, Lesson, LessonBody, LessonContent, LessonKind, LessonTitle, LessonWrite,
    RunStatus, Section, Topic, Visibility,
};
use courses_domain::shared::{ExternalId, Slug};
use courses_handler_http::OPERATIONS;
use courses_port::catalogue::{CatalogueChange, CourseWrite};
use courses_testkit::build::{Make, Save, search_entry};
use serde_json::Value;
use uuid::Uuid;

use crate::school::{ADMIN, Answer, School};

/// The version that the examples of `If-Match` name.
const VERSION: u64 = 3;

fn id<T: From<Uuid>>(text: &str) -> T {
    Uuid::parse_str(text).unwrap().into()
}

fn course(make: &mut Make) -> CatalogueChange {
    let mut course: CourseState = make.course("Introduction to Rust");
    course.id = id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10");
    course.slug = Slug::parse("introduction-to-rust").unwrap();
    course.external_ids = vec![ExternalId::parse("uiuc", "CS-128").unwrap()];
    course.version = VERSION;
    course.draft.version = VERSION;
    let lesson = Lesson {
        id: id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a13"),
        title: LessonTitle::parse("Values move").unwrap(),
        kind: LessonKind::Text,
        duration_minutes: Some(15),
        preview: true,
        visibility: Visibility::Visible,
        version: VERSION,
    };
    let content = LessonContent::Text { body: LessonBody::parse("Read this.").unwrap() };
    let lessons = vec![LessonWrite::Put(lesson.id, Some(content))];
    let topic = Topic {
        id: id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a12"),
        heading: Heading::parse("Moving and borrowing").unwrap(),
        visibility: Visibility::Visible,
        lessons: vec![lesson],
    };
    let section = Section {
        id: id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a11"),
        heading: Heading::parse("Ownership").unwrap(),
        description: None,
        visibility: Visibility::Visible,
        topics: vec![topic],
    };
    course.draft.content.sections = vec![section];
    let published = course.published.as_mut().unwrap();
    published.content = course.draft.content.clone();
    let search = search_entry(&course);
    CourseWrite {
        read_at: 0,
        state: course,
        search,
        lessons,
        publishes_lessons: true,
        events: Vec::new(),
    }
    .save()
}

/// Everything that the examples name, except what `operation` makes itself.
async fn school_for(operation: &str) -> School {
    let (school, mut make) = (School::new(), Make::new(7));
    let mut changes = Vec::new();
    if operation != "createCourse" {
        changes.push(course(&mut make));
        let course = id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10");
        let mut run = make.run(course, "another-key");
        run.id = id("0192f3b4-11d0-7e63-8a27-90c4d5e6f701");
        run.version = VERSION;
        if operation == "closeRun" {
            run.status = RunStatus::Open;
        }
        changes.push(run.save());
    }
    let mut subject = make.subject(if operation == "createSubject" { "other" } else { "cs" });
    subject.id = id("0192f39f-0a10-7c44-8b1e-5d2f7a9c3e01");
    subject.version = VERSION;
    let mut instructor = make.instructor("Ada Henson");
    instructor.id = id("0192f39f-4b20-7d11-a3c8-6e1f9b2d7c02");
    instructor.version = VERSION;
    changes.extend([subject.save(), instructor.save()]);
    school.seed(changes).await;
    school
}

/// The contract as JSON with its references followed.
struct Contract(Value);

impl Contract {
    async fn read() -> Self {
        Self(School::new().get("/openapi.json").gets(200).await.json())
    }

    fn follow<'a>(&'a self, node: &'a Value) -> &'a Value {
        match node["$ref"].as_str() {
            Some(reference) => self.0.pointer(reference.trim_start_matches('#')).unwrap(),
            None => node,
        }
    }

    /// Location, name and example of each parameter of an operation.
    fn parameters(&self, path: &str, method: &str) -> Vec<(String, String, Value)> {
        let item = &self.0["paths"][path];
        let declared = [&item["parameters"], &item[method]["parameters"]];
        let declared = declared.into_iter().filter_map(Value::as_array).flatten();
        let read = |node: &Value| {
            let node = self.follow(node);
            let text = |key: &str| node[key].as_str().unwrap().to_owned();
            (text("in"), text("name"), node["example"].clone())
        };
        declared.map(read).collect()
    }

    /// The examples of the body of an operation.
    fn bodies(&self, path: &str, method: &str) -> Vec<Value> {
        let content = self.0["paths"][path][method]["requestBody"]["content"].as_object();
        let media = content.into_iter().flat_map(|content| content.values());
        let examples = media.filter_map(|media| media["examples"].as_object());
        let values = examples.flat_map(|examples| examples.values());
        values.map(|example| self.follow(example)["value"].clone()).collect()
    }
}

fn encoded(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let encode = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() || b"-_.".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(encode).collect()
}

async fn sent(contract: &Contract, operation: &xapi::Operation, body: Option<&Value>) -> Answer {
    let school = school_for(operation.name).await;
    let method = operation.method.to_lowercase();
    let mut path = operation.path.to_owned();
    let (mut query, mut headers) = (Vec::new(), Vec::new());
    for (location, name, example) in contract.parameters(operation.path, &method) {
        match location.as_str() {
            "path" => path = path.replace(&format!("{{{name}}}"), &encoded(&example)),
            // Cursors are opaque: the example is none that anybody gave out.
            "query" if name == "cursor" => {}
            "query" => match example.as_array() {
                Some(values) => {
                    query.extend(values.iter().map(|value| format!("{name}={}", encoded(value))));
                }
                None => query.push(format!("{name}={}", encoded(&example))),
            },
            _ => headers.push((name, example.as_str().unwrap().to_owned())),
        }
    }
    let target = format!("{path}?{}", query.join("&"));
    let ask = school.ask(operation.method.parse().unwrap(), target.trim_end_matches('?'));
    let ask = headers.iter().fold(ask.by(ADMIN), |ask, (name, value)| ask.header(name, value));
    match body {
        Some(body) => ask.json(body),
        None => ask,
    }
    .send()
    .await
}

#[tokio::test]
async fn every_example_of_a_request_works() {
    let contract = Contract::read().await;
    for operation in &OPERATIONS {
        let bodies = contract.bodies(operation.path, &operation.method.to_lowercase());
        assert_eq!(bodies.is_empty(), operation.consumes.is_none(), "{}", operation.name);
        let requests: Vec<Option<&Value>> =
            if bodies.is_empty() { vec![None] } else { bodies.iter().map(Some).collect() };
        for body in requests {
            let answer = sent(&contract, operation, body).await;
            // The course of the examples is published: these two are for others.
            let wanted: &[u16] = match operation.name {
                "deleteCourse" | "restoreCourse" => &[409],
                _ => &[200, 201, 204, 304],
            };
            let (name, status) = (operation.name, answer.status.as_u16());
            assert!(wanted.contains(&status), "{name} {body:?}: {status} {}", answer.text());
        }
    }
}
