//! Writes a course, publishes it and opens a run, as a teacher does.
//!
//! ```text
//! cargo run -p courses-sdk --example author_and_publish -- http://127.0.0.1:8080 TOKEN
//! ```

use courses_sdk::prelude::*;
use courses_sdk::{Client, CourseDraftPatch, types};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().ok_or("say where the service is: http://127.0.0.1:8080")?;
    let token = arguments.next().ok_or("give the token of a teacher")?;
    let client = Client::builder(base_url).token(token).build()?;

    let draft = write(&client).await?;
    let state = client.publish_course().course_id(draft.clone()).send().await?;
    println!("published as revision {:?}", state.revision.as_deref());

    let run = types::RunCreate::builder()
        .key("self-paced")
        .mode(types::RunMode::SelfPaced)
        .price(types::Money { amount: 4990.into(), currency: "EUR".parse()? });
    let run = client.create_run().course_id(draft.clone()).body(run).send().await?;
    let run = client.open_run().run_id(run.id.clone()).send().await?;
    println!("run {} is {}", run.key, run.availability);

    // What everybody sees now.
    let course = client.without_token().get_course().course_id(draft).send().await?;
    println!("{} at /v1/courses/by-slug/{}", course.title, course.slug);
    Ok(())
}

/// Makes a draft with one lesson.
async fn write(client: &Client) -> Result<types::CourseId, Box<dyn std::error::Error>> {
    let topic = types::TopicInput::builder().heading("Moving and borrowing");
    let section = types::SectionInput::builder().heading("Ownership");
    let section = section.topics(vec![topic.try_into()?]);
    let course = types::CourseCreate::builder()
        .title("Introduction to Rust")
        .tags(vec!["programming".parse()?])
        .sections(vec![section.try_into()?]);
    let draft = client.create_course().body(course).send().await?;
    println!("draft at {}", draft.location().unwrap_or_default());

    let topic = draft.sections[0].topics[0].id.clone();
    let text = types::TextContentInput {
        kind: types::TextContentInputKind::Text,
        body: "Assignment moves a value, and the old name is gone.".parse()?,
    };
    let lesson = types::LessonCreate::builder()
        .topic_id(topic)
        .title("Values move")
        .kind(types::LessonKind::Text)
        .preview(true)
        .content(types::LessonContentInput::from(text));
    client.create_draft_lesson().course_id(draft.id.clone()).body(lesson).send().await?;

    // The lesson changed the draft, so its version is read again before the next change.
    let draft = client.get_draft().course_id(draft.id.clone()).send().await?;
    let summary: types::Summary = "Ownership without tears.".parse()?;
    let patch = CourseDraftPatch::new().summary(summary).clear_image_url();
    let call = client.patch_draft().course_id(draft.id.clone()).if_match(&draft.version);
    let draft = call.body(patch).send().await?;
    println!("version {} of the draft", *draft.version);
    Ok(draft.id.clone())
}
