//! What was published of a course.

use courses_domain::catalogue::CourseState;
use courses_usecase::Ports;
use courses_usecase::catalogue::{
    CompareRevisions, CompareRevisionsInput, ListRevisions, ListRevisionsInput, ReadRevision,
    RestoreRevision, RestoreRevisionInput,
};

use crate::answer::Answer;
use crate::chance::Chance;

pub(super) async fn restore(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = published(chance);
    let input = RestoreRevisionInput {
        course: chance.id_of(course),
        number: number(chance, course),
        if_match: chance.if_match(course.map(|it| it.draft.version)),
        idempotency: chance.idempotency(),
    };
    Answer::replying(RestoreRevision::new(ports).execute(&chance.request(), input).await)
}

pub(super) async fn read(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let course = published(chance);
    let (id, number, other) =
        (chance.id_of(course), number(chance, course), number(chance, course));
    let request = chance.request();
    match chance.random.below(3) {
        0 => {
            let input = ListRevisionsInput { course: id, before: None, limit: 2 };
            let listed = ListRevisions::new(ports).execute(&request, input).await;
            Answer::of(&listed.map(|page| (page.items, page.next)))
        }
        1 => Answer::of(&ReadRevision::new(ports).execute(&request, id, number).await),
        _ => {
            let input = CompareRevisionsInput { course: id, from: number, to: other };
            Answer::of(&CompareRevisions::new(ports).execute(&request, input).await)
        }
    }
}

/// A course that was published, if there is one.
fn published<'a>(chance: &mut Chance<'a>) -> Option<&'a CourseState> {
    chance.course_where(|it| it.published.is_some())
}

/// The number of a revision, and now and then one that is none.
fn number(chance: &mut Chance<'_>, course: Option<&CourseState>) -> u32 {
    let last = course.and_then(|it| it.published.as_ref()).map_or(1, |copy| copy.revision);
    let count = usize::try_from(last).unwrap() + usize::from(chance.random.once_in(12));
    u32::try_from(1 + chance.random.below(count)).unwrap()
}
