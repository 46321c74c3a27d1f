//! Files that are brought in by jobs, whatever happens to those who work on them.

use std::collections::HashSet;
use std::sync::Arc;

use courses_domain::catalogue::{
    CourseTitle, ImportFormat, ImportJob, ImportJobState, ImportOutline, ImportProgress,
    ImportStatus,
};
use courses_port::catalogue::ImportStore as _;
use courses_port::{Clock as _, Conflict, Leases as _};
use courses_usecase::catalogue::{
    AskForImport, AskForImportInput, HeldImport, ImportPorts, ImportedCourse, LookAtImports,
    ReadFile, ReceiveError, Rejection, TidyImports, WholeSource, WorkError, WorkOnImports,
};
use courses_usecase::{Idempotency, Refusal, Reply, WriteError};
use futures::stream;
use jiff::SignedDuration;

use crate::import::{course, found};
use crate::support::{Death, School, admin, fresh, id, key, moderator, student, teacher};

pub(crate) fn ports(school: &School) -> ImportPorts {
    let store = Arc::new(school.store.clone());
    ImportPorts { base: school.ports.clone(), imports: store.clone(), leases: store }
}

type Key = Option<Idempotency<ImportJobState>>;

async fn ask(
    school: &School,
    pieces: &[&[u8]],
    idempotency: Key,
) -> Result<Reply<ImportJobState>, WriteError> {
    let ask = AskForImport::new(ports(school));
    let pieces = stream::iter(pieces.iter().map(|it| Ok::<_, ()>(it.to_vec())));
    let file = ask.receive(&admin(), pieces).await.unwrap();
    let (format, complete) = (ImportFormat::UiucCsv, false);
    let input = AskForImportInput { file, format, complete, owner: None, idempotency };
    ask.execute(&admin(), input).await
}

async fn asked(school: &School) -> ImportJobState {
    fresh(ask(school, &[b"a file"], None).await)
}

async fn job(school: &School, job: &ImportJobState) -> ImportJobState {
    LookAtImports::new(ports(school)).one(&admin(), job.id).await.unwrap()
}

/// Five courses, of which the last breaks a rule, and two rows that cannot be read.
struct File {
    courses: Vec<ImportedCourse>,
    rejections: Vec<Rejection>,
    keys: HashSet<String>,
}

impl File {
    fn new() -> Self {
        let mut courses: Vec<_> = (1..=5).map(course).collect();
        let at = |second| jiff::Timestamp::from_second(second).ok();
        courses[4].runs[1].details.starts_at = at(9);
        courses[4].runs[1].details.ends_at = at(8);
        let row = |line| Rejection { line, reason: "bad".to_owned() };
        Self { courses, rejections: vec![row(2), row(3)], keys: HashSet::new() }
    }

    fn read(&self) -> ReadFile<'_> {
        ReadFile {
            outline: ImportOutline {
                courses: 5,
                rows: 20,
                courses_rejected: 1,
                runs_rejected: 1,
                rows_nameless: 0,
            },
            courses: &self.courses,
            rejections: &self.rejections,
            rows_of_run: &|_| 1,
            whole: WholeSource { source: "uni", keys: &self.keys, rows_nameless: 0 },
        }
    }
}

/// Works until everything is done or something stands against it.
async fn work(work: &WorkOnImports, file: &File) -> Result<(), WorkError> {
    let Some(mut held) = work.begin().await? else { return Ok(()) };
    while let Some(next) = work.step(&held, &file.read(), |_| 2).await? {
        held = next;
    }
    work.finish(held, None).await
}

fn worker(school: &School, holder: u128) -> WorkOnImports {
    WorkOnImports::new(ports(school), 3, id(holder))
}

/// What every import of the file comes to.
async fn assert_done(school: &School, asked: &ImportJobState) {
    let done = job(school, asked).await;
    assert_eq!((done.status, done.failure.as_deref()), (ImportStatus::Succeeded, None));
    let ImportProgress { total, done, rejects, rows_seen, rows_rejected, courses, runs, .. } =
        done.progress;
    assert_eq!((total, done, rejects, rows_seen, rows_rejected), (Some(5), 5, 3, 20, 3));
    assert_eq!((courses.seen, courses.created, courses.rejected), (6, 5, 1));
    assert_eq!((runs.seen, runs.created, runs.rejected), (16, 14, 2));
    let look = LookAtImports::new(ports(school));
    let list = look.rejects(&admin(), asked.id, None, 50).await.unwrap();
    let lines: Vec<_> = list.items.iter().map(|it| (it.number, it.line)).collect();
    assert_eq!(lines, [(1, 2), (2, 3), (3, 52)]);
    assert_eq!(found(school, 5).await.state().owner, admin().actor.unwrap().account());
}

