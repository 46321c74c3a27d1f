//! Subjects and instructors that turn out to be one, while people go on editing.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use courses_sdk::prelude::*;
use courses_sdk::{Client, CourseDraftPatch, RetryPolicy, types};
use futures::TryStreamExt as _;
use futures::future::join_all;
use serde_json::json;
use tokio::sync::watch;

use crate::support::{
    Account, Cli, Program, TestStore, assert_gapless, body, logged_events, plain, problem,
    published,
};

on_each_store!(
    what_was_merged_leads_to_what_remains,
    only_the_staff_merges_and_only_two_that_are_there,
    a_merge_of_a_thousand_courses_under_edits_and_a_crash_loses_nothing,
);

async fn subject(client: &Client, code: &str, title: &str) -> types::Subject {
    let subject = types::SubjectCreate::builder().code(code).title(title);
    client.create_subject().body(subject).send().await.unwrap().into_inner()
}

async fn instructor(client: &Client, name: &str) -> types::Instructor {
    let instructor: types::InstructorCreate = body(json!({ "name": name }));
    client.create_instructor().body(instructor).send().await.unwrap().into_inner()
}

async fn of_subject(client: &Client, code: &str) -> Vec<types::CourseSummary> {
    client.list_courses().subject(code).limit(200).items().try_collect().await.unwrap()
}

async fn what_was_merged_leads_to_what_remains(store: TestStore) {
    let program = Program::start(&store).await;
    let admin = program.client(&Account::admin());
    let (old, new) = (subject(&admin, "old", "Sums").await, subject(&admin, "new", "Maths").await);
    let (nick, name) = (instructor(&admin, "A. L.").await, instructor(&admin, "Ada").await);
    let course = json!({
        "title": "Numbers", "subject_id": old.id, "instructor_ids": [nick.id, name.id]
    });
    let course = published(&admin, course).await;

    let into = types::SubjectMerge { into: new.id.clone() };
    let call = admin.merge_subject().subject_id(old.id.clone()).idempotency_key("merge-subjects");
    let merged = call.clone().body(into.clone()).send().await.unwrap();
    assert_eq!(merged.references, types::MergeProgress::Moved);
    let again = call.body(into).send().await.unwrap();
    assert!(again.is_replayed());
    assert_eq!(again.into_inner(), merged.into_inner());
    let into = types::InstructorMerge { into: name.id.clone() };
    let call = admin.merge_instructor().instructor_id(nick.id.clone()).body(into);
    assert_eq!(call.send().await.unwrap().references, types::MergeProgress::Moved);

    let reader = program.anonymous();
    let seen = reader.get_course().course_id(course.id.clone()).send().await.unwrap();
    assert_eq!(seen.subject_id.as_ref(), Some(&new.id));
    assert_eq!(seen.instructor_ids, std::slice::from_ref(&name.id));
    let moved = program.http().get(&format!("/v1/subjects/{}", *old.id)).send().await.expect(301);
    assert_eq!(moved.header("location"), format!("/v1/subjects/{}", *new.id));
    let moved = program.http().get(&format!("/v1/instructors/{}", *nick.id)).send().await;
    let moved = moved.expect(301);
    assert_eq!(moved.header("location"), format!("/v1/instructors/{}", *name.id));
    for code in ["old", "new"] {
        assert_eq!(of_subject(&reader, code).await.len(), 1, "{code}");
    }
    for id in [&nick.id, &name.id] {
        let list = reader.list_courses().instructor_id(id.clone()).send().await.unwrap();
        assert_eq!(list.items.len(), 1);
    }
    for (words, hits) in [("maths", 1), ("ada", 1), ("sums", 0)] {
        let list = reader.list_courses().q(words).send().await.unwrap();
        assert_eq!(list.items.len(), hits, "{words}");
    }
    let subjects: Vec<types::Subject> = reader.list_subjects().items().try_collect().await.unwrap();
    assert_eq!(subjects, [new]);
}

