//! Files that are sent over HTTP and brought in by jobs.

use std::fmt::Write as _;
use std::time::Duration;

use courses_sdk::prelude::*;
use courses_sdk::{CourseDraftPatch, types};
use futures::TryStreamExt as _;

use crate::importing::{SMALL, catalogue, import, real};
use crate::support::{
    Account, Cli, Program, TestStore, assert_gapless, eventually, logged_events, problem,
};

on_each_store!(
    a_file_that_is_sent_is_brought_in_and_reported,
    a_file_that_cannot_be_used_fails_and_writes_nothing,
    a_course_tells_who_said_its_fields,
    what_whole_files_do_not_name_is_archived_until_one_does,
    a_round_that_is_killed_again_and_again_counts_once,
    files_killed_at_ten_points_end_in_the_same_state_with_an_exact_report,
);

async fn send(client: &courses_sdk::Client, file: Vec<u8>, key: &str) -> types::Job {
    let call = client.create_import().format(types::ImportFormat::UiucCsv);
    call.idempotency_key(key).body(file).send().await.unwrap().into_inner()
}

/// The job once it is over.
async fn over(client: &courses_sdk::Client, id: &types::JobId) -> types::Job {
    eventually("the end of a job", async || {
        let job = client.get_job().job_id(id.clone()).send().await.unwrap().into_inner();
        job.finished_at.is_some().then_some(job)
    })
    .await
}

fn assert_adds_up(counts: &types::JobCounts) {
    let sum = *counts.created + *counts.updated + *counts.unchanged + *counts.rejected;
    assert_eq!(*counts.seen, sum, "{counts:?}");
}

async fn a_file_that_is_sent_is_brought_in_and_reported(store: TestStore) {
    let mut program = Program::start(&store).await;
    let client = program.client(&Account::admin());
    let file = std::fs::read(SMALL).unwrap();
    let queued = send(&client, file.clone(), "the-same-file").await;
    assert_eq!(*queued.bytes, i64::try_from(file.len()).unwrap());
    let done = over(&client, &queued.id).await;
    assert_eq!(done.status, types::JobStatus::Succeeded);
    assert_eq!((*done.courses.created, *done.runs.created, *done.rejects), (3, 4, 4));
    assert_adds_up(&done.courses);
    assert_adds_up(&done.runs);
    let rejects = client.list_job_rejects().job_id(queued.id.clone()).limit(3).items();
    let rejects: Vec<types::JobReject> = rejects.try_collect().await.unwrap();
    let lines: Vec<i64> = rejects.iter().map(|it| *it.line).collect();
    assert_eq!(lines, [8, 9, 11, 12]);

    let again = send(&client, file.clone(), "the-same-file").await;
    assert_eq!(again.id, queued.id, "one request, one job");
    let second = send(&client, file, "another-request").await;
    let second = over(&client, &second.id).await;
    assert_eq!((*second.courses.unchanged, *second.runs.unchanged), (3, 4));
    let jobs: Vec<types::Job> = client.list_jobs().items().try_collect().await.unwrap();
    assert_eq!(jobs.len(), 2);

    let stranger = program.client(&Account::teacher());
    let refused = stranger.get_job().job_id(queued.id).send().await;
    assert_eq!(problem(refused).code(), "forbidden");
    program.stop().await;
    assert_gapless(&logged_events(&store).await);
}

async fn a_file_that_cannot_be_used_fails_and_writes_nothing(store: TestStore) {
    let mut program = Program::start(&store).await;
    let client = program.client(&Account::admin());
    for (number, file) in ["", "id,name\n1,x\n"].into_iter().enumerate() {
        let queued = send(&client, file.into(), &format!("bad-file-{number}")).await;
        let failed = over(&client, &queued.id).await;
        assert_eq!(failed.status, types::JobStatus::Failed);
        assert!(failed.failure.is_some_and(|it| it.len() > 10));
    }
    program.stop().await;
    assert!(logged_events(&store).await.is_empty());
}

/// A schedule of these courses, one row each.
fn schedule(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let small = std::fs::read_to_string(SMALL).unwrap();
    let mut file = format!("{}\n", small.lines().next().unwrap());
    for number in numbers {
        let cells = format!("2030,Fall,2030-fa,CS,{number},Course {number},,3 hours.,,,,{number}");
        writeln!(file, "{cells},A,A,1,,,A,Open,Online,ONL,ARRANGED,,,,,").unwrap();
    }
    file.into_bytes()
}

