//! Bringing in a catalogue from outside.

use courses_domain::catalogue::{
    Course, CourseTitle, Level, Lifecycle, Mode, PersonName, RunDetails, RunKey, RunStatus,
    SearchQuery, SubjectCode, SubjectTitle,
};
use courses_domain::shared::{AccountId, ExternalId, LanguageTag};
use courses_port::catalogue::{CatalogueReader as _, CourseQuery};
use courses_port::{Clock as _, CommitError, StoreError};
use courses_usecase::catalogue::{
    BatchReport, Counts, ImportCourses, ImportedCourse, ImportedInstructor, ImportedRun,
    ImportedSubject, RunIntent,
};
use courses_usecase::{Refusal, WriteError};
use jiff::Timestamp;

use crate::support::{School, admin, anonymous, moderator, student, teacher};

pub(crate) fn name(number: usize) -> ExternalId {
    ExternalId::parse("uiuc", &format!("CS {number}")).unwrap()
}

/// A course on line `10 * number` with a subject and a run of each intent by one of two people.
pub(crate) fn course(number: usize) -> ImportedCourse {
    let line = 10 * number as u64;
    let intents = [RunIntent::Unknown, RunIntent::Open, RunIntent::Closed];
    let runs = intents.into_iter().zip(1..).map(|(intent, at)| run(line + at, intent));
    let title = format!("Course {number}");
    ImportedCourse {
        line,
        external_id: name(number),
        slug_words: title.clone(),
        subject: Some(ImportedSubject {
            code: SubjectCode::parse("cs").unwrap(),
            title: SubjectTitle::parse("Computing").unwrap(),
        }),
        title: CourseTitle::parse(&title).unwrap(),
        summary: None,
        description: None,
        level: Level::Introductory,
        language: LanguageTag::english(),
        credits: None,
        prerequisites: None,
        runs: runs.collect(),
    }
}

fn run(line: u64, intent: RunIntent) -> ImportedRun {
    let person = |key: &str| ImportedInstructor {
        external_id: ExternalId::parse("staff", key).unwrap(),
        name: PersonName::parse(&format!("Professor {key}")).unwrap(),
    };
    ImportedRun {
        line,
        key: RunKey::parse(&format!("run-{line}")).unwrap(),
        details: RunDetails::blank(Mode::Onsite),
        instructors: vec![person("B"), person("A"), person("B")],
        intent,
    }
}

pub(crate) async fn import(
    school: &School,
    items: &[ImportedCourse],
) -> Result<BatchReport, WriteError> {
    let owner = AccountId::IMPORTER;
    ImportCourses::new(school.ports.clone()).execute(&admin(), owner, items).await
}

/// Seen, created, updated, unchanged, rejected.
pub(crate) fn counts(counts: Counts) -> [u64; 5] {
    let Counts { seen, created, updated, unchanged, rejected } = counts;
    assert_eq!(seen, created + updated + unchanged + rejected, "the numbers add up");
    [seen, created, updated, unchanged, rejected]
}

pub(crate) async fn found(school: &School, number: usize) -> Course {
    let found = school.store.find_course_by_external_id(&name(number)).await;
    found.unwrap().unwrap()
}

fn broken_run(mut course: ImportedCourse) -> ImportedCourse {
    let at = |second| Timestamp::from_second(second).ok();
    course.runs[1].details.starts_at = at(9);
    course.runs[1].details.ends_at = at(8);
    course
}

#[tokio::test]
async fn only_admins_import() {
    let school = School::new();
    let import = ImportCourses::new(school.ports.clone());
    for request in [student(), teacher(), moderator()] {
        let refused = import.execute(&request, AccountId::IMPORTER, &[course(1)]).await;
        assert!(matches!(refused, Err(WriteError::Refused(Refusal::Forbidden))));
    }
    let refused = import.execute(&anonymous(), AccountId::IMPORTER, &[course(1)]).await;
    assert!(matches!(refused, Err(WriteError::Refused(Refusal::Unauthenticated))));
}

