//! Importing what was imported before.

use courses_domain::catalogue::{
    CourseField, CourseState, CourseTitle, DraftEdit, Heading, SectionInput, SettingsEdit, Speaker,
    Transition, Visibility,
};
use courses_port::catalogue::CatalogueReader as _;
use courses_port::{Clock as _, CommitError, Conflict, StoreError};
use courses_usecase::catalogue::{
    EditCourse, EditCourseInput, EditDraft, EditDraftInput, ImportedCourse,
};
use jiff::SignedDuration;

use crate::import::{counts, course, found, import, name};
use crate::support::{School, admin, fresh, new_course, section, teacher};

fn renamed(number: usize, title: &str) -> ImportedCourse {
    ImportedCourse { title: CourseTitle::parse(title).unwrap(), ..course(number) }
}

#[tokio::test]
async fn a_second_import_of_the_same_writes_nothing() {
    let school = School::new();
    let items: Vec<_> = (1..20).map(course).collect();
    import(&school, &items).await.unwrap();
    let before = school.events().await.len();
    let (report, commits) = school.commits(import(&school, &items)).await;
    let report = report.unwrap();
    assert_eq!(
        (counts(report.courses), counts(report.runs)),
        ([19, 0, 0, 19, 0], [57, 0, 0, 57, 0])
    );
    assert_eq!((commits, school.events().await.len()), (0, before));
}

#[tokio::test]
async fn only_what_changed_is_written() {
    let school = School::new();
    import(&school, &[course(1), course(2), course(3)]).await.unwrap();
    let before = found(&school, 1).await.state().clone();
    let mut items = [course(1), renamed(2, "Renamed"), course(3), course(4)];
    items[2].runs[0].details.mode = courses_domain::catalogue::Mode::Online;
    let report = import(&school, &items).await.unwrap();
    assert_eq!(counts(report.courses), [4, 1, 1, 2, 0]);
    assert_eq!(counts(report.runs), [12, 3, 1, 8, 0]);
    assert_eq!(found(&school, 1).await.state(), &before);
    let renamed = found(&school, 2).await.state().clone();
    let copy = renamed.published.unwrap();
    assert_eq!((copy.content.title.as_str(), copy.revision), ("Renamed", 2));
}

#[tokio::test]
async fn what_authors_added_stays() {
    let school = School::new();
    import(&school, &[course(1)]).await.unwrap();
    let id = found(&school, 1).await.state().id;
    let heading = Heading::parse("Added by hand").unwrap();
    let sections: Vec<SectionInput> =
        vec![SectionInput { heading: heading.clone(), ..section("x", Vec::new()) }];
    let edit = DraftEdit { sections: Some(sections), ..DraftEdit::default() };
    let input = EditDraftInput { course: id, if_match: Some(Vec::new()), edit };
    EditDraft::new(school.ports.clone()).execute(&admin(), input).await.unwrap();

    let report = import(&school, &[course(1)]).await.unwrap();
    assert_eq!(counts(report.courses), [1, 0, 0, 1, 0]);
    import(&school, &[renamed(1, "Renamed")]).await.unwrap();
    let state = found(&school, 1).await.state().clone();
    assert_eq!(state.draft.content.sections[0].heading, heading);
}

#[tokio::test]
async fn a_course_that_was_taken_out_stays_out_and_a_hidden_one_stays_hidden() {
    let school = School::new();
    import(&school, &[course(1), course(2)]).await.unwrap();
    let (out, hidden) = (found(&school, 1).await, found(&school, 2).await);
    fresh(school.move_to(&admin(), out.state().id, Transition::Unpublish).await);
    let visibility = Some(Visibility::Hidden);
    let input = EditCourseInput {
        course: hidden.state().id,
        if_match: Some(Vec::new()),
        edit: SettingsEdit { visibility, ..SettingsEdit::default() },
    };
    EditCourse::new(school.ports.clone()).execute(&admin(), input).await.unwrap();

    import(&school, &[renamed(1, "Renamed"), renamed(2, "Renamed")]).await.unwrap();
    let (out, hidden) = (found(&school, 1).await, found(&school, 2).await);
    assert!(!out.state().is_listed() && !hidden.state().is_listed());
    let title = |state: &courses_domain::catalogue::CourseState| {
        state.published.as_ref().unwrap().content.title.to_string()
    };
    assert_eq!(title(out.state()), "Course 1", "it waits in the draft");
    assert_eq!(title(hidden.state()), "Renamed", "it is up to date once it is shown again");
}

