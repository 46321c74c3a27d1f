//! Files that are the whole of their source, and what becomes of courses that they do not name.

use std::collections::HashSet;

use courses_domain::catalogue::{
    ImportFormat, ImportJobState, ImportOutline, ImportStatus, ImportSweep, Lifecycle, Transition,
};
use courses_port::catalogue::ImportStore as _;
use courses_usecase::WriteError;
use courses_usecase::catalogue::{
    AskForImport, AskForImportInput, ImportedCourse, LookAtImports, ReadFile, SweepReport,
    SweepSource, WholeSource, WorkError, WorkOnImports,
};
use futures::stream;

use crate::import::{course, found, import, name};
use crate::import_jobs::ports;
use crate::support::{Death, School, admin, fresh, id};

const SOURCE: &str = "uiuc";

/// What a file names, and what can be taken from it.
struct File {
    courses: Vec<ImportedCourse>,
    keys: HashSet<String>,
    rows_nameless: u64,
}

impl File {
    fn of(numbers: impl IntoIterator<Item = usize>) -> Self {
        let courses: Vec<_> = numbers.into_iter().map(course).collect();
        let keys = courses.iter().map(|it| it.external_id.key().to_owned()).collect();
        Self { courses, keys, rows_nameless: 0 }
    }

    fn whole(&self) -> WholeSource<'_> {
        let Self { keys, rows_nameless, .. } = self;
        WholeSource { source: SOURCE, keys, rows_nameless: *rows_nameless }
    }

    fn read(&self) -> ReadFile<'_> {
        let courses = self.courses.len() as u64;
        let rows_nameless = self.rows_nameless;
        ReadFile {
            outline: ImportOutline { courses, rows_nameless, ..ImportOutline::default() },
            courses: &self.courses,
            rejections: &[],
            rows_of_run: &|_| 1,
            whole: self.whole(),
        }
    }
}

async fn asked(school: &School, complete: bool) -> ImportJobState {
    let ask = AskForImport::new(ports(school));
    let pieces = stream::iter([Ok::<_, ()>(b"a file")]);
    let file = ask.receive(&admin(), pieces).await.unwrap();
    let (format, owner, idempotency) = (ImportFormat::UiucCsv, None, None);
    let input = AskForImportInput { file, format, complete, owner, idempotency };
    fresh(ask.execute(&admin(), input).await)
}

async fn work(school: &School, holder: u128, file: &File) -> Result<(), WorkError> {
    let work = WorkOnImports::new(ports(school), 3, id(holder));
    let Some(mut held) = work.begin().await? else { return Ok(()) };
    while let Some(next) = work.step(&held, &file.read(), |_| 2).await? {
        held = next;
    }
    work.finish(held, None).await
}

async fn job(school: &School, asked: &ImportJobState) -> ImportJobState {
    LookAtImports::new(ports(school)).one(&admin(), asked.id).await.unwrap()
}

/// One complete import; answers what it found.
async fn round(school: &School, file: &File) -> ImportSweep {
    let asked = asked(school, true).await;
    work(school, 1, file).await.unwrap();
    let done = job(school, &asked).await;
    assert_eq!(done.status, ImportStatus::Succeeded);
    done.progress.sweep
}

fn numbers(sweep: ImportSweep) -> (Option<u64>, [u64; 3]) {
    (sweep.round, [sweep.missing, sweep.archived, sweep.restored])
}

async fn lifecycle(school: &School, number: usize) -> Lifecycle {
    found(school, number).await.state().lifecycle
}

#[tokio::test]
async fn a_course_that_three_rounds_miss_is_archived_and_comes_back_with_the_next_file() {
    let school = School::new();
    assert_eq!(numbers(round(&school, &File::of(1..=3)).await), (Some(1), [0, 0, 0]));
    let fewer = File::of(1..=2);
    assert_eq!(numbers(round(&school, &fewer).await), (Some(2), [1, 0, 0]));
    let before = school.events().await.len();
    assert_eq!(numbers(round(&school, &fewer).await), (Some(3), [1, 0, 0]));
    assert_eq!(school.events().await.len(), before, "nobody is told of a miss");
    assert_eq!(lifecycle(&school, 3).await, Lifecycle::Published);
    assert_eq!(numbers(round(&school, &fewer).await), (Some(4), [1, 1, 0]));
    assert_eq!(lifecycle(&school, 3).await, Lifecycle::Archived);
    assert_eq!(school.events().await.len(), before + 1, "it was archived");
    assert_eq!(numbers(round(&school, &fewer).await), (Some(5), [1, 0, 0]));

    assert_eq!(numbers(round(&school, &File::of(1..=3)).await), (Some(6), [0, 0, 1]));
    assert_eq!(lifecycle(&school, 3).await, Lifecycle::Published);
    assert!(found(&school, 3).await.state().absences.is_empty());
}

#[tokio::test]
async fn a_course_that_is_named_between_two_misses_begins_anew() {
    let school = School::new();
    let (all, fewer) = (File::of(1..=2), File::of(1..=1));
    for file in [&all, &fewer, &fewer, &all, &fewer, &fewer] {
        round(&school, file).await;
    }
    assert_eq!(lifecycle(&school, 2).await, Lifecycle::Published);
    round(&school, &fewer).await;
    assert_eq!(lifecycle(&school, 2).await, Lifecycle::Archived);
}