#[tokio::test]
async fn a_batch_makes_courses_runs_subjects_and_people_in_one_commit() {
    let school = School::new();
    let (report, commits) = school.commits(import(&school, &[course(1), course(2)])).await;
    let report = report.unwrap();
    assert_eq!(counts(report.courses), [2, 2, 0, 0, 0]);
    assert_eq!(counts(report.runs), [6, 6, 0, 0, 0]);
    assert_eq!((report.rejections.len(), commits), (0, 1));

    let state = found(&school, 1).await.state().clone();
    assert_eq!((state.owner, state.lifecycle), (AccountId::IMPORTER, Lifecycle::Published));
    assert!(state.slug.as_str().starts_with("course-1-"), "{}", state.slug);
    let content = &state.published.as_ref().unwrap().content;
    assert_eq!(content.instructor_ids.len(), 2);
    let runs = school.store.list_runs(state.id, None, 10).await.unwrap().items;
    assert_eq!(runs.len(), 3);
    for run in &runs {
        let mut people = run.state().details.instructor_ids.clone();
        assert_eq!(people.len(), 2, "each once");
        people.sort_unstable();
        assert_eq!(people, content.instructor_ids);
    }
    let subjects = school.store.list_subjects(None, 10).await.unwrap().items;
    assert_eq!(subjects.len(), 1);
    assert_eq!(school.store.list_instructors(None, 10).await.unwrap().items.len(), 2);
    for text in ["course 1", "computing", "professor a"] {
        let search = SearchQuery::parse(text);
        let query = CourseQuery { search, ..CourseQuery::newest(9, school.clock.now()) };
        let found = school.store.list_courses(&query).await.unwrap().items;
        assert!(found.iter().any(|it| it.id == state.id), "{text}");
    }
}

#[tokio::test]
async fn runs_follow_what_the_source_says_about_them() {
    use RunStatus::{Closed, Open, Planned};
    let school = School::new();
    import(&school, &[course(1)]).await.unwrap();
    let id = found(&school, 1).await.state().id;
    let statuses = async || {
        let mut runs = school.store.list_runs(id, None, 10).await.unwrap().items;
        runs.sort_by(|a, b| a.state().key.as_str().cmp(b.state().key.as_str()));
        runs.iter().map(|it| it.state().status).collect::<Vec<_>>()
    };
    assert_eq!(statuses().await, [Planned, Open, Closed]);

    let mut turned = course(1);
    for (run, intent) in
        turned.runs.iter_mut().zip([RunIntent::Closed, RunIntent::Closed, RunIntent::Open])
    {
        run.intent = intent;
    }
    let report = import(&school, std::slice::from_ref(&turned)).await.unwrap();
    assert_eq!(counts(report.runs), [3, 0, 3, 0, 0]);
    assert_eq!(statuses().await, [Closed, Closed, Open]);

    for run in &mut turned.runs {
        run.intent = RunIntent::Unknown;
    }
    let report = import(&school, &[turned]).await.unwrap();
    assert_eq!(counts(report.runs), [3, 0, 0, 3, 0]);
    assert_eq!(statuses().await, [Closed, Closed, Open]);
}

#[tokio::test]
async fn what_breaks_a_rule_is_set_aside_and_the_rest_goes_on() {
    let school = School::new();
    let mut twice = course(3);
    twice.runs[2].key = twice.runs[0].key.clone();
    let items = [course(1), broken_run(course(2)), twice];
    let report = import(&school, &items).await.unwrap();
    assert_eq!(counts(report.courses), [3, 3, 0, 0, 0]);
    assert_eq!(counts(report.runs), [9, 7, 0, 0, 2]);
    let rejected: Vec<(u64, &str)> =
        report.rejections.iter().map(|it| (it.line, it.reason.as_str())).collect();
    assert_eq!(
        rejected,
        [
            (22, "/ends_at: must be after `starts_at`"),
            (33, "an earlier run of the course has the same key"),
        ]
    );
    let again = import(&school, &items).await.unwrap();
    assert_eq!((counts(again.courses), counts(again.runs)), ([3, 0, 0, 3, 0], [9, 0, 0, 7, 2]));
}

#[tokio::test]
async fn a_course_that_others_change_all_the_time_is_rejected_with_its_runs() {
    let school = School::new();
    import(&school, &[course(1)]).await.unwrap();
    let id = found(&school, 1).await.state().id;
    for _ in 0..6 {
        let aggregate = courses_domain::Aggregate {
            kind: courses_domain::AggregateKind::Course,
            id: id.into(),
        };
        school.gate.refuse(courses_port::Conflict::Stale(aggregate));
    }
    let mut changed = course(1);
    changed.title = CourseTitle::parse("Renamed").unwrap();
    let report = import(&school, &[changed]).await.unwrap();
    assert_eq!(counts(report.courses), [1, 0, 0, 0, 1]);
    assert_eq!(counts(report.runs), [3, 0, 0, 0, 3]);
    let lines: Vec<u64> = report.rejections.iter().map(|it| it.line).collect();
    assert_eq!(lines, [10, 11, 12, 13]);
}

#[tokio::test]
async fn a_store_that_fails_ends_the_batch() {
    let school = School::new();
    school.gate.refuse(CommitError::Store(StoreError::unavailable("no primary")));
    let failed = import(&school, &[course(1)]).await;
    assert!(matches!(failed, Err(WriteError::Store(StoreError::Unavailable(_)))));
    assert_eq!(school.store.find_course_by_external_id(&name(1)).await.unwrap(), None);
}