#[tokio::test]
async fn a_batch_with_a_conflict_goes_in_one_by_one() {
    let school = School::new();
    import(&school, &[course(1)]).await.unwrap();
    let id = found(&school, 1).await.state().id;
    school.gate.rival(id, |course| {
        let tags = Some(crate::support::tags(&["rival"]));
        let edit = SettingsEdit { tags, ..SettingsEdit::default() };
        course.edit_settings(edit, jiff::Timestamp::UNIX_EPOCH);
    });
    let items = [renamed(1, "Renamed"), course(2), course(3)];
    let (report, commits) = school.commits(import(&school, &items)).await;
    let report = report.unwrap();
    assert_eq!((counts(report.courses), commits), ([3, 2, 1, 0, 0], 3));
    let state = found(&school, 1).await.state().clone();
    assert_eq!(
        (state.tags, state.draft.content.title.as_str()),
        (crate::support::tags(&["rival"]), "Renamed")
    );
}

#[tokio::test]
async fn an_item_that_stands_in_a_batch_twice_is_imported_once() {
    let school = School::new();
    let report = import(&school, &[course(1), course(2), course(1)]).await.unwrap();
    assert_eq!(counts(report.courses), [3, 2, 0, 1, 0]);
    assert_eq!(counts(report.runs), [9, 6, 0, 3, 0]);
}

#[tokio::test]
async fn an_import_that_was_interrupted_ends_in_the_same_state() {
    let items: Vec<_> = (1..10).map(course).collect();
    let straight = School::new();
    for batch in items.chunks(3) {
        import(&straight, batch).await.unwrap();
    }
    let interrupted = School::new();
    import(&interrupted, &items[..3]).await.unwrap();
    interrupted.gate.refuse(CommitError::Store(StoreError::TimedOut("too slow".into())));
    assert!(import(&interrupted, &items[3..6]).await.is_err());
    for batch in items.chunks(3) {
        import(&interrupted, batch).await.unwrap();
    }
    for number in 1..10 {
        let (one, two) = (found(&straight, number).await, found(&interrupted, number).await);
        let (one, two) = (one.state(), two.state());
        assert_eq!((one.version, one.lifecycle), (two.version, two.lifecycle));
        let title = |it: &courses_domain::catalogue::CourseState| it.draft.content.title.clone();
        assert_eq!(title(one), title(two));
        let runs = async |school: &School, id| {
            let runs = school.store.list_runs(id, None, 10).await.unwrap().items;
            let runs = runs.iter().map(|it| (it.state().key.clone(), it.state().status));
            runs.map(|(key, status)| (key.as_str().to_owned(), status)).collect::<Vec<_>>()
        };
        assert_eq!(runs(&straight, one.id).await, runs(&interrupted, two.id).await);
    }
    assert_eq!(straight.events().await.len(), interrupted.events().await.len());
}

#[tokio::test]
async fn a_name_that_somebody_takes_meanwhile_is_found_the_next_time() {
    let school = School::new();
    school.gate.refuse(CommitError::Conflict(Conflict::ExternalIdTaken));
    let mut input = new_course("By hand");
    input.external_ids = vec![name(1)];
    let refused = school.create(&teacher(), input).await;
    assert!(refused.is_err());

    school.gate.refuse(CommitError::Conflict(Conflict::ExternalIdTaken));
    let report = import(&school, &[course(1)]).await.unwrap();
    assert_eq!(counts(report.courses), [1, 1, 0, 0, 0]);
}

#[tokio::test]
async fn each_field_has_somebody_behind_it_who_said_it_first() {
    let school = School::new();
    import(&school, &[course(1)]).await.unwrap();
    let before = found(&school, 1).await.state().clone();
    assert!(before.provenance.len() > 4);
    assert!(before.provenance.iter().all(|it| it.said_by == Speaker::Source(name(1))));
    school.clock.advance(SignedDuration::from_hours(1));
    import(&school, &[course(1)]).await.unwrap();
    assert_eq!(found(&school, 1).await.state(), &before, "saying it again changes nothing");

    let now = school.clock.now();
    school.rename(&admin(), before.id, Some(Vec::new()), "By hand").await.unwrap();
    let title = |state: &CourseState| {
        let found = state.provenance.iter().find(|it| it.field == CourseField::Title).cloned();
        found.map(|it| (it.said_by, it.at))
    };
    let me = Speaker::Account(admin().actor.unwrap().account());
    assert_eq!(title(found(&school, 1).await.state()), Some((me, now)));
    school.clock.advance(SignedDuration::from_hours(1));
    import(&school, &[course(1)]).await.unwrap();
    let source = Speaker::Source(name(1));
    assert_eq!(title(found(&school, 1).await.state()), Some((source, school.clock.now())));
    let plain = school.course("By people").await;
    assert_eq!(plain.provenance, []);
}
