//! Suggests, straight from the meaning of the query.

use courses_domain::catalogue::{SuggestionEntry, SuggestionKind};
use courses_port::catalogue::{Suggestion, SuggestionRequest};
use uuid::Uuid;

use crate::memory::state::State;

pub(super) fn suggest(state: &State, request: &SuggestionRequest) -> Vec<Suggestion> {
    let typed = &request.typed;
    let mut found: Vec<(Uuid, SuggestionEntry)> = entries(state, request.kind)
        .into_iter()
        .filter_map(|(id, entry)| entry.map(|entry| (id, entry)))
        .filter(|(_, entry)| typed.matches(entry))
        .collect();
    found.sort_by(|(a_id, a), (b_id, b)| (typed.order(a), a_id).cmp(&(typed.order(b), b_id)));
    found.truncate(request.limit as usize);
    let suggestion = |(id, entry): (Uuid, SuggestionEntry)| Suggestion {
        kind: request.kind,
        id,
        title: entry.title().to_owned(),
        slug: entry.slug().map(str::to_owned),
    };
    found.into_iter().map(suggestion).collect()
}

fn entries(state: &State, kind: SuggestionKind) -> Vec<(Uuid, Option<SuggestionEntry>)> {
    match kind {
        SuggestionKind::Subject => {
            let all = state.subjects.iter();
            all.map(|(id, it)| (*id, SuggestionEntry::of_subject(it))).collect()
        }
        SuggestionKind::Course => {
            let all = state.courses.iter();
            all.map(|(id, it)| (*id, SuggestionEntry::of_course(it))).collect()
        }
        SuggestionKind::Instructor => {
            let all = state.instructors.iter();
            all.map(|(id, it)| (*id, SuggestionEntry::of_instructor(it))).collect()
        }
    }
}
