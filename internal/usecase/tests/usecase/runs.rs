//! Runs of a course.

use courses_domain::catalogue::{
    Availability, CourseId, EnrolmentObstacle, Mode, RunDetails, RunEdit, RunId, RunKey, RunState,
    RunStatus, RunTitle,
};
use courses_usecase::catalogue::{
    CheckAvailability, CreateRun, CreateRunInput, EditRun, EditRunInput, ListRuns, ListRunsInput,
    MoveRun, MoveRunInput, ReadCalendar, ReadRun, RunMove,
};
use courses_usecase::{Precondition, ReadError, Refusal, Reply, Request, Taken, WriteError};

use crate::support::{
    School, admin, anonymous, fresh, id, invalid, key, moderator, other_teacher, replayed, student,
    teacher,
};

async fn add(
    school: &School,
    request: &Request,
    course: CourseId,
    details: RunDetails,
    name: &str,
) -> Result<Reply<RunState>, WriteError> {
    let input =
        CreateRunInput { course, key: RunKey::parse(name).unwrap(), details, idempotency: None };
    CreateRun::new(school.ports.clone()).execute(request, input).await
}

async fn run(school: &School, course: CourseId, name: &str) -> RunState {
    fresh(add(school, &teacher(), course, RunDetails::blank(Mode::Online), name).await)
}

async fn retitle(
    school: &School,
    request: &Request,
    run: RunId,
    if_match: Option<Vec<u64>>,
) -> Result<RunState, WriteError> {
    let title = Some(RunTitle::parse("Evening").ok());
    let input = EditRunInput { run, if_match, edit: RunEdit { title, ..RunEdit::default() } };
    EditRun::new(school.ports.clone()).execute(request, input).await
}

async fn act(
    school: &School,
    request: &Request,
    run: RunId,
    action: RunMove,
) -> Result<Reply<RunState>, WriteError> {
    let input = MoveRunInput { run, action, idempotency: None };
    MoveRun::new(school.ports.clone()).execute(request, input).await
}

#[tokio::test]
async fn a_key_names_one_run_of_a_course() {
    let school = School::new();
    let (one, two) = (school.course("One").await, school.course("Two").await);
    let made = run(&school, one.id, "spring").await;
    assert_eq!((made.status, made.course_id), (RunStatus::Planned, one.id));
    let blank = RunDetails::blank(Mode::Online);
    let refused = add(&school, &teacher(), one.id, blank, "spring").await;
    assert!(matches!(refused, Err(WriteError::Taken(Taken::RunKey))));
    run(&school, two.id, "spring").await;
}

#[tokio::test]
async fn broken_rules_and_unknown_people_are_named() {
    let school = School::new();
    let course = school.course("Rust").await;
    let ada = school.instructor("Ada").await;
    let strange =
        RunDetails { instructor_ids: vec![ada, id(9)], ..RunDetails::blank(Mode::Online) };
    let found = invalid(add(&school, &teacher(), course.id, strange, "1").await);
    assert_eq!(found, [("/instructor_ids/1".to_owned(), "unknown-id")]);
    let at = |second| jiff::Timestamp::from_second(second).ok();
    let reversed =
        RunDetails { starts_at: at(9), ends_at: at(8), ..RunDetails::blank(Mode::Online) };
    let found = invalid(add(&school, &teacher(), course.id, reversed, "1").await);
    assert_eq!(found, [("/ends_at".to_owned(), "range-reversed")]);
}

