//! What is done, one step after the other.

use courses_testkit::build::Random;

/// Something that people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    CreateCourse,
    EditDraft,
    EditSettings,
    MoveCourse,
    DeleteCourse,
    CreateLesson,
    EditLesson,
    DeleteLesson,
    CreateRun,
    EditRun,
    MoveRun,
    CreateSubject,
    EditSubject,
    CreateInstructor,
    EditInstructor,
    ReadCourse,
    ReadDraft,
    ReadLesson,
    ReadDraftLesson,
    ListLessons,
    ReadRun,
    ListRuns,
    ReadPeople,
    ListPeople,
    ListCourses,
    Suggest,
    RestoreRevision,
    ReadRevisions,
    Wait,
}

/// Every act, as often as it is wanted among others.
const WEIGHTED: [(Act, usize); 29] = [
    (Act::CreateCourse, 10),
    (Act::EditDraft, 10),
    (Act::EditSettings, 7),
    (Act::MoveCourse, 14),
    (Act::DeleteCourse, 2),
    (Act::CreateLesson, 9),
    (Act::EditLesson, 8),
    (Act::DeleteLesson, 3),
    (Act::CreateRun, 8),
    (Act::EditRun, 6),
    (Act::MoveRun, 8),
    (Act::CreateSubject, 6),
    (Act::EditSubject, 3),
    (Act::CreateInstructor, 6),
    (Act::EditInstructor, 3),
    (Act::ReadCourse, 8),
    (Act::ReadDraft, 4),
    (Act::ReadLesson, 6),
    (Act::ReadDraftLesson, 3),
    (Act::ListLessons, 4),
    (Act::ReadRun, 4),
    (Act::ListRuns, 2),
    (Act::ReadPeople, 3),
    (Act::ListPeople, 2),
    (Act::ListCourses, 12),
    (Act::Suggest, 4),
    (Act::RestoreRevision, 4),
    (Act::ReadRevisions, 4),
    (Act::Wait, 2),
];

/// One step: what is done, and the number that decides how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) act: Act,
    pub(crate) seed: u64,
}

/// Steps that are done one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    pub(crate) seed: u64,
    pub(crate) steps: Vec<Step>,
}

impl Sequence {
    /// The sequence that this number decides. It begins with a course, as nearly everything
    /// needs one.
    pub(crate) fn random(seed: u64) -> Self {
        let mut random = Random::seeded(seed);
        let count = 12 + random.below(12);
        let mut steps: Vec<_> = (0..count).map(|_| Step::random(&mut random)).collect();
        steps[0].act = Act::CreateCourse;
        Self { seed, steps }
    }

    /// The same without these steps.
    pub(crate) fn without(&self, from: usize, count: usize) -> Self {
        let kept = |at: usize| at < from || at >= from + count;
        let steps = self.steps.iter().enumerate().filter(|(at, _)| kept(*at));
        Self { seed: self.seed, steps: steps.map(|(_, step)| *step).collect() }
    }
}

impl Step {
    fn random(random: &mut Random) -> Self {
        let mut left = random.below(WEIGHTED.iter().map(|(_, weight)| weight).sum());
        let at = WEIGHTED.iter().position(|(_, weight)| match left.checked_sub(*weight) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        let act = WEIGHTED[at.expect("it is less than the sum")].0;
        Self { act, seed: random.number() }
    }
}
