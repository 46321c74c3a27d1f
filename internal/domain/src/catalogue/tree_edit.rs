//! How the tree of a draft is rebuilt from what an author sent.
//!
//! Parts that carry an id are kept, parts without one are new, parts that are not mentioned go
//! away. An id must come from the tree that is being edited: nobody can name a lesson of another
//! course.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::catalogue::{
    Heading, Lesson, LessonId, LessonKind, LessonTitle, Section, SectionId, Summary, Topic,
    TopicId, Visibility, lessons_of,
};
use crate::shared::Violations;

/// A section as an author sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionInput {
    /// Its id, if it exists already.
    pub id: Option<SectionId>,
    /// Its heading.
    pub heading: Heading,
    /// What it is about.
    pub description: Option<Summary>,
    /// Who sees what is below.
    pub visibility: Visibility,
    /// Its topics.
    pub topics: Vec<TopicInput>,
}

/// A topic as an author sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicInput {
    /// Its id, if it exists already.
    pub id: Option<TopicId>,
    /// Its heading.
    pub heading: Heading,
    /// Who sees what is below.
    pub visibility: Visibility,
    /// Its lessons.
    pub lessons: Vec<LessonInput>,
}

/// A lesson as an author sends it, without content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonInput {
    /// Its id, if it exists already.
    pub id: Option<LessonId>,
    /// Its title.
    pub title: LessonTitle,
    /// What it is made of.
    pub kind: LessonKind,
    /// How long it takes, in minutes.
    pub duration_minutes: Option<u32>,
    /// Whether readers without access see its content.
    pub preview: bool,
    /// Who sees it.
    pub visibility: Visibility,
}

/// What an edit of one lesson sets; `None` leaves as it is, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LessonEdit {
    /// The topic it moves to; at the end unless `position` says otherwise.
    pub topic: Option<TopicId>,
    /// Its new place in its topic, counted from 0; beyond the end is the end.
    pub position: Option<usize>,
    /// The new title.
    pub title: Option<LessonTitle>,
    /// The new kind.
    pub kind: Option<LessonKind>,
    /// The new duration.
    pub duration_minutes: Option<Option<u32>>,
    /// Whether readers without access see its content.
    pub preview: Option<bool>,
    /// Who sees it.
    pub visibility: Option<Visibility>,
}

/// Rebuilds a tree; `version` marks the lessons that changed.
pub(super) struct TreeBuilder<'a> {
    sections: HashSet<SectionId>,
    topics: HashSet<TopicId>,
    lessons: HashMap<LessonId, (TopicId, &'a Lesson)>,
    used: HashSet<Uuid>,
    version: u64,
    new_id: &'a mut dyn FnMut() -> Uuid,
    violations: Violations,
}

impl<'a> TreeBuilder<'a> {
    /// For an edit of `old`.
    pub(super) fn new(
        old: &'a [Section],
        version: u64,
        new_id: &'a mut dyn FnMut() -> Uuid,
    ) -> Self {
        Self {
            sections: old.iter().map(|section| section.id).collect(),
            topics: old.iter().flat_map(|section| &section.topics).map(|topic| topic.id).collect(),
            lessons: lessons_of(old).map(|(_, topic, it)| (it.id, (topic.id, it))).collect(),
            used: HashSet::new(),
            version,
            new_id,
            violations: Violations::new(),
        }
    }

    /// The new tree.
    pub(super) fn build(mut self, input: Vec<SectionInput>) -> Result<Vec<Section>, Violations> {
        self.at_most("/sections", input.len(), Section::MAX_SECTIONS);
        let sections: Vec<Section> = input
            .into_iter()
            .enumerate()
            .map(|(index, section)| self.section(&format!("/sections/{index}"), section))
            .collect();
        let lessons = lessons_of(&sections).count();
        self.at_most("/sections", lessons, Topic::MAX_LESSONS_OF_COURSE);
        self.violations.into_result().map(|()| sections)
    }

    fn section(&mut self, at: &str, input: SectionInput) -> Section {
        let known = input.id.is_none_or(|id| self.sections.contains(&id));
        let id = self.id(at, input.id.map(Uuid::from), known).into();
        self.at_most(&format!("{at}/topics"), input.topics.len(), Section::MAX_TOPICS);
        let topics = input
            .topics
            .into_iter()
            .enumerate()
            .map(|(index, topic)| self.topic(&format!("{at}/topics/{index}"), topic))
            .collect();
        Section {
            id,
            heading: input.heading,
            description: input.description,
            visibility: input.visibility,
            topics,
        }
    }

    fn topic(&mut self, at: &str, input: TopicInput) -> Topic {
        let known = input.id.is_none_or(|id| self.topics.contains(&id));
        let id: TopicId = self.id(at, input.id.map(Uuid::from), known).into();
        self.at_most(&format!("{at}/lessons"), input.lessons.len(), Topic::MAX_LESSONS);
        let lessons = input
            .lessons
            .into_iter()
            .enumerate()
            .map(|(index, lesson)| self.lesson(&format!("{at}/lessons/{index}"), id, lesson))
            .collect();
        Topic { id, heading: input.heading, visibility: input.visibility, lessons }
    }

    /// A lesson of `topic`. Moving to another topic is a change of the lesson, moving within one
    /// is not: else whoever adds a lesson would change all that follow.
    fn lesson(&mut self, at: &str, topic: TopicId, input: LessonInput) -> Lesson {
        let found = input.id.and_then(|id| self.lessons.get(&id).copied());
        let old = found.map(|(_, lesson)| lesson);
        let moved = found.is_some_and(|(before, _)| before != topic);
        let known = input.id.is_none() || old.is_some();
        let id = self.id(at, input.id.map(Uuid::from), known).into();
        check_duration(&mut self.violations, at, input.duration_minutes);
        if old.is_some_and(|old| old.kind != input.kind) {
            self.violations.add(
                format!("{at}/kind"),
                "kind-fixed",
                "the kind of a lesson changes only together with its content",
            );
        }
        let mut lesson = Lesson {
            id,
            title: input.title,
            kind: input.kind,
            duration_minutes: input.duration_minutes,
            preview: input.preview,
            visibility: input.visibility,
            version: old.map_or(self.version, |old| old.version),
        };
        if moved || old.is_some_and(|old| *old != lesson) {
            lesson.version = self.version;
        }
        lesson
    }

    fn id(&mut self, at: &str, given: Option<Uuid>, known: bool) -> Uuid {
        let Some(id) = given else { return (self.new_id)() };
        let pointer = format!("{at}/id");
        if !known {
            self.violations.add(pointer, "unknown-id", "is not part of this draft");
        } else if !self.used.insert(id) {
            self.violations.add(pointer, "duplicate", "stands in the tree more than once");
        }
        id
    }

    fn at_most(&mut self, at: &str, actual: usize, max: usize) {
        if actual > max {
            let detail = format!("has {actual} entries, at most {max} are allowed");
            self.violations.add(at, "too-many-items", detail);
        }
    }
}

/// Refuses lessons that take too long.
pub(super) fn check_duration(violations: &mut Violations, at: &str, minutes: Option<u32>) {
    if minutes.is_some_and(|minutes| minutes > Lesson::MAX_DURATION_MINUTES) {
        let detail = format!("at most {} minutes are allowed", Lesson::MAX_DURATION_MINUTES);
        violations.add(format!("{at}/duration_minutes"), "maximum", detail);
    }
}

#[cfg(test)]
mod tests;