#[tokio::test]
async fn a_file_that_is_not_the_whole_of_its_source_is_no_round() {
    let school = School::new();
    round(&school, &File::of(1..=2)).await;
    for _ in 0..4 {
        asked(&school, false).await;
        work(&school, 1, &File::of(1..=1)).await.unwrap();
    }
    let doubtful = File { rows_nameless: 1, ..File::of(1..=1) };
    assert_eq!(numbers(round(&school, &doubtful).await), (None, [0, 0, 0]));
    let empty = File::of([]);
    assert_eq!(numbers(round(&school, &empty).await), (None, [0, 0, 0]));
    assert_eq!(school.store.count_rounds(SOURCE).await.unwrap(), 1);
    assert!(found(&school, 2).await.state().absences.is_empty());
}

#[tokio::test]
async fn a_course_whose_rows_were_set_aside_is_not_gone() {
    let school = School::new();
    round(&school, &File::of(1..=2)).await;
    let mut file = File::of(1..=1);
    file.keys.insert(name(2).key().to_owned());
    for at in 2..6 {
        assert_eq!(numbers(round(&school, &file).await), (Some(at), [0, 0, 0]));
    }
    assert_eq!(lifecycle(&school, 2).await, Lifecycle::Published);
}

#[tokio::test]
async fn what_a_person_archived_or_unpublished_stays_so() {
    let school = School::new();
    let all = File::of(1..=3);
    round(&school, &all).await;
    let [two, three] = [found(&school, 2).await, found(&school, 3).await];
    fresh(school.move_to(&admin(), two.state().id, Transition::Archive).await);
    fresh(school.move_to(&admin(), three.state().id, Transition::Unpublish).await);
    for _ in 0..3 {
        round(&school, &File::of(1..=1)).await;
    }
    assert_eq!(lifecycle(&school, 3).await, Lifecycle::Archived);
    assert_eq!(numbers(round(&school, &all).await).1, [0, 0, 1]);
    assert_eq!(lifecycle(&school, 2).await, Lifecycle::Archived);
    assert_eq!(lifecycle(&school, 3).await, Lifecycle::Unpublished);
}

#[tokio::test]
async fn whoever_dies_at_any_commit_of_a_round_is_replaced_and_it_counts_once() {
    for last in [false, true] {
        let (reference, prepared) = (School::new(), if last { 2 } else { 1 });
        let (all, fewer) = (File::of(1..=5), File::of(4..=5));
        round(&reference, &all).await;
        for _ in 0..prepared {
            round(&reference, &fewer).await;
        }
        let asked_for = asked(&reference, true).await;
        let (done, commits) = reference.commits(work(&reference, 1, &fewer)).await;
        done.unwrap();
        let expected = job(&reference, &asked_for).await.progress;
        assert_eq!(expected.sweep.archived, if last { 3 } else { 0 });
        let absences = found(&reference, 1).await.state().absences.clone();
        let events = reference.events().await.len();
        for at in 0..commits {
            for death in [Death::Before(at), Death::After(at)] {
                let school = School::new();
                round(&school, &all).await;
                for _ in 0..prepared {
                    round(&school, &fewer).await;
                }
                let asked_for = asked(&school, true).await;
                school.gate.die(death);
                let died = work(&school, 1, &fewer).await;
                school.gate.revive();
                let end = death == Death::After(commits - 1);
                assert!(matches!(died, Err(WorkError::Write(_))) || end, "{death:?}: {died:?}");
                work(&school, 2, &fewer).await.unwrap();
                let found_by = job(&school, &asked_for).await.progress;
                assert_eq!(numbers(found_by.sweep), numbers(expected.sweep), "{death:?}");
                assert_eq!(found(&school, 1).await.state().absences, absences, "{death:?}");
                assert_eq!(school.events().await.len(), events, "{death:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_round_without_a_job_that_is_interrupted_counts_once() {
    let school = School::new();
    import(&school, &(1..=3).map(course).collect::<Vec<_>>()).await.unwrap();
    let (sweep, fewer) = (SweepSource::new(ports(&school), 2), File::of(1..=2));
    for at in 1..=2 {
        school.gate.die(Death::After(0));
        let died = sweep.execute(&admin(), &fewer.whole()).await;
        assert!(matches!(died, Err(WriteError::Store(_))), "{died:?}");
        school.gate.revive();
        let report = sweep.execute(&admin(), &fewer.whole()).await.unwrap();
        assert_eq!((report.round, report.missing), (Some(at), 1));
    }
    assert_eq!(lifecycle(&school, 3).await, Lifecycle::Archived);
}

#[tokio::test]
async fn a_round_that_misses_nothing_writes_nothing_but_its_number() {
    let school = School::new();
    import(&school, &(1..=3).map(course).collect::<Vec<_>>()).await.unwrap();
    let sweep = SweepSource::new(ports(&school), 3);
    let file = File::of(1..=3);
    let (report, commits) = school.commits(sweep.execute(&admin(), &file.whole())).await;
    let expected = SweepReport { round: Some(1), missing: 0, archived: 0 };
    assert_eq!((report.unwrap(), commits), (expected, 1));
}

#[tokio::test]
async fn a_course_that_others_change_just_now_is_decided_on_again() {
    let school = School::new();
    import(&school, &(1..=2).map(course).collect::<Vec<_>>()).await.unwrap();
    let gone = found(&school, 2).await.state().id;
    let now = jiff::Timestamp::UNIX_EPOCH;
    school.gate.rival(gone, move |course| course.archive(now).unwrap());
    let sweep = SweepSource::new(ports(&school), 1);
    let report = sweep.execute(&admin(), &File::of(1..=1).whole()).await.unwrap();
    assert_eq!((report.missing, report.archived), (1, 0), "a person was faster");
}