async fn only_the_staff_merges_and_only_two_that_are_there(store: TestStore) {
    let program = Program::start(&store).await;
    let staff = program.client(&Account::moderator());
    let (one, two) = (subject(&staff, "one", "One").await, subject(&staff, "two", "Two").await);
    let merge = async |client: &Client, from: &types::SubjectId, into: &types::SubjectId| {
        let body = types::SubjectMerge { into: into.clone() };
        client.merge_subject().subject_id(from.clone()).body(body).send().await
    };
    let teacher = program.client(&Account::teacher());
    assert_eq!(problem(merge(&teacher, &one.id, &two.id).await).code(), "forbidden");
    let itself = problem(merge(&staff, &one.id, &one.id).await);
    assert_eq!((itself.code(), itself.errors[0].pointer.as_str()), ("validation-failed", "/into"));
    merge(&staff, &one.id, &two.id).await.unwrap();
    let back = problem(merge(&staff, &two.id, &one.id).await);
    assert_eq!((back.code(), back.errors[0].code.as_str()), ("conflict", "merged"));
    let title: types::Title = "Another".parse().unwrap();
    let call = staff.patch_subject().subject_id(one.id.clone()).if_match("*");
    let renamed = call.body(courses_sdk::SubjectPatch::new().title(title)).send().await;
    assert_eq!(problem(renamed).code(), "conflict");
}

const COURSES: usize = 1_000;
const EDITORS: usize = 4;

const HEADER: &str = concat!(
    "Year,Term,YearTerm,Subject,Number,Name,Description,Credit Hours,Section Info,",
    "Degree Attributes,Schedule Information,CRN,Section,Status Code,Part of Term,Section Title,",
    "Section Credit Hours,Section Status,Enrollment Status,Type,Type Code,Start Time,End Time,",
    "Days of Week,Room,Building,Instructors\n",
);

/// As many courses of one subject.
async fn fill(store: &TestStore) {
    let mut csv = HEADER.to_owned();
    for number in 0..COURSES {
        writeln!(
            csv,
            "2030,Fall,2030-fa,OLD,{number},Course {number},,3 hours.,,,,{number},A,A,1,,,A,Open,\
             Lecture,LEC,ARRANGED,,,,,"
        )
        .unwrap();
    }
    let file = store.folder().join("thousand.csv");
    std::fs::write(&file, csv).unwrap();
    let arguments = ["import", "uiuc-csv", file.to_str().unwrap(), "--output", "json"];
    let report = Cli::new(store, arguments).run().await.good().json();
    assert_eq!(report["courses"]["created"], COURSES, "{report:#}");
}

/// Somebody who edits drafts, wherever the program is right now.
struct Editor {
    http: reqwest::Client,
    address: watch::Receiver<String>,
    courses: Vec<types::CourseId>,
    enough: Arc<AtomicBool>,
}

/// What the last edit of a course was, and whether one more was sent and never answered.
struct Edited {
    course: types::CourseId,
    summary: String,
    in_doubt: Option<String>,
}

impl Editor {
    fn client(&self) -> Client {
        let builder = Client::builder(self.address.borrow().clone()).http_client(self.http.clone());
        let builder = builder.token(Account::admin().token()).retry(RetryPolicy::never());
        builder.timeout(Duration::from_secs(20)).build().unwrap()
    }

