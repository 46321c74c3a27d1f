//! Looks around in the catalogue as anybody can.
//!
//! ```text
//! cargo run -p courses-sdk --example browse -- http://127.0.0.1:8080 [WORDS]
//! ```

use courses_sdk::prelude::*;
use courses_sdk::{Client, types};
use futures::TryStreamExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().ok_or("say where the service is: http://127.0.0.1:8080")?;
    let words = arguments.collect::<Vec<_>>().join(" ");
    let client = Client::builder(base_url).build()?;

    let mut list = client.list_courses().limit(50).facets(vec![types::FacetName::Level]);
    if !words.is_empty() {
        list = list.q(words);
    }
    let first = list.clone().send().await?;
    for facet in first.facets.iter().flatten() {
        for value in &facet.values {
            println!("{:>6}  {} {}", *value.count, facet.name, value.label);
        }
    }

    let mut courses = list.items();
    let mut newest = None;
    while let Some(course) = courses.try_next().await? {
        println!("{}  {} [{}]", course.slug, course.title, course.language);
        newest.get_or_insert(course);
    }

    if let Some(course) = newest {
        show(&client, &course.slug).await?;
    }
    Ok(())
}

/// Reads one course twice; the second time only if it has changed.
async fn show(client: &Client, slug: &str) -> Result<(), Box<dyn std::error::Error>> {
    let course = client.get_course_by_slug().slug(slug).send().await?;
    println!("\n{} (revision {})", course.title, *course.revision);
    for section in &course.sections {
        let lessons: usize = section.topics.iter().map(|topic| topic.lessons.len()).sum();
        println!("  {} ({lessons} lessons)", section.heading);
    }
    let again = client.get_course().course_id(course.id.clone());
    let again = again.if_none_match(&course.version).send().await.if_changed()?;
    println!(
        "  {}",
        if again.is_some() { "has changed meanwhile" } else { "has not changed since" }
    );
    Ok(())
}
