//! A course.

use courses_domain::catalogue::{CourseTitle, Credits, Description, Level, Prerequisites, Summary};
use courses_domain::shared::{ExternalId, LanguageTag};
use courses_usecase::catalogue::{ImportedCourse, ImportedRun};

use crate::json_ld::JsonLdPage;
use crate::json_ld::fault::Fault;
use crate::json_ld::graph::{Graph, Node};
use crate::json_ld::instance;
use crate::json_ld::value::{clipped, line, long_text, values};
use crate::text::language;

/// Where the name of a course is looked for, the best first.
const NAMES: [&str; 4] = ["identifier", "courseCode", "@id", "url"];

/// Reads a course that is the `place`-th of its page.
pub(super) fn read(
    graph: &Graph<'_>,
    node: &Node,
    source: &str,
    place: u64,
) -> Result<ImportedCourse, Fault> {
    let title = line(node, "name").ok_or(Fault::Missing { member: "name" })?;
    let (member, key) = NAMES
        .into_iter()
        .find_map(|member| Some((member, line(node, member)?)))
        .ok_or(Fault::Missing { member: "identifier" })?;
    let title = CourseTitle::parse(&title).map_err(Fault::member("name"))?;
    let description = long_text(node, "description");
    Ok(ImportedCourse {
        line: place,
        external_id: ExternalId::parse(source, &key).map_err(Fault::member(member))?,
        slug_words: title.as_str().to_owned(),
        subject: None,
        summary: clipped(description.clone(), Summary::MAX_CHARS, Summary::parse),
        description: clipped(description, Description::MAX_CHARS, Description::parse),
        level: level(node),
        language: line(node, "inLanguage")
            .and_then(|tag| LanguageTag::parse(&tag).ok())
            .unwrap_or_else(|| language(title.as_str())),
        credits: credits(node),
        prerequisites: prerequisites(node),
        runs: runs(graph, node, source, place),
        title,
    })
}

fn level(node: &Node) -> Level {
    let word = line(node, "educationalLevel").unwrap_or_default().to_lowercase();
    match word.as_str() {
        "beginner" | "introductory" => Level::Introductory,
        "intermediate" => Level::Intermediate,
        "advanced" | "expert" => Level::Advanced,
        _ => Level::All,
    }
}

/// A number of credits, whole or with a fraction.
fn credits(node: &Node) -> Option<Credits> {
    let text = line(node, "numberOfCredits")?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction: String = fraction.chars().chain("00".chars()).take(2).collect();
    let hundredths = whole.parse::<u32>().ok()?.checked_mul(100)?;
    let hundredths = hundredths.checked_add(fraction.parse().ok()?)?;
    Credits::new(hundredths, hundredths).ok()
}

/// All that is required, one a line.
fn prerequisites(node: &Node) -> Option<Prerequisites> {
    let mut all = Vec::new();
    for value in values(node, "coursePrerequisites") {
        let one = Node::from_iter([("one".to_owned(), value.clone())]);
        all.extend(line(&one, "one"));
    }
    let text = (!all.is_empty()).then(|| all.join("\n"));
    clipped(text, Prerequisites::MAX_CHARS, Prerequisites::parse)
}

/// The runs, each key once.
fn runs(graph: &Graph<'_>, node: &Node, source: &str, place: u64) -> Vec<ImportedRun> {
    let mut runs: Vec<ImportedRun> = Vec::new();
    let nodes = values(node, "hasCourseInstance").filter_map(|value| graph.node(value));
    for run in nodes.filter_map(|node| instance::read(graph, node, source, place)) {
        if runs.len() < JsonLdPage::MAX_RUNS_OF_COURSE && runs.iter().all(|it| it.key != run.key) {
            runs.push(run);
        }
    }
    runs
}