async fn a_course_tells_who_said_its_fields(store: TestStore) {
    let mut program = Program::start(&store).await;
    let client = program.client(&Account::admin());
    let job = send(&client, schedule(1..=1), "one-course-only").await;
    over(&client, &job.id).await;
    let call = client.get_course_by_key().source("uiuc").key("CS 1");
    let course = call.send().await.unwrap().into_inner();
    let read = async || {
        let call = client.get_course_provenance().course_id(course.id.clone());
        call.send().await.unwrap().into_inner().items
    };
    let before = read().await;
    assert!(before.iter().any(|it| it.field == "/credits"), "{before:?}");
    assert!(before.iter().all(|it| it.key.as_deref() == Some("CS 1") && it.account_id.is_none()));
    let again = send(&client, schedule(1..=1), "the-same-again").await;
    over(&client, &again.id).await;
    assert_eq!(format!("{:?}", read().await), format!("{before:?}"));

    let draft = client.get_draft().course_id(course.id.clone()).send().await.unwrap();
    let call = client.patch_draft().course_id(course.id.clone()).if_match(&draft.version);
    let title: types::Title = "By hand".parse().unwrap();
    call.body(CourseDraftPatch::new().title(title)).send().await.unwrap();
    let after = read().await;
    let title = after.iter().find(|it| it.field == "/title").unwrap();
    assert!(title.source.is_none() && title.account_id.is_some(), "{title:?}");
    assert_eq!(after.len(), before.len());
    let stranger = program.client(&Account::teacher());
    let call = stranger.get_course_provenance().course_id(course.id.clone());
    assert_eq!(problem(call.send().await).code(), "not-found");
    program.stop().await;
}

/// One round of the source; answers what it found.
async fn round(client: &courses_sdk::Client, file: Vec<u8>, key: &str) -> types::JobGone {
    let call = client.create_import().format(types::ImportFormat::UiucCsv).complete(true);
    let job = call.idempotency_key(key).body(file).send().await.unwrap().into_inner();
    let done = over(client, &job.id).await;
    assert_eq!((done.status, done.complete), (types::JobStatus::Succeeded, true));
    done.gone
}

fn found(gone: &types::JobGone) -> (Option<i64>, [i64; 3]) {
    let round = gone.round.as_ref().map(|it| **it);
    (round, [*gone.missing, *gone.archived, *gone.restored])
}

async fn lifecycle(client: &courses_sdk::Client, number: u32) -> types::Lifecycle {
    let call = client.get_course_by_key().source("uiuc").key(format!("CS {number}"));
    call.send().await.unwrap().into_inner().lifecycle
}

async fn what_whole_files_do_not_name_is_archived_until_one_does(store: TestStore) {
    let mut program = Program::start_with(&store, &[("imports.vanish_after", "2")]).await;
    let client = program.client(&Account::admin());
    let first = round(&client, schedule(1..=4), "round-number-1").await;
    assert_eq!(found(&first), (Some(1), [0, 0, 0]));
    let second = round(&client, schedule(1..=2), "round-number-2").await;
    assert_eq!(found(&second), (Some(2), [2, 0, 0]));
    assert_eq!(lifecycle(&client, 4).await, types::Lifecycle::Published);
    // A part of the source says nothing about the rest.
    let part = send(&client, schedule(1..=1), "only-a-part-1").await;
    let part = over(&client, &part.id).await;
    assert_eq!((part.complete, found(&part.gone)), (false, (None, [0, 0, 0])));
    let third = round(&client, schedule(1..=3), "round-number-3").await;
    assert_eq!(found(&third), (Some(3), [1, 1, 0]));
    assert_eq!(lifecycle(&client, 3).await, types::Lifecycle::Published);
    assert_eq!(lifecycle(&client, 4).await, types::Lifecycle::Archived);
    let listed = client.list_courses().items().try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(listed.len(), 3);

    let fourth = round(&client, schedule(1..=4), "round-number-4").await;
    assert_eq!(found(&fourth), (Some(4), [0, 0, 1]));
    assert_eq!(lifecycle(&client, 4).await, types::Lifecycle::Published);
    program.stop().await;
    assert_gapless(&logged_events(&store).await);

    let file = store.folder().join("whole.csv");
    std::fs::write(&file, schedule(1..=3)).unwrap();
    let arguments =
        ["import", "uiuc-csv", file.to_str().unwrap(), "--complete", "--output", "json"];
    let report = Cli::new(&store, arguments).run().await.good().json();
    let gone = &report["gone"];
    assert_eq!((&gone["round"], &gone["missing"]), (&5.into(), &1.into()), "{report:#}");
    let doubtful = String::from_utf8(schedule(1..=3)).unwrap().replace("CS,2,", "CS,,");
    std::fs::write(&file, doubtful).unwrap();
    let arguments = ["import", "uiuc-csv", file.to_str().unwrap(), "--complete"];
    let told = Cli::new(&store, arguments).run().await.good();
    assert!(told.stdout.contains("no round of its source"), "{told:#?}");
}

