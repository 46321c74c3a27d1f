//! Each publication is kept as it was, with what its lessons said.

use courses_domain::catalogue::{
    CourseState, CourseTitle, LessonBody, LessonContent, LessonCopy, LessonId, LessonWrite,
    Revision,
};
use courses_port::catalogue::{CourseWrite, RevisionSummary};

use super::Stores;
use crate::build::{Make, changed};

fn says(text: &str) -> LessonContent {
    LessonContent::Text { body: LessonBody::parse(text).expect("valid") }
}

fn publishing(state: &CourseState, lessons: Vec<LessonWrite>) -> CourseWrite {
    CourseWrite {
        read_at: state.revision - 1,
        state: state.clone(),
        search: None,
        lessons,
        publishes_lessons: true,
        events: Vec::new(),
    }
}

/// The next publication of a course, called `title`.
fn next(state: &CourseState, title: &str) -> CourseState {
    changed(state, |it| {
        let copy = it.published.as_mut().expect("it was published");
        copy.revision += 1;
        copy.draft_version += 5;
        copy.content.title = CourseTitle::parse(title).expect("valid");
    })
}

fn kept(state: &CourseState) -> Revision {
    let copy = state.published.clone().expect("it was published");
    Revision {
        course: state.id,
        number: copy.revision,
        draft_version: copy.draft_version,
        at: copy.at,
        content: copy.content,
    }
}

async fn said(
    stores: &Stores,
    state: &CourseState,
    number: u32,
    lessons: &[LessonId],
) -> Vec<(LessonId, Option<LessonContent>)> {
    let found = stores.reader.find_revision_lessons(state.id, number, lessons).await;
    let mut found = found.expect("the store answers");
    found.sort_by_key(|(id, _)| *id);
    found
}

/// Revisions and what their lessons said stay what they were, whatever is published later.
pub async fn each_publication_is_kept_as_it_was(stores: &Stores) {
    let mut make = Make::new(701);
    let mut first = make.rich_course();
    first.published.as_mut().expect("rich").revision = 1;
    let ids: Vec<LessonId> = (0..4).map(|_| make.id()).collect();
    let [one, two, three, four] = *ids.as_slice() else { unreachable!("there are four") };
    let lessons = vec![
        LessonWrite::Put(one, Some(says("one"))),
        LessonWrite::Put(two, Some(says("two"))),
        LessonWrite::Put(three, None),
    ];
    stores.put(&make, publishing(&first, lessons)).await;
    let second = next(&first, "Вторая");
    let lessons = vec![
        LessonWrite::Put(one, Some(says("one, changed"))),
        LessonWrite::Remove(two),
        LessonWrite::Put(four, Some(says("four"))),
    ];
    stores.put(&make, publishing(&second, lessons)).await;
    let third = next(&second, "Third");
    stores.put(&make, publishing(&third, Vec::new())).await;

    for state in [&first, &second, &third] {
        let number = kept(state).number;
        let found = stores.reader.find_revision(state.id, number).await.expect("answers");
        assert_eq!(found, Some(kept(state)));
    }
    let expected = [(one, Some(says("one"))), (two, Some(says("two"))), (three, None)];
    assert_eq!(said(stores, &first, 1, &ids).await, expected);
    let expected = [(one, Some(says("one, changed"))), (three, None), (four, Some(says("four")))];
    for number in [2, 3] {
        let now: Vec<_> = [one, three, four].to_vec();
        assert_eq!(said(stores, &first, number, &now).await, expected, "{number}");
    }
    let unknown = stores.reader.find_revision(first.id, 4).await.expect("answers");
    assert_eq!(unknown, None);
    let other = make.id();
    assert_eq!(stores.reader.find_revision(other, 1).await.expect("answers"), None);
}