#[tokio::test]
async fn runs_belong_to_whoever_owns_the_course() {
    let school = School::new();
    let draft = school.course("Draft").await;
    let listed = school.published("Listed").await;
    let (of_draft, of_listed) =
        (run(&school, draft.id, "1").await, run(&school, listed.id, "1").await);
    for (request, course, run, expected) in [
        (student(), draft.id, of_draft.id, Refusal::NotFound),
        (anonymous(), draft.id, of_draft.id, Refusal::NotFound),
        (moderator(), draft.id, of_draft.id, Refusal::Forbidden),
        (other_teacher(), listed.id, of_listed.id, Refusal::Forbidden),
        (moderator(), listed.id, of_listed.id, Refusal::Forbidden),
        (anonymous(), listed.id, of_listed.id, Refusal::Unauthenticated),
        (teacher(), id(9_999), id(9_999), Refusal::NotFound),
    ] {
        let blank = RunDetails::blank(Mode::Online);
        let results = [
            add(&school, &request, course, blank, "2").await.err(),
            retitle(&school, &request, run, Some(Vec::new())).await.err(),
            act(&school, &request, run, RunMove::Open).await.err(),
        ];
        for err in results {
            let Some(WriteError::Refused(refusal)) = err else { panic!("{err:?}") };
            assert_eq!(refusal, expected, "{request:?}");
        }
    }
    retitle(&school, &admin(), of_draft.id, Some(Vec::new())).await.unwrap();
}

#[tokio::test]
async fn a_change_names_the_version_and_nothing_new_is_not_written() {
    let school = School::new();
    let course = school.course("Rust").await;
    let run = run(&school, course.id, "1").await;
    let missing = retitle(&school, &teacher(), run.id, None).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let done = retitle(&school, &teacher(), run.id, Some(vec![1])).await.unwrap();
    assert_eq!(done.version, 2);
    let old = retitle(&school, &teacher(), run.id, Some(vec![1])).await;
    let expected = Precondition::Mismatch { current: 2 };
    assert!(matches!(old, Err(WriteError::Precondition(it)) if it == expected));
    let owner = teacher();
    let again = retitle(&school, &owner, run.id, Some(vec![2]));
    let (again, commits) = school.commits(again).await;
    assert_eq!((again.unwrap(), commits), (done, 0));
}

#[tokio::test]
async fn an_edit_may_not_name_unknown_people_either() {
    let school = School::new();
    let course = school.course("Rust").await;
    let run = run(&school, course.id, "1").await;
    let edit = RunEdit { instructor_ids: Some(vec![id(9)]), ..RunEdit::default() };
    let input = EditRunInput { run: run.id, if_match: Some(Vec::new()), edit };
    let found = invalid(EditRun::new(school.ports.clone()).execute(&teacher(), input).await);
    assert_eq!(found, [("/instructor_ids/0".to_owned(), "unknown-id")]);
}

#[tokio::test]
async fn a_run_opens_and_closes() {
    let school = School::new();
    let course = school.course("Rust").await;
    let id = run(&school, course.id, "1").await.id;
    let refused = act(&school, &teacher(), id, RunMove::Close).await;
    assert!(matches!(refused, Err(WriteError::IllegalRunTransition(_))));
    assert_eq!(fresh(act(&school, &teacher(), id, RunMove::Open).await).status, RunStatus::Open);
    let refused = act(&school, &teacher(), id, RunMove::Open).await;
    assert!(matches!(refused, Err(WriteError::IllegalRunTransition(_))));
    let closed = fresh(act(&school, &teacher(), id, RunMove::Close).await);
    assert_eq!((closed.status, closed.version), (RunStatus::Closed, 3));
}

#[tokio::test]
async fn a_run_is_cancelled_or_completed_for_good() {
    let school = School::new();
    let course = school.course("Rust").await;
    for (number, action, status) in [
        ("1", RunMove::Cancel, RunStatus::Cancelled),
        ("2", RunMove::Complete, RunStatus::Completed),
    ] {
        let id = run(&school, course.id, number).await.id;
        fresh(act(&school, &teacher(), id, RunMove::Open).await);
        assert_eq!(fresh(act(&school, &teacher(), id, action).await).status, status);
        for again in [RunMove::Open, RunMove::Close, RunMove::Cancel, RunMove::Complete] {
            let refused = act(&school, &teacher(), id, again).await;
            assert!(matches!(refused, Err(WriteError::IllegalRunTransition(_))), "{again:?}");
        }
    }
}