    /// Writes summaries round and round, each based on what was read, until there was enough.
    async fn run(self) -> Vec<Edited> {
        let mut edited: Vec<Edited> = Vec::new();
        for number in 0.. {
            if self.enough.load(Ordering::Relaxed) {
                break;
            }
            let course = self.courses[number % self.courses.len()].clone();
            let client = self.client();
            let Ok(draft) = client.get_draft().course_id(course.clone()).send().await else {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let summary = format!("edit {number}");
            let patch = CourseDraftPatch::new().summary(summary.parse::<types::Summary>().unwrap());
            let call = client.patch_draft().course_id(course.clone()).if_match(&draft.version);
            let answer = call.body(patch).send().await.map_err(courses_sdk::Error::from);
            let place = edited.iter().position(|it| it.course == course);
            match (answer, place) {
                (Ok(_), Some(place)) => {
                    edited[place] = Edited { course, summary, in_doubt: None };
                }
                (Ok(_), None) => edited.push(Edited { course, summary, in_doubt: None }),
                // The merge or the crash came first; what stands is what was answered before.
                (Err(courses_sdk::Error::Problem(_)), _) | (Err(_), None) => {}
                (Err(_), Some(place)) => edited[place].in_doubt = Some(summary),
            }
        }
        edited
    }
}

async fn a_merge_of_a_thousand_courses_under_edits_and_a_crash_loses_nothing(store: TestStore) {
    fill(&store).await;
    let program = Program::start(&store).await;
    let account = Account::admin();
    let admin = program.client(&account);
    let new = subject(&admin, "new", "Remaining").await;
    let courses = of_subject(&admin, "old").await;
    assert_eq!(courses.len(), COURSES);
    let old = courses[0].subject_id.clone().unwrap();

    let (sender, address) = watch::channel(program.api.clone());
    let enough = Arc::new(AtomicBool::new(false));
    let ids: Vec<types::CourseId> = courses.iter().map(|course| course.id.clone()).collect();
    let editors = ids.chunks(COURSES / EDITORS).map(|ids| {
        let editor = Editor {
            http: plain().build().unwrap(),
            address: address.clone(),
            // Few enough that each is edited again and again.
            courses: ids.iter().take(40).cloned().collect(),
            enough: enough.clone(),
        };
        tokio::spawn(editor.run())
    });
    let editors: Vec<_> = editors.collect();

    let into = types::SubjectMerge { into: new.id.clone() };
    let first = tokio::spawn({
        let (admin, old, into) = (program.client(&account), old.clone(), into.clone());
        async move {
            let call = admin.merge_subject().subject_id(old).idempotency_key("the-merge");
            call.body(into).send().await.is_ok()
        }
    });
    // In the middle: some courses are moved and some are not.
    let reader = program.anonymous();
    let begun = Instant::now();
    let moved = loop {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing is moved");
        let list = reader.list_courses().facets(vec![types::FacetName::Subject]).limit(1);
        let list = list.send().await.unwrap().into_inner();
        let values = &list.facets.as_ref().unwrap()[0].values;
        let of_new = values.iter().find(|value| value.value == "new");
        match of_new.map(|value| i64::from(value.count.clone())) {
            Some(count) if count > 0 => break count,
            _ => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    };
    program.crash().await;
    let answered = first.await.unwrap();
    assert!(!answered || moved == i64::try_from(COURSES).unwrap(), "answered in the middle");

    let program = Program::start(&store).await;
    sender.send(program.api.clone()).unwrap();
    let admin = program.client(&account);
    let begun = Instant::now();
    loop {
        let call = admin.merge_subject().subject_id(old.clone()).idempotency_key("the-merge");
        let merge = call.body(into.clone()).send().await.unwrap();
        if merge.references == types::MergeProgress::Moved {
            break;
        }
        assert!(begun.elapsed() < Duration::from_mins(3), "the merge does not end");
    }
    enough.store(true, Ordering::Relaxed);
    let edited = join_all(editors).await;

    for code in ["old", "new"] {
        assert_eq!(of_subject(&admin, code).await.len(), COURSES, "{code}");
    }
    let found: Vec<types::CourseSummary> =
        admin.list_courses().q("remaining").limit(200).items().try_collect().await.unwrap();
    assert_eq!(found.len(), COURSES, "found by the title of what remains");
    let mut edits = 0;
    for it in edited.into_iter().flat_map(Result::unwrap) {
        let draft = admin.get_draft().course_id(it.course.clone()).send().await.unwrap();
        assert_eq!(draft.subject_id.as_ref(), Some(&new.id));
        let stands = draft.summary.as_deref();
        let expected = [Some(it.summary.as_str()), it.in_doubt.as_deref()];
        assert!(stands.is_some() && expected.contains(&stands), "{stands:?} {expected:?}");
        edits += 1;
    }
    assert!(edits > EDITORS, "hardly anything was edited: {edits}");
    assert_gapless(&logged_events(&store).await);
}