#[tokio::test]
async fn whoever_dies_at_any_commit_is_replaced_and_the_report_stays_exact() {
    let reference = School::new();
    let first = asked(&reference).await;
    let (done, commits) = reference.commits(work(&worker(&reference, 1), &File::new())).await;
    done.unwrap();
    assert_done(&reference, &first).await;
    let events = reference.events().await.len();
    assert!(commits >= 7, "begun, read, noted, three batches, over: {commits}");

    for at in 0..commits {
        for death in [Death::Before(at), Death::After(at)] {
            let school = School::new();
            let asked = asked(&school).await;
            school.gate.die(death);
            let died = work(&worker(&school, 1), &File::new()).await;
            school.gate.revive();
            let last = death == Death::After(commits - 1);
            assert!(matches!(died, Err(WorkError::Write(_))) || last, "{death:?}: {died:?}");
            work(&worker(&school, 2), &File::new()).await.unwrap();
            assert_done(&school, &asked).await;
            assert_eq!(school.events().await.len(), events, "{death:?}");
        }
    }
}

#[tokio::test]
async fn who_was_replaced_cannot_go_on() {
    let (school, file) = (School::new(), File::new());
    let asked = asked(&school).await;
    let (old, new) = (worker(&school, 1), worker(&school, 2));
    let mut held: HeldImport = old.begin().await.unwrap().unwrap();
    for _ in 0..3 {
        held = old.step(&held, &file.read(), |_| 2).await.unwrap().unwrap();
    }
    work(&new, &file).await.unwrap();
    let late = old.step(&held, &file.read(), |_| 2).await;
    assert!(matches!(late, Err(WorkError::Lost)), "{late:?}");
    assert!(matches!(old.finish(held, Some("late".to_owned())).await, Err(WorkError::Lost)));
    assert_done(&school, &asked).await;
}

#[tokio::test]
async fn one_replica_holds_the_lease_until_it_gives_it_back() {
    let school = School::new();
    let (one, other) = (worker(&school, 1), worker(&school, 2));
    assert!(one.hold().await.unwrap() && one.hold().await.unwrap());
    assert!(!other.hold().await.unwrap());
    one.release().await.unwrap();
    assert!(other.hold().await.unwrap());
    let now = school.clock.now();
    let until = now + SignedDuration::from_secs(1);
    let third = school.store.acquire(WorkOnImports::LEASE, id(3), now, until).await.unwrap();
    assert!(third.is_none());
}

#[tokio::test]
async fn a_course_that_others_change_just_now_goes_by_itself() {
    let (school, file) = (School::new(), File::new());
    let asked = asked(&school).await;
    let worker = worker(&school, 1);
    let mut held = worker.begin().await.unwrap().unwrap();
    for _ in 0..2 {
        held = worker.step(&held, &file.read(), |_| 2).await.unwrap().unwrap();
    }
    school.gate.refuse(Conflict::SlugTaken);
    held = worker.step(&held, &file.read(), |_| 2).await.unwrap().unwrap();
    assert_eq!(held.job().state().progress.done, 1);
    while let Some(next) = worker.step(&held, &file.read(), |_| 2).await.unwrap() {
        held = next;
    }
    worker.finish(held, None).await.unwrap();
    assert_done(&school, &asked).await;
}

#[tokio::test]
async fn a_course_that_is_never_free_is_set_aside() {
    let (school, mut file) = (School::new(), File::new());
    file.courses.truncate(1);
    file.rejections.clear();
    file.courses[0].title = CourseTitle::parse("Contested").unwrap();
    let asked = asked(&school).await;
    let worker = worker(&school, 1);
    let held = worker.begin().await.unwrap().unwrap();
    let mut read = file.read();
    read.outline = ImportOutline { courses: 1, rows: 3, ..ImportOutline::default() };
    let held = worker.step(&held, &read, |_| 2).await.unwrap().unwrap();
    for _ in 0..6 {
        school.gate.refuse(Conflict::SlugTaken);
    }
    let held = worker.step(&held, &read, |_| 2).await.unwrap().unwrap();
    assert!(worker.step(&held, &read, |_| 2).await.unwrap().is_none());
    worker.finish(held, None).await.unwrap();
    let done = job(&school, &asked).await.progress;
    assert_eq!((done.courses.rejected, done.runs.rejected, done.rejects), (1, 3, 4));
}

#[tokio::test]
async fn a_job_that_never_gets_on_fails() {
    let school = School::new();
    let asked = asked(&school).await;
    for _ in 0..ImportJob::MAX_STARTS {
        assert!(worker(&school, 1).begin().await.unwrap().is_some());
    }
    assert!(worker(&school, 1).begin().await.unwrap().is_none());
    let failed = job(&school, &asked).await;
    assert_eq!(failed.status, ImportStatus::Failed);
    assert!(failed.failure.is_some() && failed.finished_at.is_some());
}

