//! How parts of a draft change places: sections among sections, topics and lessons within their
//! parent or to another one.
//!
//! A part is taken out and put in again, in one step: whatever is asked for, nothing gets lost and
//! nothing stands twice.

use std::collections::HashMap;

use jiff::Timestamp;
use uuid::Uuid;

use crate::catalogue::{
    ChangedPart, Course, Lesson, LessonId, Section, TooMany, Topic, TopicId, lessons_of,
};
use crate::shared::{Coded as _, Violations};

/// Where one part of a draft goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartMove {
    /// A section, topic or lesson.
    pub part: Uuid,
    /// The section or topic it goes to; `None` for the one it stands in, and for sections.
    pub parent: Option<Uuid>,
    /// Its new place there, counted from 0 without the part itself; `None` for the last.
    pub position: Option<usize>,
}

/// Where a part stands: the indices on the way to it.
enum Place {
    Section(usize),
    Topic(usize, usize),
    Lesson(usize, usize, usize),
}

impl Course {
    /// The most moves of one edit.
    pub const MAX_MOVES: usize = 100;

    /// Moves parts of the draft one after the other, all of them or none; does nothing if
    /// everything ends where it was.
    ///
    /// # Errors
    ///
    /// [`Violations`] below `/moves`; the course is unchanged then.
    pub fn move_parts(&mut self, moves: &[PartMove], now: Timestamp) -> Result<(), Violations> {
        if moves.len() > Self::MAX_MOVES {
            let refused = TooMany { max: Self::MAX_MOVES, actual: moves.len() };
            return Err(Violations::one("/moves", refused.code(), refused));
        }
        let draft = &self.state.draft;
        let mut sections = draft.content.sections.clone();
        let mut violations = Violations::new();
        for (index, one) in moves.iter().enumerate() {
            if let Err(refused) = apply(&mut sections, *one) {
                violations.extend(refused.below(&format!("/moves/{index}")));
            }
        }
        violations.into_result()?;
        mark_moved(&draft.content.sections, &mut sections, draft.version + 1);
        if sections != draft.content.sections {
            self.state.draft.content.sections = sections;
            self.draft_changed(ChangedPart::Draft, now);
        }
        Ok(())
    }
}

/// A lesson in another topic has changed; one that has another place in its topic has not.
fn mark_moved(before: &[Section], after: &mut [Section], version: u64) {
    let homes: HashMap<LessonId, TopicId> =
        lessons_of(before).map(|(_, topic, lesson)| (lesson.id, topic.id)).collect();
    for topic in after.iter_mut().flat_map(|section| &mut section.topics) {
        for lesson in &mut topic.lessons {
            if homes.get(&lesson.id) != Some(&topic.id) {
                lesson.version = version;
            }
        }
    }
}

fn apply(sections: &mut Vec<Section>, it: PartMove) -> Result<(), Violations> {
    let Some(place) = find(sections, it.part) else {
        return Err(Violations::one("/id", "unknown-id", "is not part of this draft"));
    };
    match place {
        Place::Section(from) => move_section(sections, from, it),
        Place::Topic(section, from) => move_topic(sections, (section, from), it),
        Place::Lesson(section, topic, from) => move_lesson(sections, (section, topic, from), it),
    }
}

fn find(sections: &[Section], part: Uuid) -> Option<Place> {
    sections.iter().enumerate().find_map(|(s, section)| {
        if Uuid::from(section.id) == part {
            return Some(Place::Section(s));
        }
        section.topics.iter().enumerate().find_map(|(t, topic)| {
            if Uuid::from(topic.id) == part {
                return Some(Place::Topic(s, t));
            }
            let lesson = topic.lessons.iter().position(|lesson| Uuid::from(lesson.id) == part);
            lesson.map(|lesson| Place::Lesson(s, t, lesson))
        })
    })
}

fn move_section(sections: &mut Vec<Section>, from: usize, it: PartMove) -> Result<(), Violations> {
    if it.parent.is_some() {
        let detail = "a section stands in the course and nowhere else";
        return Err(Violations::one("/parent_id", "kind-mismatch", detail));
    }
    let to = position(it.position, sections.len() - 1)?;
    let section = sections.remove(from);
    sections.insert(to, section);
    Ok(())
}

fn move_topic(
    sections: &mut [Section],
    (home, from): (usize, usize),
    it: PartMove,
) -> Result<(), Violations> {
    let found =
        it.parent.map(|id| sections.iter().position(|section| Uuid::from(section.id) == id));
    let target = match found {
        None => home,
        Some(Some(section)) => section,
        Some(None) => return Err(unknown_parent("is no section of this draft")),
    };
    let others = sections[target].topics.len() - usize::from(target == home);
    room(others, Section::MAX_TOPICS)?;
    let to = position(it.position, others)?;
    let topic: Topic = sections[home].topics.remove(from);
    sections[target].topics.insert(to, topic);
    Ok(())
}

fn move_lesson(
    sections: &mut [Section],
    (section, topic, from): (usize, usize, usize),
    it: PartMove,
) -> Result<(), Violations> {
    let target = match it.parent.map(|id| find(sections, id)) {
        None => (section, topic),
        Some(Some(Place::Topic(section, topic))) => (section, topic),
        Some(_) => return Err(unknown_parent("is no topic of this draft")),
    };
    let others =
        sections[target.0].topics[target.1].lessons.len() - usize::from(target == (section, topic));
    room(others, Topic::MAX_LESSONS)?;
    let to = position(it.position, others)?;
    let lesson: Lesson = sections[section].topics[topic].lessons.remove(from);
    sections[target.0].topics[target.1].lessons.insert(to, lesson);
    Ok(())
}

fn unknown_parent(detail: &str) -> Violations {
    Violations::one("/parent_id", "unknown-id", detail)
}

/// Refuses one more part beside `others`.
fn room(others: usize, max: usize) -> Result<(), Violations> {
    if others < max {
        return Ok(());
    }
    Err(Violations::one("/parent_id", "too-many-items", "has no room for another part"))
}

/// A place before, between or after `others`.
fn position(wanted: Option<usize>, others: usize) -> Result<usize, Violations> {
    let place = wanted.unwrap_or(others);
    if place <= others {
        return Ok(place);
    }
    let detail = format!("the last place there is {others}");
    Err(Violations::one("/position", "maximum", detail))
}

#[cfg(test)]
mod tests;