async fn a_round_that_is_killed_again_and_again_counts_once(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::admin());
    let all = round(&client, schedule(1..=1_500), "all-the-courses").await;
    assert_eq!(found(&all), (Some(1), [0, 0, 0]));
    let pauses = vec![0, 40, 15, 90, 60].into_iter();
    let mut survivor = Survivor { store: &store, program, pauses, kills: 0 };
    for at in 2..=4_i64 {
        let client = survivor.program.client(&Account::admin());
        let call = client.create_import().format(types::ImportFormat::UiucCsv).complete(true);
        let key = format!("round-number-{at}");
        let call = call.idempotency_key(key).body(schedule(1..=600));
        let job = call.send().await.unwrap().into_inner();
        for _ in 0..2 {
            survivor.kill(&job.id).await;
        }
        let client = survivor.program.client(&Account::admin());
        let done = over(&client, &job.id).await;
        let archived = if at == 4 { 900 } else { 0 };
        assert_eq!(found(&done.gone), (Some(at), [900, archived, 0]));
    }
    let client = survivor.program.client(&Account::admin());
    assert_eq!(lifecycle(&client, 600).await, types::Lifecycle::Published);
    assert_eq!(lifecycle(&client, 601).await, types::Lifecycle::Archived);
    survivor.program.stop().await;
    assert_gapless(&logged_events(&store).await);
}

/// Two programs in turn, until the job has moved on so often and been killed each time.
struct Survivor<'a> {
    store: &'a TestStore,
    program: Program,
    pauses: std::vec::IntoIter<u64>,
    kills: u32,
}

impl Survivor<'_> {
    async fn job(&self, id: &types::JobId) -> types::Job {
        let client = self.program.client(&Account::admin());
        client.get_job().job_id(id.clone()).send().await.unwrap().into_inner()
    }

    /// Waits until somebody works on the job again, and kills him a moment later.
    async fn kill(&mut self, id: &types::JobId) {
        let seen = self.job(id).await.version;
        eventually("somebody who goes on", async || {
            let job = self.job(id).await;
            (*job.version > *seen || job.finished_at.is_some()).then_some(())
        })
        .await;
        let pause = self.pauses.next().unwrap_or_default();
        tokio::time::sleep(Duration::from_millis(pause)).await;
        self.kills += u32::from(self.job(id).await.finished_at.is_none());
        // The other one stands by already, as another replica would.
        let next = Program::start(self.store).await;
        std::mem::replace(&mut self.program, next).crash().await;
    }
}

async fn files_killed_at_ten_points_end_in_the_same_state_with_an_exact_report(store: TestStore) {
    let (Some(old), Some(new)) = (real("uiuc-2025-summer.csv"), real("uiuc-2026-summer.csv"))
    else {
        courses_testkit::server::skip_optional("no real schedules beside the project");
        return;
    };
    let seed = rand::random::<u64>();
    let pauses: Vec<u64> = (0..10).map(|at| seed.rotate_left(6 * at) % 350).collect();
    println!("pauses: {pauses:?}");
    let program = Program::start(&store).await;
    let pauses = pauses.into_iter();
    let mut survivor = Survivor { store: &store, program, pauses, kills: 0 };
    let mut reports = Vec::new();
    for (path, key) in [(&old, "schedule-2025"), (&new, "schedule-2026")] {
        let client = survivor.program.client(&Account::admin());
        let id = send(&client, std::fs::read(path).unwrap(), key).await.id;
        for _ in 0..5 {
            survivor.kill(&id).await;
        }
        let client = survivor.program.client(&Account::admin());
        reports.push(over(&client, &id).await);
    }
    let kills = survivor.kills;
    survivor.program.stop().await;

    let whole = TestStore::sqlite();
    for (path, report) in [&old, &new].into_iter().zip(&reports) {
        let expected = import(&whole, path).await;
        assert_eq!(report.status, types::JobStatus::Succeeded, "{report:?}");
        let number = |what: &str, name: &str| expected[what][name].as_i64().unwrap();
        for (what, counts) in [("courses", &report.courses), ("runs", &report.runs)] {
            assert_adds_up(counts);
            let types::JobCounts { seen, created, updated, unchanged, rejected } = counts;
            let found = [seen, created, updated, unchanged, rejected].map(|it| **it);
            let names = ["seen", "created", "updated", "unchanged", "rejected"];
            assert_eq!(found, names.map(|name| number(what, name)), "{what} after {kills} kills");
        }
        assert_eq!(*report.rows.seen, number("rows", "seen"));
        assert_eq!((*report.rows.rejected, *report.rejects), (number("rows", "rejected"), 0));
    }
    assert!(kills > 5, "only {kills} of ten were killed before they were done");
    assert_eq!(catalogue(&store).await, catalogue(&whole).await);
    let events = logged_events(&store).await;
    assert_gapless(&events);
    assert_eq!(events.len(), logged_events(&whole).await.len(), "nothing was written twice");
}
