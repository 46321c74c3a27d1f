//! Cuts what was read into batches that one commit can take.

use std::ops::Range;

use courses_usecase::catalogue::{ImportCourses, ImportedCourse};

/// The most runs of a batch that has more than one course.
const MAX_RUNS: usize = 500;

/// Ranges of courses that follow each other and cover all, each with at most
/// [`ImportCourses::BATCH`] courses.
pub(crate) fn batches(courses: &[ImportedCourse]) -> Vec<Range<usize>> {
    let (mut batches, mut start) = (Vec::new(), 0);
    while start < courses.len() {
        let end = start + first_batch(&courses[start..]);
        batches.push(start..end);
        start = end;
    }
    batches
}

/// How many of the first courses make a batch; 0 only if there are none.
pub(crate) fn first_batch(courses: &[ImportedCourse]) -> usize {
    let mut runs = 0;
    let fits = |course: &&ImportedCourse| {
        runs += course.runs.len();
        runs <= MAX_RUNS
    };
    let count = courses.iter().take(ImportCourses::BATCH).take_while(fits).count();
    count.max(courses.len().min(1))
}

#[cfg(test)]
mod tests {
    use courses_domain::catalogue::{CourseTitle, Level, Mode, RunDetails, RunKey};
    use courses_domain::shared::{ExternalId, LanguageTag};
    use courses_usecase::catalogue::{ImportedRun, RunIntent};
    use proptest::prelude::*;

    use super::*;

    fn course_with_runs(runs: usize) -> ImportedCourse {
        let run = |number: usize| ImportedRun {
            line: 2,
            key: RunKey::parse(&format!("run-{number}")).unwrap(),
            details: RunDetails::blank(Mode::Online),
            instructors: Vec::new(),
            intent: RunIntent::Unknown,
        };
        ImportedCourse {
            line: 2,
            external_id: ExternalId::parse("uiuc", "CS 101").unwrap(),
            slug_words: String::new(),
            subject: None,
            title: CourseTitle::parse("A course").unwrap(),
            summary: None,
            description: None,
            level: Level::All,
            language: LanguageTag::english(),
            credits: None,
            prerequisites: None,
            runs: (0..runs).map(run).collect(),
        }
    }

    #[test]
    fn a_course_with_very_many_runs_is_a_batch_of_its_own() {
        let courses: Vec<_> = [1, 900, 1, 499, 1].into_iter().map(course_with_runs).collect();
        assert_eq!(batches(&courses), [0..1, 1..2, 2..4, 4..5]);
    }

    #[test]
    fn nothing_makes_no_batch() {
        assert!(batches(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn every_course_is_in_exactly_one_batch(runs in prop::collection::vec(0_usize..9, 0..400)) {
            let courses: Vec<_> = runs.into_iter().map(course_with_runs).collect();
            let batches = batches(&courses);
            let covered: Vec<usize> = batches.iter().cloned().flatten().collect();
            prop_assert_eq!(covered, (0..courses.len()).collect::<Vec<_>>());
            for batch in batches {
                prop_assert!(!batch.is_empty() && batch.len() <= ImportCourses::BATCH);
            }
        }
    }
}
