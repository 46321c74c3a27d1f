//! Courses in a few words.

use courses_sdk::{CallError, Client, Error, Problem, ResponseValue, types};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A request body of the client from JSON.
pub(crate) fn body<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("a body that the contract knows")
}

/// Makes a course.
pub(crate) async fn drafted(client: &Client, course: Value) -> types::CourseDraft {
    let course: types::CourseCreate = body(course);
    client.create_course().body(course).send().await.unwrap().into_inner()
}

/// Makes a course and publishes it.
pub(crate) async fn published(client: &Client, course: Value) -> types::CourseState {
    let draft = drafted(client, course).await;
    client.publish_course().course_id(draft.id).send().await.unwrap().into_inner()
}

/// The problem that a call was answered with.
#[track_caller]
pub(crate) fn problem<T: std::fmt::Debug>(answer: Result<ResponseValue<T>, CallError>) -> Problem {
    match answer.map_err(Error::from) {
        Err(Error::Problem(problem)) => *problem,
        other => panic!("not a problem: {other:?}"),
    }
}

/// The titles of courses.
pub(crate) fn titles(courses: &[types::CourseSummary]) -> Vec<&str> {
    courses.iter().map(|course| course.title.as_str()).collect()
}
