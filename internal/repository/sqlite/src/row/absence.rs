//! What is known of a course being gone from its sources, as JSON.

use courses_domain::catalogue::{Absence, Absences, Lifecycle};
use serde::{Deserialize, Serialize};

use super::Columns;
use super::value::{UnknownWord, json};
use crate::error::Failure;

const FIELD: &str = "absences";

#[derive(Serialize, Deserialize)]
struct AbsencesRow {
    missed: Vec<AbsenceRow>,
    archived_from: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct AbsenceRow {
    source: String,
    round: u64,
    rounds: u32,
}

/// What is kept; `None` if there is nothing.
pub(super) fn absences_json(it: &Absences) -> Option<String> {
    let missed = it.missed.iter().map(|it| AbsenceRow {
        source: it.source.clone(),
        round: it.round,
        rounds: it.rounds,
    });
    let archived_from = it.archived_from.map(|it| it.word().to_owned());
    (!it.is_empty()).then(|| json(&AbsencesRow { missed: missed.collect(), archived_from }))
}

/// What was kept.
pub(super) fn absences(it: &Columns<'_>) -> Result<Absences, Failure> {
    let Some(row) = it.json_if_any::<AbsencesRow>(FIELD)? else { return Ok(Absences::default()) };
    let lifecycle =
        |word: String| Lifecycle::parse(&word).ok_or_else(|| it.bad(FIELD, UnknownWord));
    let AbsencesRow { missed, archived_from } = row;
    let missed = missed.into_iter().map(|it| Absence {
        source: it.source,
        round: it.round,
        rounds: it.rounds,
    });
    Ok(Absences {
        missed: missed.collect(),
        archived_from: archived_from.map(lifecycle).transpose()?,
    })
}
