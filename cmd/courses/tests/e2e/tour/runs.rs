//! Runs of a course.

use courses_sdk::prelude::*;
use courses_sdk::{RunPatch, types};
use futures::TryStreamExt as _;
use serde_json::{Value, json};

use crate::support::{Account, Program, TestStore, body, problem, published};

on_each_store!(
    a_run_is_planned_changed_opened_and_closed,
    what_is_cancelled_or_completed_stays_so_and_says_why,
    a_calendar_program_sees_every_meeting_on_its_clock,
    availability_follows_from_dates_seats_and_status,
    courses_are_found_by_what_their_runs_offer,
);

async fn a_run_is_planned_changed_opened_and_closed(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let course = published(&client, json!({ "title": "Rivers" })).await;
    let run = json!({
        "key": "2090-autumn", "title": "Autumn evenings", "time_zone": "Europe/Berlin",
        "starts_at": "2090-10-05T18:30:00+02:00", "ends_at": "2090-12-18T18:00:00Z",
        "mode": "hybrid", "location": "Main building", "capacity": 24,
        "meetings": [{
            "weekdays": ["monday", "thursday"], "start_time": "18:30", "end_time": "20:00",
            "room": "B 12"
        }],
        "price": { "amount": 14900, "currency": "EUR" }
    });
    let create: types::RunCreate = body(run.clone());
    let planned = client.create_run().course_id(course.id.clone()).body(create.clone());
    let planned = planned.send().await.unwrap();
    assert_eq!(planned.location(), Some(format!("/v1/runs/{}", *planned.id).as_str()));
    let planned = planned.into_inner();
    let told = serde_json::to_value(&planned).unwrap();
    for member in ["key", "title", "time_zone", "mode", "location", "capacity", "meetings", "price"]
    {
        assert_eq!(told[member], run[member], "{member}");
    }
    assert_eq!(planned.starts_at.unwrap().to_rfc3339(), "2090-10-05T16:30:00+00:00");
    let call = client.create_run().course_id(course.id.clone()).body(create);
    let refused = problem(call.send().await);
    assert_eq!((refused.code(), refused.errors[0].pointer.as_str()), ("conflict", "/key"));

    let patch = RunPatch::new().capacity(30).clear_price().clear_title();
    let call = client.patch_run().run_id(planned.id.clone()).if_match(&planned.version);
    let changed = call.body(patch).send().await.unwrap().into_inner();
    assert_eq!((changed.capacity.as_deref(), &changed.price), (Some(&30), &None));
    assert_eq!(changed.location.as_deref(), Some("Main building"));

    let open = client.open_run().run_id(planned.id.clone()).send().await.unwrap();
    assert_eq!(open.status, types::RunStatus::Open);
    let twice = problem(client.open_run().run_id(planned.id.clone()).send().await);
    assert_eq!(twice.code(), "illegal-transition");
    assert_eq!(twice.extensions["allowed"], json!(["close", "cancel", "complete"]));
    let closed = client.close_run().run_id(planned.id.clone()).send().await.unwrap();
    assert_eq!(closed.status, types::RunStatus::Closed);

    let reader = program.anonymous();
    let read = reader.get_run().run_id(planned.id.clone()).send().await.unwrap();
    assert_eq!(read.into_inner(), closed.into_inner());
    let list = reader.list_runs().course_id(course.id.clone());
    let runs: Vec<types::Run> = list.items().try_collect().await.unwrap();
    assert_eq!(runs.len(), 1);

    for stranger in [Account::teacher(), Account::student()] {
        let stranger = program.client(&stranger);
        let call = stranger.open_run().run_id(planned.id.clone());
        assert_eq!(problem(call.send().await).code(), "forbidden");
    }
}

async fn what_is_cancelled_or_completed_stays_so_and_says_why(store: TestStore) {
    use types::EnrolmentObstacle::{NoSeats, RunCancelled, RunCompleted};

    let program = Program::start(&store).await;
    let (client, reader) = (program.client(&Account::teacher()), program.anonymous());
    let course = published(&client, json!({ "title": "Rivers" })).await;
    let mut runs = Vec::new();
    for key in ["off", "done"] {
        let run: types::RunCreate = body(json!({ "key": key, "capacity": 0 }));
        let run = client.create_run().course_id(course.id.clone()).body(run).send().await.unwrap();
        runs.push(run.into_inner().id);
    }
    let early = problem(client.complete_run().run_id(runs[1].clone()).send().await);
    assert_eq!(
        (early.code(), &early.extensions["from"]),
        ("illegal-transition", &json!("planned"))
    );
    assert_eq!(early.extensions["requested"], json!("complete"));
    assert_eq!(early.extensions["allowed"], json!(["open", "cancel"]));

    client.open_run().run_id(runs[1].clone()).send().await.unwrap();
    let off = client.cancel_run().run_id(runs[0].clone()).send().await.unwrap().into_inner();
    let done = client.complete_run().run_id(runs[1].clone()).send().await.unwrap().into_inner();
    assert_eq!(off.availability, types::Availability::Cancelled);
    assert_eq!(done.availability, types::Availability::Ended);
    for run in runs.clone() {
        for refused in [
            problem(client.open_run().run_id(run.clone()).send().await),
            problem(client.close_run().run_id(run.clone()).send().await),
            problem(client.cancel_run().run_id(run.clone()).send().await),
            problem(client.complete_run().run_id(run.clone()).send().await),
        ] {
            assert_eq!(refused.code(), "illegal-transition");
            assert_eq!(refused.extensions["allowed"], json!([]));
        }
    }
    for (run, reason) in [(&runs[0], RunCancelled), (&runs[1], RunCompleted)] {
        let told = reader.get_run_availability().run_id(run.clone()).send().await.unwrap();
        assert_eq!((told.can_enrol, &told.reasons), (false, &vec![reason, NoSeats]));
    }
}

