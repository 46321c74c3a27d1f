//! Merging subjects and instructors.

use courses_domain::catalogue::{
    CourseId, CourseState, DraftEdit, IllegalMerge, InstructorId, Merged, Mode, RunDetails, RunKey,
    SubjectEdit, SubjectId, SubjectTitle,
};
use courses_port::catalogue::{CatalogueReader as _, MergeReader as _};
use courses_usecase::catalogue::{
    CreateRun, CreateRunInput, EditSubject, EditSubjectInput, Found, ListCourses, ListCoursesInput,
    Merge, MergeInput, MergeInstructor, MergeSubject, ReadInstructor, ReadSubject, SettleMerges,
    SettlingRound,
};
use courses_usecase::{Idempotency, Refusal, Reply, Request, WriteError};
use jiff::SignedDuration;

use crate::support::{
    Death, School, admin, anonymous, fresh, id, invalid, key, moderator, replayed, student, teacher,
};

async fn merge(
    school: &School,
    from: SubjectId,
    into: SubjectId,
) -> Result<Reply<Merge<SubjectId>>, WriteError> {
    merge_with(school, &moderator(), from, into, None).await
}

async fn merge_with(
    school: &School,
    request: &Request,
    from: SubjectId,
    into: SubjectId,
    idempotency: Option<Idempotency<Merge<SubjectId>>>,
) -> Result<Reply<Merge<SubjectId>>, WriteError> {
    let input = MergeInput { from, into, idempotency };
    MergeSubject::new(school.ports.clone()).execute(request, input).await
}

fn settler(school: &School) -> SettleMerges {
    let leases = std::sync::Arc::new(school.store.clone());
    SettleMerges::new(school.ports.clone(), leases, id(4_711))
}

/// A published course in a subject.
async fn course_in(school: &School, subject: SubjectId) -> CourseState {
    let course = school.course("Numbers").await;
    let named = DraftEdit { subject_id: Some(Some(subject)), ..DraftEdit::default() };
    school.edit(course.id, named).await;
    school.publish(course.id).await
}

async fn found(school: &School, input: ListCoursesInput) -> Vec<CourseId> {
    let input = ListCoursesInput { limit: 50, ..input };
    let list = ListCourses::new(school.ports.clone()).execute(&anonymous(), input).await.unwrap();
    list.page.items.into_iter().map(|course| course.id).collect()
}

async fn found_by_words(school: &School, words: &str) -> usize {
    let input = ListCoursesInput { text: Some(words.to_owned()), ..ListCoursesInput::default() };
    found(school, input).await.len()
}

