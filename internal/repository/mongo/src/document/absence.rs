//! What is known of a course being gone from its sources.

use courses_domain::catalogue::{Absence, Absences, Lifecycle};
use serde::{Deserialize, Serialize};

use crate::convert::{to_long, to_number};
use crate::error::{BadField, InField};

/// A part of the document of a course, if there is anything to keep.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AbsencesDocument {
    missed: Vec<AbsenceDocument>,
    archived_from: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct AbsenceDocument {
    source: String,
    round: i64,
    rounds: i64,
}

impl AbsencesDocument {
    /// `None` if there is nothing to keep.
    pub(super) fn of(it: &Absences) -> Option<Self> {
        let missed = it.missed.iter().map(|it| AbsenceDocument {
            source: it.source.clone(),
            round: to_long(it.round),
            rounds: it.rounds.into(),
        });
        let archived_from = it.archived_from.map(|it| it.word().to_owned());
        (!it.is_empty()).then(|| Self { missed: missed.collect(), archived_from })
    }

    pub(super) fn into_absences(self) -> Result<Absences, BadField> {
        let missed = self.missed.into_iter().map(|it| {
            Ok(Absence {
                source: it.source,
                round: to_number(it.round, "missed.round")?,
                rounds: to_number(it.rounds, "missed.rounds")?,
            })
        });
        let lifecycle = |word: String| Lifecycle::parse(&word).in_field("archived_from");
        Ok(Absences {
            missed: missed.collect::<Result<_, BadField>>()?,
            archived_from: self.archived_from.map(lifecycle).transpose()?,
        })
    }
}
