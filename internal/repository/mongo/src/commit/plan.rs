//! What a change set means for documents.

use std::collections::HashMap;

use bson::{Bson, Document, doc};
use courses_domain::AggregateKind;
use courses_domain::catalogue::{CourseId, LessonId, LessonWrite};
use courses_port::catalogue::{CatalogueChange, CourseWrite, RunWrite};
use courses_port::{Change, ChangeSet, IdempotencyWrite};
use jiff::Timestamp;

use super::save::Save;
use crate::convert::to_binary;
use crate::document::{OfferDocument, encode};

/// Everything to do for a set.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) now: Timestamp,
    pub(super) idempotency: Option<&'a IdempotencyWrite>,
    /// In the order of the set.
    pub(super) saves: Vec<Save>,
    pub(super) lessons: Vec<LessonPlan<'a>>,
    pub(super) offers: Vec<OfferPlan>,
}

/// What to do with the lessons of a course.
#[derive(Debug)]
pub(super) struct LessonPlan<'a> {
    pub(super) course: CourseId,
    pub(super) revision: u64,
    /// A new course has no lessons yet.
    pub(super) new: bool,
    /// A deleted course keeps none.
    pub(super) deleted: bool,
    pub(super) publishes: bool,
    /// The last word about each lesson.
    pub(super) writes: Vec<&'a LessonWrite>,
}

/// Runs that have to be told to their course.
#[derive(Debug, Default)]
pub(super) struct OfferPlan {
    course: Option<CourseId>,
    runs: Vec<Bson>,
    offers: Vec<Document>,
}

impl<'a> Plan<'a> {
    pub(super) fn of(set: &'a ChangeSet) -> Self {
        let mut plan = Self {
            now: set.now,
            idempotency: set.idempotency.as_ref(),
            saves: Vec::with_capacity(set.changes.len()),
            lessons: Vec::new(),
            offers: Vec::new(),
        };
        let mut offers: HashMap<CourseId, OfferPlan> = HashMap::new();
        for Change::Catalogue(change) in &set.changes {
            match change {
                CatalogueChange::SaveCourse(write) => {
                    plan.saves.push(Save::from(&**write));
                    plan.lessons.extend(LessonPlan::of(write));
                }
                CatalogueChange::SaveRun(write) => {
                    plan.saves.push(Save::from(&**write));
                    offers.entry(write.state.course_id).or_default().add(write);
                }
                CatalogueChange::SaveSubject(write) => plan.saves.push(Save::from(&**write)),
                CatalogueChange::SaveInstructor(write) => plan.saves.push(Save::from(&**write)),
            }
        }
        // A course that is new in this set begins with its runs and needs no second write.
        for save in plan.saves.iter_mut().filter(|save| save.is_new()) {
            if save.aggregate.kind == AggregateKind::Course
                && let Some(own) = offers.remove(&save.aggregate.id.into())
            {
                save.offering(own.offers);
            }
        }
        plan.offers = offers.into_values().collect();
        plan
    }

    /// The only thing to do, if it is a single document.
    pub(super) fn single(&self) -> Option<&Save> {
        match self.saves.as_slice() {
            [save]
                if self.idempotency.is_none()
                    && self.lessons.is_empty()
                    && self.offers.is_empty() =>
            {
                Some(save)
            }
            _ => None,
        }
    }
}

impl<'a> LessonPlan<'a> {
    /// `None` if there is nothing to do.
    fn of(write: &'a CourseWrite) -> Option<Self> {
        let mut plan = Self {
            course: write.state.id,
            revision: write.state.revision,
            new: write.read_at == 0,
            deleted: write.state.deleted,
            publishes: write.publishes_lessons,
            writes: Vec::new(),
        };
        for lesson in &write.lessons {
            plan.writes.retain(|earlier| lesson_of(earlier) != lesson_of(lesson));
            plan.writes.push(lesson);
        }
        let found = !plan.new && (plan.publishes || plan.deleted);
        (found || !plan.writes.is_empty()).then_some(plan)
    }
}

fn lesson_of(write: &LessonWrite) -> LessonId {
    match write {
        LessonWrite::Put(id, _) | LessonWrite::Remove(id) => *id,
    }
}

impl OfferPlan {
    fn add(&mut self, write: &RunWrite) {
        self.course = Some(write.state.course_id);
        self.runs.push(to_binary(write.state.id).into());
        if !write.state.deleted {
            self.offers.push(encode(&OfferDocument::from(&write.state)));
        }
    }

    /// Replaces what the course knows of these runs. It is no change of the course's own, so its
    /// revision stays.
    pub(super) fn statement(&self) -> Document {
        let others = doc! { "$not": [{ "$in": ["$$this.run_id", self.runs.clone()] }] };
        let present = doc! { "$ifNull": ["$offers", Bson::Array(Vec::new())] };
        let kept = doc! { "$filter": { "input": present, "cond": others } };
        let offers = doc! { "$concatArrays": [kept, { "$literal": self.offers.clone() }] };
        doc! {
            "q": { "_id": self.course.map(to_binary) },
            "u": [{ "$set": { "offers": offers } }],
        }
    }
}

#[cfg(test)]
mod tests {
    use courses_testkit::build::{Make, Save as _};

    use super::*;

    #[test]
    fn one_aggregate_is_a_single_write() {
        let mut make = Make::new(1);
        let set = ChangeSet::new(make.now()).with(make.rich_course().save());
        assert!(Plan::of(&set).single().is_some());
    }

    #[test]
    fn a_run_of_a_stored_course_is_told_to_it() {
        let mut make = Make::new(2);
        let course = make.id();
        let set = ChangeSet::new(make.now()).with(make.rich_run(course).save());

        let plan = Plan::of(&set);

        assert!(plan.single().is_none());
        assert_eq!(plan.offers.len(), 1);
    }

    #[test]
    fn a_new_course_begins_with_the_runs_of_its_set() {
        let mut make = Make::new(3);
        let course = make.rich_course();
        let run = make.rich_run(course.id);
        let set = ChangeSet::new(make.now()).with(run.save()).with(course.save());

        let plan = Plan::of(&set);

        assert!(plan.offers.is_empty());
        assert_eq!(plan.saves[1].document().get_array("offers").unwrap().len(), 1);
    }
}