fn refused(result: Result<Reply<Merge<SubjectId>>, WriteError>) -> IllegalMerge {
    match result {
        Err(WriteError::IllegalMerge(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn both_copies_of_every_course_name_what_remains() {
    let school = School::new();
    let (old, new) = (school.subject("old", "Sums").await, school.subject("new", "Maths").await);
    let course = course_in(&school, old).await;
    let drafted = school.course("Drafted").await;
    let named = DraftEdit { subject_id: Some(Some(old)), ..DraftEdit::default() };
    school.edit(drafted.id, named).await;
    assert_eq!(
        (found_by_words(&school, "sums").await, found_by_words(&school, "maths").await),
        (1, 0)
    );

    let done = fresh(merge(&school, old, new).await);

    assert_eq!(done, Merge { from: old, into: new, moved: true });
    let after = school.state(course.id).await;
    assert_eq!(after.draft.content.subject_id, Some(new));
    assert_eq!(after.published.unwrap().content.subject_id, Some(new));
    assert_eq!(after.version, course.version + 1, "readers see another course");
    assert_eq!(school.state(drafted.id).await.draft.content.subject_id, Some(new));
    assert_eq!(school.state(drafted.id).await.version, drafted.version, "nobody sees the draft");
    assert_eq!(
        (found_by_words(&school, "sums").await, found_by_words(&school, "maths").await),
        (0, 1)
    );
    let events = school.events().await;
    let merged = events.iter().find(|event| event.type_name == "subject.merged").unwrap();
    assert_eq!(merged.aggregate_id, uuid::Uuid::from(old));
}

#[tokio::test]
async fn id_and_code_of_what_went_lead_on() {
    let school = School::new();
    let (old, new) = (school.subject("old", "Sums").await, school.subject("new", "Maths").await);
    let newest = school.subject("newest", "Mathematics").await;
    let course = course_in(&school, old).await;
    fresh(merge(&school, old, new).await);
    fresh(merge(&school, new, newest).await);

    let read = ReadSubject::new(school.ports.clone());
    assert_eq!(read.execute(old).await.unwrap(), Found::Merged(newest));
    for code in ["old", "new", "newest"] {
        let subject = courses_domain::catalogue::SubjectCode::parse(code).ok();
        let input = ListCoursesInput { subject, ..ListCoursesInput::default() };
        assert_eq!(found(&school, input).await, [course.id], "{code}");
    }
    let named = DraftEdit { subject_id: Some(Some(old)), ..DraftEdit::default() };
    school.edit(course.id, named).await;
    assert_eq!(school.state(course.id).await.draft.content.subject_id, Some(newest));
}

#[tokio::test]
async fn who_went_is_replaced_in_courses_and_runs() {
    let school = School::new();
    let (old, new) = (school.instructor("Ada L.").await, school.instructor("Ada Lovelace").await);
    let course = school.course("Numbers").await;
    let named =
        |ids: Vec<InstructorId>| DraftEdit { instructor_ids: Some(ids), ..DraftEdit::default() };
    school.edit(course.id, named(vec![old, new])).await;
    school.publish(course.id).await;
    let run = CreateRunInput {
        course: course.id,
        key: RunKey::parse("2026").unwrap(),
        details: RunDetails { instructor_ids: vec![old], ..RunDetails::blank(Mode::Online) },
        idempotency: None,
    };
    let run = fresh(CreateRun::new(school.ports.clone()).execute(&teacher(), run).await);

    let input = MergeInput { from: old, into: new, idempotency: None };
    let merging = MergeInstructor::new(school.ports.clone());
    assert!(fresh(merging.execute(&moderator(), input).await).moved);

    let after = school.state(course.id).await;
    assert_eq!(after.draft.content.instructor_ids, [new]);
    assert_eq!(after.published.unwrap().content.instructor_ids, [new]);
    let run = school.store.find_run(run.id).await.unwrap().unwrap();
    assert_eq!(run.state().details.instructor_ids, [new]);
    let read = ReadInstructor::new(school.ports.clone());
    assert_eq!(read.execute(old).await.unwrap(), Found::Merged(new));
    let input = ListCoursesInput { instructor: Some(old), ..ListCoursesInput::default() };
    assert_eq!(found(&school, input).await, [course.id]);
    school.edit(course.id, named(vec![old, new])).await;
    assert_eq!(school.state(course.id).await.draft.content.instructor_ids, [new]);
}

#[tokio::test]
async fn only_two_that_are_there_can_be_merged() {
    let school = School::new();
    let (one, two) = (school.subject("one", "One").await, school.subject("two", "Two").await);
    let three = school.subject("three", "Three").await;
    assert_eq!(refused(merge(&school, one, one).await), IllegalMerge::IntoItself);
    assert_eq!(invalid(merge(&school, one, id(9)).await), [("/into".to_owned(), "unknown-id")]);
    let missing = merge(&school, id(9), one).await;
    assert!(matches!(missing, Err(WriteError::Refused(Refusal::NotFound))));

    fresh(merge(&school, one, two).await);
    assert_eq!(refused(merge(&school, two, one).await), IllegalMerge::TargetMerged);
    assert_eq!(refused(merge(&school, three, one).await), IllegalMerge::TargetMerged);
    assert_eq!(refused(merge(&school, one, three).await), IllegalMerge::AlreadyMerged);
    let rename = SubjectEdit { title: SubjectTitle::parse("Again").ok() };
    let rename = EditSubjectInput { subject: one, if_match: Some(Vec::new()), edit: rename };
    let renamed = EditSubject::new(school.ports.clone()).execute(&admin(), rename).await;
    assert!(matches!(renamed, Err(WriteError::IllegalMerge(IllegalMerge::AlreadyMerged))));
    for request in [student(), teacher()] {
        let forbidden = merge_with(&school, &request, two, three, None).await;
        assert!(matches!(forbidden, Err(WriteError::Refused(Refusal::Forbidden))));
    }
}

#[tokio::test]
async fn the_same_merge_again_is_no_second_one() {
    let school = School::new();
    let (one, two) = (school.subject("one", "One").await, school.subject("two", "Two").await);
    let with_key = || Some(key("merge", 1));
    let first = merge_with(&school, &moderator(), one, two, with_key()).await;
    let first = fresh(first);
    replayed(merge_with(&school, &moderator(), one, two, with_key()).await);
    let (again, commits) = school.commits(merge(&school, one, two)).await;
    assert_eq!((fresh(again), commits), (first, 0));
    let other = merge_with(&school, &moderator(), one, two, Some(key("merge", 2))).await;
    assert!(matches!(other, Err(WriteError::KeyReused)));
}

#[tokio::test]
async fn a_course_that_somebody_edits_meanwhile_keeps_the_edit_and_is_moved() {
    let school = School::new();
    let (old, new) = (school.subject("old", "Sums").await, school.subject("new", "Maths").await);
    let courses = [course_in(&school, old).await, course_in(&school, old).await];
    // Past the merge itself, before the first step commits.
    school.gate.rival(courses[0].id, |_| ());
    let now = courses[1].updated_at;
    school.gate.rival(courses[1].id, move |course| {
        course.edit_draft(crate::support::draft("Edited"), now, &mut || unreachable!()).unwrap();
    });
    assert!(fresh(merge(&school, old, new).await).moved);
    let edited = school.state(courses[1].id).await;
    assert_eq!(edited.draft.content.title.as_str(), "Edited");
    for course in courses {
        assert_eq!(school.state(course.id).await.draft.content.subject_id, Some(new));
    }
}

#[tokio::test]
async fn killed_at_any_commit_the_merge_is_there_or_not_and_is_ended_by_the_job() {
    for death in (0..5).flat_map(|at| [Death::Before(at), Death::After(at)]) {
        let school = School::new();
        let old = school.subject("old", "Sums").await;
        let new = school.subject("new", "Maths").await;
        for _ in 0..30 {
            course_in(&school, old).await;
        }
        school.gate.die(death);
        let died = merge_with(&school, &moderator(), old, new, Some(key("merge", 1))).await;
        school.gate.revive();
        let state = school.store.find_subject(old).await.unwrap().unwrap().state().clone();
        if death == Death::Before(0) {
            assert_eq!((died.is_err(), state.merged), (true, None));
            continue;
        }
        assert_eq!(state.merged.map(|merged| merged.into), Some(new), "{death:?}");

        school.clock.advance(SettleMerges::LEAVE);
        let round = settler(&school).execute(|| true).await.unwrap();
        assert!(round.held);
        let code = courses_domain::catalogue::SubjectCode::parse("new").ok();
        let input = ListCoursesInput { subject: code, ..ListCoursesInput::default() };
        assert_eq!(found(&school, input).await.len(), 30, "{death:?}");
        assert_eq!(found_by_words(&school, "maths").await, 30, "{death:?}");
        assert!(fresh(merge(&school, old, new).await).moved);
    }
}

#[tokio::test]
async fn a_reference_that_comes_late_is_moved_too() {
    let school = School::new();
    let (old, new) = (school.subject("old", "Sums").await, school.subject("new", "Maths").await);
    let course = school.course("Late").await;
    let (ports, store) = (school.ports.clone(), school.store.clone());
    let catalogue = ports.catalogue.clone();
    // Read before the merge, committed after it.
    school.gate.meanwhile(move || async move {
        let subjects = [old, new];
        let (mut from, mut into) = (
            catalogue.find_subject(subjects[0]).await.unwrap().unwrap(),
            catalogue.find_subject(subjects[1]).await.unwrap().unwrap(),
        );
        from.merge(&mut into, ports.clock.now()).unwrap();
        let mut make = courses_testkit::build::Make::new(5);
        let set = [from, into].into_iter().fold(
            courses_port::ChangeSet::new(ports.clock.now()),
            |set, it| {
                let write = courses_testkit::build::subject_write(it, &mut make);
                set.with(courses_testkit::build::Save::save(write))
            },
        );
        courses_port::Commit::commit(&store, set).await.unwrap();
    });
    let named = DraftEdit { subject_id: Some(Some(old)), ..DraftEdit::default() };
    school.edit(course.id, named).await;
    assert_eq!(school.state(course.id).await.draft.content.subject_id, Some(old));

    let settle = settler(&school);
    let young = settle.execute(|| true).await.unwrap();
    assert_eq!(young, SettlingRound { held: true, steps: 0, settled: 0 });
    school.clock.advance(SettleMerges::LEAVE);
    let round = settle.execute(|| true).await.unwrap();
    assert_eq!((round.steps, round.settled), (1, 0), "more may be on its way");
    assert_eq!(school.state(course.id).await.draft.content.subject_id, Some(new));
    school.clock.advance(Merged::<SubjectId>::WATCH + SignedDuration::from_secs(1));
    let round = settle.execute(|| true).await.unwrap();
    assert_eq!((round.steps, round.settled), (0, 1));
    assert!(school.store.find_unsettled_subjects(1).await.unwrap().is_empty());
}
