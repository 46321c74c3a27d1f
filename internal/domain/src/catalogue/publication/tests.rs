//! Single decisions, and random sequences of everything that people can do.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::catalogue::fixtures::{at, course, ids_after, stored, title};
use crate::catalogue::{Course, DraftEdit, SettingsEdit, Tags};

fn request(course: &Course) -> PublicationRequest {
    let id = Uuid::from_u128(77).into();
    let made = PublicationRequest::submit(id, course.state(), at(1)).unwrap();
    again(made)
}

/// The request as it is read again after it was committed.
fn again(request: PublicationRequest) -> PublicationRequest {
    PublicationRequest::restore(request.into_parts().0)
}

fn verdict(comment: Option<&str>) -> Verdict {
    let comment = comment.map(|text| ReviewComment::parse(text).unwrap());
    Verdict { by: Uuid::from_u128(9).into(), comment }
}

fn renamed(mut course: Course) -> Course {
    let edit = DraftEdit { title: Some(title("Another")), ..DraftEdit::default() };
    course.edit_draft(edit, at(2), &mut ids_after(500)).unwrap();
    stored(course)
}

#[test]
fn a_request_is_for_the_draft_as_it_is() {
    let course = course(Vec::new());
    let request = request(&course);
    let state = request.state();
    assert_eq!((state.course, state.owner), (course.state().id, course.state().owner));
    assert_eq!(state.draft_version, course.state().draft.version);
    assert_eq!(state.status, PublicationStatus::Unwatched);
    assert!(!request.is_stale(course.state()));
}

#[test]
fn who_decided_when_and_why_is_kept() {
    let course = course(Vec::new());
    let mut request = request(&course);
    request.reject(verdict(Some("Too short")), at(5)).unwrap();
    let (state, recorder) = request.into_parts();
    assert_eq!(state.status, PublicationStatus::Rejected);
    assert_eq!(state.comment.as_ref().map(ReviewComment::as_str), Some("Too short"));
    assert_eq!((state.decided_by, state.decided_at), (Some(verdict(None).by), Some(at(5))));
    assert_eq!((state.version, state.revision, recorder.read_at()), (2, 2, 1));
}

#[test]
fn any_change_of_the_course_makes_a_request_stale() {
    let course = course(Vec::new());
    let request = request(&course);
    let mut tagged = course.clone();
    let tags = Some(Tags::parse(["new"]).unwrap());
    tagged.edit_settings(SettingsEdit { tags, ..SettingsEdit::default() }, at(2));
    for changed in [renamed(course.clone()), stored(tagged)] {
        let mut request = request.clone();
        let refused = request.approve(Some(changed.state()), verdict(None), at(3));
        assert_eq!(refused, Err(StaleRequest.into()));
        assert_eq!(request.state().status, PublicationStatus::Unwatched);
        request.reject(verdict(None), at(4)).unwrap();
    }
    assert_eq!(request.clone().approve(None, verdict(None), at(3)), Err(StaleRequest.into()));
}

#[test]
fn an_archived_course_cannot_be_asked_for() {
    let mut course = course(Vec::new());
    course.archive(at(1)).unwrap();
    let refused = PublicationRequest::submit(Uuid::nil().into(), course.state(), at(2));
    assert_eq!(refused.unwrap_err().requested, Transition::Publish);
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Edit,
    Submit,
    Approve,
    Reject,
    Withdraw,
    Publish,
    Archive,
    Restore,
}

const STEPS: [Step; 8] = [
    Step::Edit,
    Step::Submit,
    Step::Approve,
    Step::Reject,
    Step::Withdraw,
    Step::Publish,
    Step::Archive,
    Step::Restore,
];

proptest! {
    /// Whatever people do in whatever order: a decision is final, and what an approval publishes
    /// is what was asked for.
    #[test]
    fn no_sequence_of_steps_reaches_an_illegal_state(steps in prop::collection::vec(0..STEPS.len(), 1..60)) {
        let mut course = course(Vec::new());
        let (mut requests, mut names): (Vec<PublicationRequest>, _) = (Vec::new(), 0_u32);
        for (number, step) in steps.into_iter().enumerate() {
            let now = at(10 + i64::try_from(number).unwrap());
            let before: Vec<_> = requests.iter().map(|it| it.state().status).collect();
            let mut next = requests.last().cloned();
            match (STEPS[step], &mut next) {
                (Step::Edit, _) => {
                    names += 1;
                    let title = Some(title(&format!("Title {names}")));
                    let edit = DraftEdit { title, ..DraftEdit::default() };
                    course.edit_draft(edit, now, &mut ids_after(900)).unwrap();
                }
                (Step::Submit, _) => {
                    let id = Uuid::from_u128(1_000 + u128::from(number as u64)).into();
                    if let Ok(made) = PublicationRequest::submit(id, course.state(), now) {
                        if let Some(open) = requests.last_mut().filter(|it| it.state().status.is_open()) {
                            open.withdraw(now).unwrap();
                            *open = again(open.clone());
                        }
                        requests.push(again(made));
                    }
                    next = None;
                }
                (Step::Approve, Some(request)) => {
                    let wanted = course.state().draft.content.clone();
                    let fresh = !request.is_stale(course.state());
                    let open = request.state().status.is_open();
                    let granted = request.approve(Some(course.state()), verdict(None), now).is_ok();
                    prop_assert_eq!(granted, fresh && open);
                    if granted {
                        course.publish(now).unwrap();
                        let published = course.state().published.as_ref().unwrap();
                        prop_assert_eq!(&published.content, &wanted);
                    }
                }
                (Step::Reject, Some(request)) => {
                    let open = request.state().status.is_open();
                    prop_assert_eq!(request.reject(verdict(None), now).is_ok(), open);
                }
                (Step::Withdraw, Some(request)) => {
                    let open = request.state().status.is_open();
                    prop_assert_eq!(request.withdraw(now).is_ok(), open);
                }
                (Step::Publish, _) => drop(course.publish(now)),
                (Step::Archive, _) => drop(course.archive(now)),
                (Step::Restore, _) => drop(course.bring_back(now)),
                (Step::Approve | Step::Reject | Step::Withdraw, None) => {}
            }
            course = stored(course);
            if let (Some(changed), Some(last)) = (next, requests.last_mut()) {
                *last = again(changed);
            }
            let open = requests.iter().filter(|it| it.state().status.is_open()).count();
            prop_assert!(open <= 1, "one open request a course");
            for (was, request) in before.into_iter().zip(&requests) {
                let state = request.state();
                prop_assert!(was.is_open() || was == state.status, "a decision is final");
                prop_assert_eq!(state.decided_at.is_some(), !state.status.is_open());
                prop_assert_eq!(state.next_sequence, if state.status.is_open() { 2 } else { 3 });
            }
        }
    }
}
