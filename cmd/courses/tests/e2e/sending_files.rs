//! Files that are sent over HTTP and brought in by jobs.

use std::time::Duration;

use courses_sdk::prelude::*;
use courses_sdk::types;
use futures::TryStreamExt as _;

use crate::importing::{SMALL, catalogue, import, real};
use crate::support::{
    Account, Program, TestStore, assert_gapless, eventually, logged_events, problem,
};

on_each_store!(
    a_file_that_is_sent_is_brought_in_and_reported,
    a_file_that_cannot_be_used_fails_and_writes_nothing,
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