#[tokio::test]
async fn the_oldest_job_comes_first_and_its_file_is_as_it_was_sent() {
    let school = School::new();
    let large = vec![7; AskForImport::PART - 1];
    let first = fresh(ask(&school, &[&large, b"", b"abc"], None).await);
    asked(&school).await;
    assert_eq!((first.bytes, first.parts), (AskForImport::PART as u64 + 2, 2));
    let worker = worker(&school, 1);
    assert!(worker.is_wanted().await.unwrap());
    let held = worker.begin().await.unwrap().unwrap();
    assert_eq!(held.job().state().id, first.id);
    let mut file = Vec::new();
    for number in 0.. {
        let Some(part) = worker.part(&held, number).await.unwrap() else { break };
        assert!(part.len() <= AskForImport::PART);
        file.extend(part);
    }
    assert_eq!(file, [large, b"abc".to_vec()].concat());
    worker.finish(held, None).await.unwrap();
    assert_eq!(school.store.find_part(first.id, 0).await.unwrap(), None, "it is forgotten");
}

#[tokio::test]
async fn only_admins_send_files_and_look_at_jobs() {
    let school = School::new();
    let asked = asked(&school).await;
    for request in [student(), teacher(), moderator()] {
        let pieces = stream::iter([Ok::<_, ()>(b"a file")]);
        let refused = AskForImport::new(ports(&school)).receive(&request, pieces).await;
        assert!(matches!(refused, Err(ReceiveError::Refused(Refusal::Forbidden))));
        let look = LookAtImports::new(ports(&school));
        assert!(look.one(&request, asked.id).await.is_err());
        assert!(look.all(&request, None, 10).await.is_err());
        assert!(look.rejects(&request, asked.id, None, 10).await.is_err());
    }
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing_behind() {
    let school = School::new();
    let pieces = stream::iter([Ok(vec![1; AskForImport::PART]), Err("gone")]);
    let broken = AskForImport::new(ports(&school)).receive(&admin(), pieces).await;
    assert!(matches!(broken, Err(ReceiveError::Broken("gone"))));
    school.clock.advance(SignedDuration::from_hours(9));
    let later = school.clock.now();
    assert_eq!(school.store.purge_files(later, 10).await.unwrap(), 0, "nothing is there");
}

#[tokio::test]
async fn the_same_request_again_is_the_same_job() {
    let school = School::new();
    let first = fresh(ask(&school, &[b"a file"], Some(key("import-1", 1))).await);
    let again = ask(&school, &[b"a file"], Some(key("import-1", 1))).await;
    assert!(matches!(again, Ok(Reply::Replayed(_))), "{again:?}");
    let other = ask(&school, &[b"another"], Some(key("import-1", 2))).await;
    assert!(matches!(other, Err(WriteError::KeyReused)));
    let look = LookAtImports::new(ports(&school));
    let jobs = look.all(&admin(), None, 10).await.unwrap().items;
    assert_eq!(jobs.iter().map(|it| it.id).collect::<Vec<_>>(), [first.id]);
}

#[tokio::test]
async fn so_many_jobs_may_wait_and_no_more() {
    let school = School::new();
    for _ in 0..ImportJob::MAX_LIVE {
        asked(&school).await;
    }
    let refused = ask(&school, &[b"a file"], None).await;
    assert!(matches!(refused, Err(WriteError::TooManyImports)));
}

#[tokio::test]
async fn old_jobs_and_files_that_nobody_names_are_forgotten() {
    let school = School::new();
    let (live, over) = (asked(&school).await, asked(&school).await);
    let pieces = stream::iter([Ok::<_, ()>(b"nobody asks for it")]);
    let file = AskForImport::new(ports(&school)).receive(&admin(), pieces).await.unwrap();
    let look = school.store.find_import(over.id).await.unwrap().unwrap();
    let ended = look.over(None, school.clock.now());
    let write = courses_testkit::build::import_write(ended.state().clone(), Vec::new());
    let set = courses_port::ChangeSet::new(school.clock.now()).with(write);
    school.ports.commit.commit(set).await.unwrap();

    let tidy = TidyImports::new(ports(&school), SignedDuration::from_hours(24));
    assert_eq!(tidy.execute().await.unwrap(), 0);
    school.clock.advance(SignedDuration::from_hours(25));
    assert_eq!(tidy.execute().await.unwrap(), 3, "two files and a job");
    assert_eq!(school.store.find_part(file.id, 0).await.unwrap(), None);
    assert!(school.store.find_import(over.id).await.unwrap().is_none());
    assert!(school.store.find_part(live.id, 0).await.unwrap().is_some());
}
