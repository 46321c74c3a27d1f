//! Puts the rows of a course together, and the rows of a run.

use std::collections::{HashMap, HashSet};

use courses_domain::catalogue::{Meeting, Mode, SubjectCode, SubjectTitle};
use courses_domain::shared::ExternalId;
use courses_usecase::catalogue::{ImportedCourse, ImportedRun, Rejection};

use crate::UiucCatalogue;
use crate::uiuc_csv::fault::Fault;
use crate::uiuc_csv::raw::RawRow;
use crate::uiuc_csv::row::{Row, course_name, run_name, tells_its_course};

/// The courses so far.
#[derive(Default)]
pub(super) struct Grouping {
    courses: Vec<ImportedCourse>,
    by_name: HashMap<ExternalId, usize>,
    runs: HashMap<String, Place>,
    subject_titles: HashMap<SubjectCode, SubjectTitle>,
    rows: u64,
    rows_of_runs: HashMap<u64, u64>,
    courses_seen: HashSet<String>,
    runs_seen: HashSet<String>,
    rows_nameless: u64,
    rejections: Vec<Rejection>,
}

/// Where a run stands.
#[derive(Clone, Copy)]
struct Place {
    course: usize,
    run: usize,
}

impl Grouping {
    /// Counts a row and what it names, whether it can be used or not.
    pub(super) fn see(&mut self, raw: &RawRow<'_>) {
        self.rows += 1;
        self.courses_seen.extend(course_name(raw));
        self.runs_seen.extend(run_name(raw));
    }

    /// Sets a row aside.
    pub(super) fn reject(&mut self, raw: &RawRow<'_>, line: u64, fault: &Fault) {
        // Where columns are too many or too few, a cell may stand below another's name.
        let shifted = matches!(fault, Fault::Width { .. });
        self.rows_nameless += u64::from(shifted || !tells_its_course(raw));
        self.rejections.push(Rejection { line, reason: fault.to_string() });
    }

    /// Takes a row in, or leaves everything as it was.
    pub(super) fn add(&mut self, row: Row) -> Result<(), Fault> {
        let known = self.by_name.get(&row.course.external_id).copied();
        if let Some(course) = known.map(|index| &self.courses[index])
            && course.title != row.course.title
        {
            return Err(Fault::OtherName { line: course.line });
        }
        let place = self.runs.get(row.run.key.as_str()).copied();
        if let Some(place) = place {
            let run = &mut self.courses[place.course].runs[place.run];
            if known != Some(place.course) {
                return Err(Fault::OtherCourse { line: run.line });
            }
            merge(run, row.run)?;
            *self.rows_of_runs.entry(run.line).or_default() += 1;
        } else {
            self.add_run(known, row)?;
        }
        Ok(())
    }

    fn add_run(&mut self, known: Option<usize>, row: Row) -> Result<(), Fault> {
        let runs = known.map_or(0, |index| self.courses[index].runs.len());
        if runs == UiucCatalogue::MAX_RUNS_OF_COURSE {
            return Err(Fault::TooManyRuns);
        }
        if let Some(subject) = &row.course.subject
            && subject.title.as_str() != subject.code.as_str().to_uppercase()
        {
            let title = || subject.title.clone();
            self.subject_titles.entry(subject.code.clone()).or_insert_with(title);
        }
        let index = known.unwrap_or(self.courses.len());
        self.runs.insert(row.run.key.as_str().to_owned(), Place { course: index, run: runs });
        self.rows_of_runs.insert(row.run.line, 1);
        if known.is_none() {
            self.by_name.insert(row.course.external_id.clone(), index);
            self.courses.push(row.course);
        }
        self.courses[index].runs.push(row.run);
        Ok(())
    }

    /// The result, once every row was seen.
    pub(super) fn finish(mut self) -> UiucCatalogue {
        // A title may stand in one row of a subject alone.
        for subject in self.courses.iter_mut().filter_map(|course| course.subject.as_mut()) {
            if let Some(title) = self.subject_titles.get(&subject.code) {
                subject.title.clone_from(title);
            }
        }
        UiucCatalogue {
            rows: self.rows,
            courses_rejected: (self.courses_seen.len() - self.courses.len()) as u64,
            runs_rejected: (self.runs_seen.len() - self.runs.len()) as u64,
            courses_named: self.courses_seen,
            rows_nameless: self.rows_nameless,
            courses: self.courses,
            rejections: self.rejections,
            rows_of_runs: self.rows_of_runs,
        }
    }
}

/// Adds what a further row tells about a run: a meeting, people, another way of teaching.
fn merge(run: &mut ImportedRun, further: ImportedRun) -> Result<(), Fault> {
    let mut meetings = run.details.meetings.clone();
    add_new(&mut meetings, further.details.meetings);
    if meetings.len() > Meeting::MAX_OF_RUN {
        return Err(Fault::TooManyMeetings);
    }
    let mut instructors = run.instructors.clone();
    add_new(&mut instructors, further.instructors);
    if instructors.len() > UiucCatalogue::MAX_INSTRUCTORS_OF_RUN {
        return Err(Fault::TooManyInstructors);
    }
    run.instructors = instructors;
    let details = &mut run.details;
    details.meetings = meetings;
    details.title = details.title.take().or(further.details.title);
    details.location = details.location.take().or(further.details.location);
    if details.mode != further.details.mode {
        details.mode = Mode::Hybrid;
    }
    Ok(())
}

