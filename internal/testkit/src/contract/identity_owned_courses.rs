//! What an account owns, for its export.

use courses_domain::catalogue::{CourseId, CourseState, Lifecycle};

use super::Stores;
use crate::build::{Make, Save as _, changed};

/// In any state but deleted, a page at a time.
pub async fn owned_courses_are_listed_newest_first(stores: &Stores) {
    let mut make = Make::new(2501);
    let (mine, other) = (make.id(), make.id());
    let mut owned: Vec<CourseId> = Vec::new();
    for lifecycle in Lifecycle::ALL {
        let state = CourseState { lifecycle, owner: mine, ..make.rich_course() };
        owned.insert(0, state.id);
        let stranger = CourseState { owner: other, ..make.rich_course() };
        stores.put_all(&make, [state.save(), stranger.save()]).await;
    }
    let draft = CourseState { owner: mine, ..make.draft_course("Draft") };
    owned.insert(0, draft.id);
    let lost = CourseState { owner: mine, ..make.draft_course("Lost") };
    stores.put_all(&make, [draft.save(), lost.clone().save()]).await;
    stores.put(&make, changed(&lost, |it| it.deleted = true)).await;

    for limit in [1, 2, 5, 100] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = stores.identity.list_owned_courses(mine, after, limit).await;
            let page = page.expect("the store answers");
            assert!(page.items.len() <= limit as usize);
            seen.extend(page.items.into_iter().map(CourseId::from));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, owned, "{limit}");
    }
    let nobody = stores.identity.list_owned_courses(make.id(), None, 10).await;
    assert!(nobody.expect("answers").items.is_empty());
}
