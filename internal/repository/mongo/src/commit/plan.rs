//! What a change set means for documents.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use bson::{Bson, Document, doc};
use courses_domain::AggregateKind;
use courses_domain::catalogue::{CourseId, LessonId, LessonWrite};
use courses_port::catalogue::{CatalogueChange, CourseWrite, ImportWrite, RoundWrite, RunWrite};
use courses_port::{Change, ChangeSet, IdempotencyWrite};
use jiff::Timestamp;

use super::identity::IdentityPlan;
use super::save::Save;
use crate::convert::to_binary;
use crate::document::{OfferDocument, RevisionDocument, encode};

/// Everything to do for a set.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) now: Timestamp,
    pub(super) idempotency: Option<&'a IdempotencyWrite>,
    /// In the order of the set.
    pub(super) saves: Vec<Save>,
    pub(super) lessons: Vec<LessonPlan<'a>>,
    /// Publications to keep.
    pub(super) revisions: Vec<RevisionDocument>,
    pub(super) offers: Vec<OfferPlan>,
    pub(super) identity: IdentityPlan<'a>,
    pub(super) imports: Vec<&'a ImportWrite>,
    pub(super) rounds: Vec<&'a RoundWrite>,
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
    /// The number of the publication; 0 if there is none.
    pub(super) number: i64,
    /// The last word about each lesson.
    pub(super) writes: Vec<&'a LessonWrite>,
}

/// Runs that have to be told to their course.
#[derive(Debug)]
pub(super) struct OfferPlan {
    course: CourseId,
    /// None of the runs can be known to the course yet.
    are_new: bool,
    runs: Vec<Bson>,
    offers: Vec<OfferDocument>,
}

impl<'a> Plan<'a> {
    pub(super) fn of(set: &'a ChangeSet) -> Self {
        let mut plan = Self {
            now: set.now,
            idempotency: set.idempotency.as_ref(),
            saves: Vec::with_capacity(set.changes.len()),
            lessons: Vec::new(),
            revisions: Vec::new(),
            offers: Vec::new(),
            identity: IdentityPlan::default(),
            imports: Vec::new(),
            rounds: Vec::new(),
        };
        let mut offers: HashMap<CourseId, OfferPlan> = HashMap::new();
        for change in &set.changes {
            match change {
                Change::Catalogue(change) => plan.add(change, &mut offers),
                Change::Identity(change) => plan.saves.extend(plan.identity.add(change)),
            }
        }
        // A course that is saved in this set takes up its new runs on the way and needs no second
        // write. Runs that it may know already are told to it apart.
        for save in plan.saves.iter_mut().filter(|it| it.aggregate.kind == AggregateKind::Course) {
            if let Entry::Occupied(own) = offers.entry(save.aggregate.id.into())
                && (save.is_new() || own.get().are_new)
            {
                save.offering(own.remove().offers);
            }
        }
        plan.offers = offers.into_values().collect();
        plan
    }

    fn add(&mut self, change: &'a CatalogueChange, offers: &mut HashMap<CourseId, OfferPlan>) {
        match change {
            CatalogueChange::SaveCourse(write) => {
                self.saves.push(Save::from(&**write));
                self.lessons.extend(LessonPlan::of(write));
                if write.publishes_lessons && !write.state.deleted {
                    self.revisions.extend(RevisionDocument::of(&write.state));
                }
            }
            CatalogueChange::SaveRun(write) => {
                self.saves.push(Save::from(&**write));
                let course = write.state.course_id;
                offers.entry(course).or_insert_with(|| OfferPlan::of(course)).add(write);
            }
            CatalogueChange::SavePublicationRequest(write) => {
                self.saves.push(Save::from(&**write));
            }
            CatalogueChange::SaveSubject(write) => self.saves.push(Save::from(&**write)),
            CatalogueChange::SaveInstructor(write) => self.saves.push(Save::from(&**write)),
            CatalogueChange::SaveImport(write) => self.imports.push(write),
            CatalogueChange::SaveRound(write) => self.rounds.push(write),
        }
    }

    /// The only thing to do, if it is a single document.
    pub(super) fn single(&self) -> Option<&Save> {
        match self.saves.as_slice() {
            [save]
                if self.idempotency.is_none()
                    && self.lessons.is_empty()
                    && self.revisions.is_empty()
                    && self.offers.is_empty()
                    && self.identity.is_empty()
                    && self.imports.is_empty()
                    && self.rounds.is_empty() =>
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
            number: write.state.published.as_ref().map_or(0, |copy| copy.revision.into()),
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
        LessonWrite::Put(id, _) | LessonWrite::Restore(id, _) | LessonWrite::Remove(id) => *id,
    }
}

impl OfferPlan {
    const fn of(course: CourseId) -> Self {
        Self { course, are_new: true, runs: Vec::new(), offers: Vec::new() }
    }

    fn add(&mut self, write: &RunWrite) {
        self.are_new &= write.read_at == 0;
        self.runs.push(to_binary(write.state.id).into());
        if !write.state.deleted {
            self.offers.push(OfferDocument::from(&write.state));
        }
    }

    /// Replaces what the course knows of these runs. It is no change of the course's own, so its
    /// revision stays.
    pub(super) fn statement(&self) -> Document {
        let own: Vec<Document> = self.offers.iter().map(encode).collect();
        let course = doc! { "_id": to_binary(self.course) };
        if self.are_new {
            return doc! { "q": course, "u": { "$push": { "offers": { "$each": own } } } };
        }
        let others = doc! { "$not": [{ "$in": ["$$this.run_id", self.runs.clone()] }] };
        let present = doc! { "$ifNull": ["$offers", Bson::Array(Vec::new())] };
        let kept = doc! { "$filter": { "input": present, "cond": others } };
        let offers = doc! { "$concatArrays": [kept, { "$literal": own }] };
        doc! { "q": course, "u": [{ "$set": { "offers": offers } }] }
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
    fn a_course_that_is_saved_takes_up_its_new_runs_on_the_way() {
        let mut make = Make::new(4);
        let course = make.rich_course();
        let run = make.rich_run(course.id);
        let CatalogueChange::SaveCourse(mut write) = course.save() else { panic!("a course") };
        write.read_at = 1;
        let changed = CatalogueChange::SaveCourse(write);
        let set = ChangeSet::new(make.now()).with(changed).with(run.save());

        let plan = Plan::of(&set);

        assert!(plan.offers.is_empty());
        let update = plan.saves[0].update();
        let pushed = update.get_document("$push").unwrap().get_document("offers").unwrap();
        assert_eq!(pushed.get_array("$each").unwrap().into_iter().count(), 1);
    }

    #[test]
    fn a_run_that_its_course_knows_is_replaced_there() {
        let mut make = Make::new(5);
        let course = make.id();
        let CatalogueChange::SaveRun(mut write) = make.rich_run(course).save() else {
            panic!("a run")
        };
        write.read_at = 1;
        let set = ChangeSet::new(make.now()).with(CatalogueChange::SaveRun(write));

        let statement = Plan::of(&set).offers[0].statement();

        assert!(statement.get_array("u").is_ok(), "a pipeline");
    }

    #[test]
    fn a_new_course_begins_with_the_runs_of_its_set() {
        let mut make = Make::new(3);
        let course = make.rich_course();
        let run = make.rich_run(course.id);
        let set = ChangeSet::new(make.now()).with(run.save()).with(course.save());

        let plan = Plan::of(&set);

        assert!(plan.offers.is_empty());
        assert_eq!(plan.saves[1].document().get_array("offers").unwrap().into_iter().count(), 1);
    }
}