async fn a_calendar_program_sees_every_meeting_on_its_clock(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let course = published(&client, json!({ "title": "Rivers, and lakes" })).await;
    // The clock of New York changes on the eighth of March.
    let run: types::RunCreate = body(json!({
        "key": "spring", "time_zone": "America/New_York", "location": "Room 5",
        "starts_at": "2026-03-01T00:00:00Z", "ends_at": "2026-03-10T00:00:00Z",
        "meetings": [{ "weekdays": ["monday"], "start_time": "09:00", "end_time": "10:00" }],
    }));
    let run = client.create_run().course_id(course.id).body(run).send().await.unwrap();
    let path = format!("/v1/runs/{}/calendar.ics", *run.id);
    let answer = program.http().get(&path).send().await.expect(200);
    assert_eq!(answer.header("content-type"), "text/calendar");
    let starts: Vec<&str> =
        answer.text.lines().filter_map(|line| line.strip_prefix("DTSTART:")).collect();
    assert_eq!(starts, ["20260302T140000Z", "20260309T130000Z"]);
    assert!(answer.text.contains("SUMMARY:Rivers\\, and lakes\r\n"), "{}", answer.text);

    let feed = program.anonymous().get_run_calendar().run_id(run.id.clone()).send().await.unwrap();
    let pieces: Vec<_> = feed.into_inner_stream().try_collect().await.unwrap();
    assert_eq!(pieces.concat(), answer.text.as_bytes());

    client.cancel_run().run_id(run.id.clone()).send().await.unwrap();
    let answer = program.http().get(&path).send().await.expect(200);
    assert_eq!(answer.text.matches("STATUS:CANCELLED").count(), 2, "{}", answer.text);
}

async fn availability_follows_from_dates_seats_and_status(store: TestStore) {
    let program = Program::start(&store).await;
    let (client, reader) = (program.client(&Account::teacher()), program.anonymous());
    let course = published(&client, json!({ "title": "Rivers" })).await;
    let (past, future) = ("2001-01-01T00:00:00Z", "2090-01-01T00:00:00Z");
    let cases: [(&str, Value, bool, types::Availability); 8] = [
        ("undated", json!({}), false, types::Availability::ToBeScheduled),
        ("planned", json!({ "starts_at": future }), false, types::Availability::NotYetOpen),
        ("free", json!({}), true, types::Availability::Open),
        ("early", json!({ "enrolment_opens_at": future }), true, types::Availability::NotYetOpen),
        ("late", json!({ "enrolment_closes_at": past }), true, types::Availability::Closed),
        ("none", json!({ "capacity": 0 }), true, types::Availability::Closed),
        (
            "begun",
            json!({ "starts_at": past, "enrolment_closes_at": past }),
            true,
            types::Availability::Running,
        ),
        (
            "over",
            json!({ "starts_at": past, "ends_at": past.replace("01-01T", "02-01T") }),
            true,
            types::Availability::Ended,
        ),
    ];
    for (key, mut run, open, expected) in cases {
        run["key"] = json!(key);
        let run: types::RunCreate = body(run);
        let run = client.create_run().course_id(course.id.clone()).body(run).send().await.unwrap();
        let run =
            if open { client.open_run().run_id(run.id.clone()).send().await.unwrap() } else { run };
        assert_eq!(run.availability, expected, "{key}");
        let read = reader.get_run().run_id(run.id.clone()).send().await.unwrap();
        assert_eq!(read.availability, expected, "{key}");
        let why = reader.get_run_availability().run_id(run.id.clone()).send().await.unwrap();
        assert_eq!((why.availability, why.can_enrol), (expected, why.reasons.is_empty()), "{key}");
        assert_eq!(
            why.can_enrol,
            expected == types::Availability::Open,
            "{key}: {:?}",
            why.reasons
        );
    }
}

async fn courses_are_found_by_what_their_runs_offer(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    for (title, price, open) in
        [("Dear", 90_000, true), ("Cheap", 1_000, true), ("Shut", 1_000, false)]
    {
        let course = published(&client, json!({ "title": title })).await;
        let run = json!({ "key": "r", "price": { "amount": price, "currency": "EUR" } });
        let run: types::RunCreate = body(run);
        let run = client.create_run().course_id(course.id).body(run).send().await.unwrap();
        if open {
            client.open_run().run_id(run.id.clone()).send().await.unwrap();
        }
    }
    published(&client, json!({ "title": "Without" })).await;

    let reader = program.anonymous();
    let titles = async |list: courses_sdk::builder::ListCourses<'_>| {
        let page = list.sort(types::CourseSort::Title).send().await.unwrap();
        crate::support::titles(&page.items).join(" ")
    };
    let list = || reader.list_courses();
    assert_eq!(titles(list()).await, "Cheap Dear Shut Without");
    assert_eq!(titles(list().availability(types::Availability::Open)).await, "Cheap Dear");
    assert_eq!(titles(list().price_max(5_000)).await, "Cheap Shut");
    assert_eq!(titles(list().price_min(5_000)).await, "Dear");
    let both = list().availability(types::Availability::Open).price_max(5_000);
    assert_eq!(titles(both).await, "Cheap");
}