/// Publishing what was published before, after it was taken back, is no other revision.
pub async fn publishing_the_same_again_keeps_one_revision(stores: &Stores) {
    let mut make = Make::new(702);
    let first = make.course("Rust");
    let id: LessonId = make.id();
    stores.put(&make, publishing(&first, vec![LessonWrite::Put(id, Some(says("one")))])).await;
    let again = changed(&first, |it| {
        it.published.as_mut().expect("it was published").at = make.at(60);
    });
    stores.put(&make, publishing(&again, Vec::new())).await;
    let found = stores.reader.find_revision(first.id, 1).await.expect("answers");
    assert_eq!(found, Some(kept(&first)));
    assert_eq!(said(stores, &first, 1, &[id]).await, [(id, Some(says("one")))]);
    let page = stores.reader.list_revisions(first.id, None, 20).await.expect("answers");
    assert_eq!(page.items.len(), 1);
}

/// A lesson gets back what it said in a revision, whatever happened to it since.
pub async fn what_lessons_said_comes_back_to_the_draft(stores: &Stores) {
    let mut make = Make::new(703);
    let first = make.course("Rust");
    let ids: Vec<LessonId> = (0..120).map(|_| make.id()).collect();
    let puts = |word: &str| -> Vec<LessonWrite> {
        let text = |number| Some(says(&format!("{word} {number}")));
        ids.iter().enumerate().map(|(at, id)| LessonWrite::Put(*id, text(at))).collect()
    };
    stores.put(&make, publishing(&first, puts("old"))).await;
    let second = next(&first, "Second");
    stores.put(&make, publishing(&second, puts("new"))).await;
    let third = next(&second, "Third");
    let removed = ids[..60].iter().map(|id| LessonWrite::Remove(*id)).collect();
    stores.put(&make, publishing(&third, removed)).await;

    let fourth = changed(&third, |_| ());
    let lessons = ids.iter().map(|id| LessonWrite::Restore(*id, 1)).collect();
    let write = CourseWrite { publishes_lessons: false, ..publishing(&fourth, lessons) };
    stores.put(&make, write).await;
    for (number, id) in ids.iter().enumerate() {
        let reader = &stores.reader;
        let draft = reader.find_lesson_content(first.id, *id, LessonCopy::Draft).await;
        let expected = Some(Some(says(&format!("old {number}"))));
        assert_eq!(draft.expect("answers"), expected);
        let published = reader.find_lesson_content(first.id, *id, LessonCopy::Published).await;
        let expected = (number >= 60).then(|| Some(says(&format!("new {number}"))));
        assert_eq!(published.expect("answers"), expected);
    }
    let fifth = next(&fourth, "Fifth");
    stores.put(&make, publishing(&fifth, Vec::new())).await;
    assert_eq!(said(stores, &first, 4, &ids[..1]).await, [(ids[0], Some(says("old 0")))]);
    assert_eq!(said(stores, &first, 2, &ids[..1]).await, [(ids[0], Some(says("new 0")))]);
}

/// Lists go from the newest number to the oldest, page by page.
pub async fn revisions_are_listed_newest_first(stores: &Stores) {
    let mut make = Make::new(704);
    let mut state = make.course("Course 1");
    let other = make.course("Another");
    stores.put(&make, publishing(&other, Vec::new())).await;
    let mut expected = Vec::new();
    for number in 1..=12_u32 {
        stores.put(&make, publishing(&state, Vec::new())).await;
        let Revision { draft_version, at, content, .. } = kept(&state);
        expected.insert(0, RevisionSummary { number, draft_version, at, title: content.title });
        state = next(&state, &format!("Course {}", number + 1));
    }
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = stores.reader.list_revisions(state.id, before, 5).await.expect("answers");
        assert!(page.items.len() <= 5);
        seen.extend(page.items);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen, expected);
    let unknown = make.id();
    let none = stores.reader.list_revisions(unknown, None, 5).await.expect("answers");
    assert_eq!((none.items, none.next), (Vec::new(), None));
}

/// Nothing is left of the revisions of a course that is gone.
pub async fn revisions_go_away_with_their_course(stores: &Stores) {
    let mut make = Make::new(705);
    let first = make.course("Rust");
    let id: LessonId = make.id();
    stores.put(&make, publishing(&first, vec![LessonWrite::Put(id, Some(says("one")))])).await;
    stores.put(&make, changed(&first, |it| it.deleted = true)).await;
    assert_eq!(stores.reader.find_revision(first.id, 1).await.expect("answers"), None);
    assert_eq!(said(stores, &first, 1, &[id]).await, []);
}
