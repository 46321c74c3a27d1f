//! What differs between two contents of a course, by place.
//!
//! Sections, topics and lessons are the same thing in both if they have the same id, wherever they
//! stand. So inserting a section does not change those behind it, and a lesson that went to another
//! topic has moved and is not one removed and one added.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::catalogue::{CourseContent, Lesson, LessonId, Section, Topic};

/// What happened at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// The later content alone has it.
    Added,
    /// The earlier content alone has it.
    Removed,
    /// Both have it, with another value.
    Replaced,
    /// Both have it, in another part or in another order.
    Moved,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What happened.
    pub kind: DifferenceKind,
    /// The place in the earlier content, as a JSON pointer; `None` if it was added.
    pub from: Option<String>,
    /// The place in the later content, as a JSON pointer; `None` if it was removed.
    pub to: Option<String>,
}

/// Everything that differs, in the order of the later content; what was removed comes last.
/// `contents` are the lessons of both whose own content differs.
#[must_use]
pub fn differences(
    from: &CourseContent,
    to: &CourseContent,
    contents: &BTreeSet<LessonId>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for name in members(from, to) {
        let pointer = format!("/{name}");
        found.push(Difference {
            kind: DifferenceKind::Replaced,
            from: Some(pointer.clone()),
            to: Some(pointer),
        });
    }
    let (old, new) = (Tree::of(from), Tree::of(to));
    level(&old.sections, &new.sections, &mut found, |a, b| {
        let mut names = Vec::new();
        differ(&mut names, "heading", a.heading != b.heading);
        differ(&mut names, "description", a.description != b.description);
        differ(&mut names, "visibility", a.visibility != b.visibility);
        names
    });
    level(&old.topics, &new.topics, &mut found, |a, b| {
        let mut names = Vec::new();
        differ(&mut names, "heading", a.heading != b.heading);
        differ(&mut names, "visibility", a.visibility != b.visibility);
        names
    });
    level(&old.lessons, &new.lessons, &mut found, |a, b| {
        let mut names = Vec::new();
        differ(&mut names, "title", a.title != b.title);
        differ(&mut names, "kind", a.kind != b.kind);
        differ(&mut names, "duration_minutes", a.duration_minutes != b.duration_minutes);
        differ(&mut names, "preview", a.preview != b.preview);
        differ(&mut names, "visibility", a.visibility != b.visibility);
        differ(&mut names, "content", contents.contains(&b.id));
        names
    });
    found
}

/// The lessons of both contents that may say something else: a lesson that did not change has the
/// same version.
#[must_use]
pub fn lessons_to_compare(from: &CourseContent, to: &CourseContent) -> Vec<LessonId> {
    let old = Tree::of(from);
    let before: HashMap<Uuid, u64> =
        old.lessons.iter().map(|place| (place.id, place.item.version)).collect();
    let new = Tree::of(to);
    let changed = new.lessons.iter().filter(|place| {
        before.get(&place.id).is_some_and(|version| *version != place.item.version)
    });
    changed.map(|place| place.item.id).collect()
}

/// The names of the members outside the tree that differ.
fn members(a: &CourseContent, b: &CourseContent) -> Vec<&'static str> {
    let mut names = Vec::new();
    differ(&mut names, "title", a.title != b.title);
    differ(&mut names, "summary", a.summary != b.summary);
    differ(&mut names, "description", a.description != b.description);
    differ(&mut names, "subject_id", a.subject_id != b.subject_id);
    differ(&mut names, "level", a.level != b.level);
    differ(&mut names, "language", a.language != b.language);
    differ(&mut names, "credits", a.credits != b.credits);
    differ(&mut names, "prerequisites", a.prerequisites != b.prerequisites);
    differ(&mut names, "instructor_ids", a.instructor_ids != b.instructor_ids);
    differ(&mut names, "image_url", a.image_url != b.image_url);
    names
}

fn differ(names: &mut Vec<&'static str>, name: &'static str, differs: bool) {
    if differs {
        names.push(name);
    }
}