#[tokio::test]
async fn whoever_may_see_a_run_is_told_why_it_gives_no_seats() {
    use EnrolmentObstacle::{CourseNotListed, RunPlanned};
    let school = School::new();
    let draft = school.course("Draft").await;
    let listed = school.published("Listed").await;
    let hidden = run(&school, draft.id, "1").await.id;
    let shown = run(&school, listed.id, "1").await.id;
    let check = CheckAvailability::new(school.ports.clone());
    let told = check.execute(&anonymous(), shown).await.unwrap();
    assert_eq!(told.obstacles, [RunPlanned]);
    let refused = check.execute(&student(), hidden).await;
    assert!(matches!(refused, Err(ReadError::Refused(Refusal::NotFound))));
    let told = check.execute(&teacher(), hidden).await.unwrap();
    assert_eq!(told.obstacles, [CourseNotListed, RunPlanned]);

    fresh(act(&school, &teacher(), shown, RunMove::Open).await);
    let told = check.execute(&anonymous(), shown).await.unwrap();
    assert_eq!((told.availability, told.obstacles), (Availability::Open, Vec::new()));
}

#[tokio::test]
async fn the_calendar_of_a_run_is_called_like_the_run_or_else_its_course() {
    let school = School::new();
    let course = school.published("Rivers").await;
    let untitled = run(&school, course.id, "1").await.id;
    let details = RunDetails {
        title: Some(RunTitle::parse("Evenings").unwrap()),
        ..RunDetails::blank(Mode::Online)
    };
    let titled = fresh(add(&school, &teacher(), course.id, details, "2").await).id;
    let read = ReadCalendar::new(school.ports.clone());
    assert_eq!(read.execute(&anonymous(), untitled).await.unwrap().title, "Rivers");
    assert_eq!(read.execute(&anonymous(), titled).await.unwrap().title, "Evenings");
    let draft = school.course("Draft").await;
    let hidden = run(&school, draft.id, "1").await.id;
    let refused = read.execute(&anonymous(), hidden).await;
    assert!(matches!(refused, Err(ReadError::Refused(Refusal::NotFound))));
    assert_eq!(read.execute(&teacher(), hidden).await.unwrap().title, "Draft");
}

#[tokio::test]
async fn opening_twice_with_one_key_opens_once() {
    let school = School::new();
    let course = school.course("Rust").await;
    let run = run(&school, course.id, "1").await.id;
    let open = || MoveRunInput { run, action: RunMove::Open, idempotency: Some(key("k", 1)) };
    let mover = MoveRun::new(school.ports.clone());
    fresh(mover.execute(&teacher(), open()).await);
    replayed(mover.execute(&teacher(), open()).await);
}

#[tokio::test]
async fn readers_see_the_runs_of_listed_courses_and_staff_sees_all() {
    let school = School::new();
    let draft = school.course("Draft").await;
    let listed = school.published("Listed").await;
    let hidden = run(&school, draft.id, "1").await;
    let shown = run(&school, listed.id, "1").await;
    let read = ReadRun::new(school.ports.clone());
    let list = ListRuns::new(school.ports.clone());
    for (request, staff) in
        [(anonymous(), false), (student(), false), (teacher(), true), (moderator(), true)]
    {
        assert_eq!(read.execute(&request, shown.id).await.unwrap(), shown);
        let found = read.execute(&request, hidden.id).await;
        let input = ListRunsInput { course: draft.id, after: None, limit: 9 };
        let all = list.execute(&request, input).await;
        assert_eq!((found.is_ok(), all.is_ok()), (staff, staff), "{request:?}");
        if !staff {
            assert!(matches!(found, Err(ReadError::Refused(Refusal::NotFound))));
        }
    }
}

#[tokio::test]
async fn pages_walk_through_all_runs_newest_first() {
    let school = School::new();
    let course = school.published("Rust").await;
    let mut expected = Vec::new();
    for number in 0..5 {
        expected.insert(0, run(&school, course.id, &number.to_string()).await.id);
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let input = ListRunsInput { course: course.id, after, limit: 2 };
        let page = ListRuns::new(school.ports.clone()).execute(&anonymous(), input).await.unwrap();
        seen.extend(page.items.iter().map(|it| it.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, expected);
}