fn add_new<T: PartialEq>(items: &mut Vec<T>, further: Vec<T>) {
    for item in further {
        if !items.contains(&item) {
            items.push(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use courses_domain::catalogue::TimeZoneName;

    use super::*;

    const GOOD: RawRow<'static> = RawRow {
        year_term: "2025-su",
        subject: "CS",
        number: "101",
        name: "Computing",
        description: "",
        credit_hours: "",
        crn: "1",
        status_code: "A",
        section_title: "",
        enrollment_status: "",
        kind: "Lecture",
        start_time: "",
        end_time: "",
        days_of_week: "",
        room: "",
        building: "",
        instructors: "",
        subject_title: "",
    };

    /// Groups rows; the first one is on line 2.
    fn group<'r>(rows: impl IntoIterator<Item = RawRow<'r>>) -> UiucCatalogue {
        let mut grouping = Grouping::default();
        for (raw, line) in rows.into_iter().zip(2..) {
            grouping.see(&raw);
            let row = Row::parse(&raw, line, &TimeZoneName::utc());
            if let Err(fault) = row.and_then(|row| grouping.add(row)) {
                grouping.reject(&raw, line, &fault);
            }
        }
        grouping.finish()
    }

    fn rejections(catalogue: &UiucCatalogue) -> Vec<(u64, &str)> {
        catalogue.rejections.iter().map(|it| (it.line, it.reason.as_str())).collect()
    }

    #[test]
    fn rows_of_a_course_need_not_stand_together() {
        let other = RawRow { number: "102", crn: "2", ..GOOD };
        let found = group([GOOD, other, RawRow { crn: "3", ..GOOD }]);
        let runs: Vec<_> = found.courses.iter().map(|course| course.runs.len()).collect();
        assert_eq!(runs, [2, 1]);
        assert!(found.rejections.is_empty());
    }

    #[test]
    fn further_rows_of_a_run_add_meetings_and_people_once() {
        let monday = RawRow {
            days_of_week: "M",
            start_time: "09:00 AM",
            end_time: "09:50 AM",
            instructors: "A;B",
            ..GOOD
        };
        let friday = RawRow { days_of_week: "F", instructors: "C;A", kind: "Online", ..monday };
        let found = group([monday, friday, monday]);
        let run = &found.courses[0].runs[0];
        assert_eq!(run.details.meetings.len(), 2);
        assert_eq!(run.details.mode, Mode::Hybrid);
        assert_eq!(run.instructors.len(), 3);
        assert_eq!((found.rows, found.rows_of_run(2)), (3, 3));
    }

    #[test]
    fn a_crn_is_a_run_of_each_term() {
        let found = group([GOOD, RawRow { year_term: "2026-su", ..GOOD }]);
        assert_eq!(found.courses[0].runs.len(), 2);
    }

    #[test]
    fn a_crn_of_another_course_and_another_name_are_set_aside() {
        let stolen = RawRow { number: "102", name: "Other", ..GOOD };
        let found = group([GOOD, stolen, RawRow { name: "Renamed", crn: "9", ..GOOD }]);
        assert_eq!(
            rejections(&found),
            [
                (3, "`CRN` belongs to another course on line 2"),
                (4, "`Name` differs from that of the same course on line 2"),
            ]
        );
        assert_eq!((found.courses.len(), found.courses_rejected, found.runs_rejected), (1, 1, 1));
    }

    #[test]
    fn a_bad_row_does_not_spoil_its_course_or_run() {
        let bad = RawRow { start_time: "soon", ..GOOD };
        let found = group([bad, GOOD, bad]);
        assert_eq!(found.rejections.len(), 2);
        assert_eq!((found.courses.len(), found.courses[0].line), (1, 3));
        assert_eq!((found.courses_rejected, found.runs_rejected), (0, 0));
    }

    #[test]
    fn what_is_set_aside_names_its_course_if_it_can() {
        let bad = RawRow { number: "102", crn: "", ..GOOD };
        let found = group([GOOD, bad, RawRow { number: "", ..GOOD }]);
        assert_eq!(found.courses_named.len(), 2);
        assert!(found.courses_named.contains("CS 102"));
        assert_eq!(found.rows_nameless, 1);
    }

    #[test]
    fn a_run_has_at_most_thirty_meetings() {
        let times: Vec<String> = (10..42).map(|minute| format!("01:{minute} PM")).collect();
        let row =
            |start_time| RawRow { days_of_week: "M", start_time, end_time: "02:00 PM", ..GOOD };
        let found = group(times.iter().map(|time| row(time)));
        assert_eq!(found.courses[0].runs[0].details.meetings.len(), Meeting::MAX_OF_RUN);
        assert_eq!(
            rejections(&found),
            [32, 33].map(|line| (line, "the run has 30 meetings already"))
        );
    }

    #[test]
    fn a_course_has_at_most_a_thousand_runs() {
        let numbers: Vec<String> = (0..1001).map(|number| number.to_string()).collect();
        let found = group(numbers.iter().map(|crn| RawRow { crn, ..GOOD }));
        assert_eq!(found.courses[0].runs.len(), 1000);
        assert_eq!(rejections(&found), [(1002, "the course has 1000 runs already")]);
    }

    #[test]
    fn one_row_names_the_subject_for_all() {
        let named = RawRow { crn: "2", number: "102", subject_title: "Computer Science", ..GOOD };
        let found = group([GOOD, named]);
        let titles = found.courses.iter().map(|it| it.subject.as_ref().unwrap().title.as_str());
        assert_eq!(titles.collect::<Vec<_>>(), ["Computer Science", "Computer Science"]);
    }
}