/// Something of a tree, and where it stands.
struct Place<'a, T> {
    id: Uuid,
    /// What it is part of; `None` for a section.
    parent: Option<Uuid>,
    pointer: String,
    item: &'a T,
}

/// The tree of a content, each level in reading order.
struct Tree<'a> {
    sections: Vec<Place<'a, Section>>,
    topics: Vec<Place<'a, Topic>>,
    lessons: Vec<Place<'a, Lesson>>,
}

impl<'a> Tree<'a> {
    fn of(content: &'a CourseContent) -> Self {
        let mut tree = Self { sections: Vec::new(), topics: Vec::new(), lessons: Vec::new() };
        for (index, section) in content.sections.iter().enumerate() {
            let (id, at) = (Uuid::from(section.id), format!("/sections/{index}"));
            for (index, topic) in section.topics.iter().enumerate() {
                let (parent, at) = (Some(id), format!("{at}/topics/{index}"));
                let id = Uuid::from(topic.id);
                for (index, lesson) in topic.lessons.iter().enumerate() {
                    let (parent, pointer) = (Some(id), format!("{at}/lessons/{index}"));
                    tree.lessons.push(Place {
                        id: lesson.id.into(),
                        parent,
                        pointer,
                        item: lesson,
                    });
                }
                tree.topics.push(Place { id, parent, pointer: at, item: topic });
            }
            tree.sections.push(Place { id, parent: None, pointer: at, item: section });
        }
        tree
    }
}

/// The differences of one level of two trees; `fields` names the members that differ.
fn level<T>(
    old: &[Place<'_, T>],
    new: &[Place<'_, T>],
    found: &mut Vec<Difference>,
    fields: impl Fn(&T, &T) -> Vec<&'static str>,
) {
    let before: HashMap<Uuid, (usize, &Place<'_, T>)> =
        old.iter().enumerate().map(|(index, place)| (place.id, (index, place))).collect();
    let stayed = stayed(&before, new);
    for place in new {
        let Some((_, was)) = before.get(&place.id) else {
            let to = Some(place.pointer.clone());
            found.push(Difference { kind: DifferenceKind::Added, from: None, to });
            continue;
        };
        let both = |kind, member: &str| Difference {
            kind,
            from: Some(format!("{}{member}", was.pointer)),
            to: Some(format!("{}{member}", place.pointer)),
        };
        if !stayed.contains(&place.id) {
            found.push(both(DifferenceKind::Moved, ""));
        }
        for name in fields(was.item, place.item) {
            found.push(both(DifferenceKind::Replaced, &format!("/{name}")));
        }
    }
    let after: BTreeSet<Uuid> = new.iter().map(|place| place.id).collect();
    for place in old.iter().filter(|place| !after.contains(&place.id)) {
        let from = Some(place.pointer.clone());
        found.push(Difference { kind: DifferenceKind::Removed, from, to: None });
    }
}

/// What stands in the same part as before and, among the others that do, in the same order: as
/// many as possible.
fn stayed<T>(
    before: &HashMap<Uuid, (usize, &Place<'_, T>)>,
    new: &[Place<'_, T>],
) -> BTreeSet<Uuid> {
    let mut parts: HashMap<Option<Uuid>, Vec<(usize, Uuid)>> = HashMap::new();
    for place in new {
        if let Some((index, was)) = before.get(&place.id)
            && was.parent == place.parent
        {
            parts.entry(place.parent).or_default().push((*index, place.id));
        }
    }
    parts.into_values().flat_map(|part| longest_rise(&part)).collect()
}

/// The ids of the longest part of a list in which the numbers rise.
fn longest_rise(list: &[(usize, Uuid)]) -> Vec<Uuid> {
    // For each length the item that ends the rise of this length with the least number, and for
    // each item the one before it.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (at, (number, _)) in list.iter().enumerate() {
        let length = ends.partition_point(|end| list[*end].0 < *number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut rise = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        rise.push(list[at].1);
        next = before[at];
    }
    rise
}

#[cfg(test)]
mod tests;
