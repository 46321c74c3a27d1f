//! An instance of a course, which is a run here.

use courses_domain::catalogue::{Location, Mode, PersonName, RunDetails, RunKey, RunTitle};
use courses_domain::shared::ExternalId;
use courses_usecase::catalogue::{ImportedInstructor, ImportedRun, RunIntent};

use crate::json_ld::JsonLdPage;
use crate::json_ld::graph::{Graph, Node};
use crate::json_ld::value::{clipped, line, moment, values};
use crate::text::one_line;

/// Where the key of a run is looked for, the best first.
const KEYS: [&str; 5] = ["identifier", "@id", "url", "startDate", "name"];

/// Reads a run of the course at `place`; one that nothing tells from others is none.
pub(super) fn read(
    graph: &Graph<'_>,
    node: &Node,
    source: &str,
    place: u64,
) -> Option<ImportedRun> {
    let key = KEYS.into_iter().find_map(|member| line(node, member))?;
    let mut details = RunDetails::blank(mode(node));
    details.title = clipped(line(node, "name"), RunTitle::MAX_CHARS, RunTitle::parse);
    details.location = clipped(line(node, "location"), Location::MAX_CHARS, Location::parse);
    details.starts_at = moment(node, "startDate");
    details.ends_at =
        moment(node, "endDate").filter(|end| details.starts_at.is_none_or(|start| start < *end));
    Some(ImportedRun {
        line: place,
        key: RunKey::parse(&key).ok()?,
        details,
        instructors: instructors(graph, node, source),
        intent: RunIntent::Unknown,
    })
}

/// Online unless a place is named; in words of schema.org or of those who use it.
fn mode(node: &Node) -> Mode {
    let word = line(node, "courseMode").unwrap_or_default().to_lowercase();
    match word.rsplit('/').next().unwrap_or_default() {
        "onsite" | "offline" | "in-person" => Mode::Onsite,
        "blended" | "hybrid" | "mixed" => Mode::Hybrid,
        "self-paced" | "selfpaced" => Mode::SelfPaced,
        "" if node.contains_key("location") => Mode::Onsite,
        _ => Mode::Online,
    }
}

/// The people, each name once.
fn instructors(graph: &Graph<'_>, node: &Node, source: &str) -> Vec<ImportedInstructor> {
    let source = format!("{source}-instructor");
    let mut people: Vec<ImportedInstructor> = Vec::new();
    for value in values(node, "instructor") {
        let name = match graph.node(value) {
            Some(person) => line(person, "name"),
            None => value.as_str().map(one_line),
        };
        let Some(name) = name else { continue };
        let person = ExternalId::parse(&source, &name).ok().zip(PersonName::parse(&name).ok());
        let Some((external_id, name)) = person else { continue };
        let is_new = people.iter().all(|it| it.external_id != external_id);
        if is_new && people.len() < JsonLdPage::MAX_INSTRUCTORS_OF_RUN {
            people.push(ImportedInstructor { external_id, name });
        }
    }
    people
}
