//! Publication requests are kept whole, and one of a course is open.

use courses_domain::catalogue::{PublicationRequest, PublicationRequestState, PublicationStatus};
use courses_domain::{Aggregate, AggregateKind};
use courses_port::Conflict;
use courses_port::catalogue::PublicationRequestQuery;
use futures::future::join_all;

use super::{Stores, refused};
use crate::build::{Make, Save, changed};

const EVERYTHING: PublicationRequestQuery =
    PublicationRequestQuery { status: None, owner: None, after: None, limit: 3 };

fn restored(state: &PublicationRequestState) -> PublicationRequest {
    PublicationRequest::restore(state.clone())
}

/// Every field comes back, set or not, in each status; what is open is found by its course.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(601);
    for status in PublicationStatus::ALL {
        let course = make.id();
        let plain = PublicationRequestState { status, ..make.publication_request(course) };
        stores.put(&make, plain.clone()).await;
        let found = stores.reader.find_publication_request(plain.id).await.expect("answers");
        assert_eq!(found, Some(restored(&plain)));
        let open = stores.reader.find_open_publication_request(course).await.expect("answers");
        assert_eq!(open, status.is_open().then(|| restored(&plain)));
        let rich = PublicationRequestState { status, ..make.rejected_request(course) };
        let rich = changed(&plain, |it| {
            *it = PublicationRequestState { id: it.id, revision: it.revision, ..rich }
        });
        stores.put(&make, rich.clone()).await;
        let found = stores.reader.find_publication_request(rich.id).await.expect("answers");
        assert_eq!(found, Some(restored(&rich)));
    }
    let unknown = make.id();
    assert_eq!(stores.reader.find_publication_request(unknown).await.expect("answers"), None);
}

/// Who decides on what somebody else decided meanwhile is refused.
pub async fn a_stale_request_is_refused(stores: &Stores) {
    let mut make = Make::new(602);
    let course = make.id();
    let first = make.publication_request(course);
    stores.put(&make, first.clone()).await;
    let approved = changed(&first, |it| it.status = PublicationStatus::Approved);
    stores.put(&make, approved.clone()).await;
    let late = changed(&first, |it| it.status = PublicationStatus::Rejected);
    let kind = AggregateKind::PublicationRequest;
    let stale = Conflict::Stale(Aggregate { kind, id: first.id.into() });
    assert_eq!(refused(stores.save(&make, late).await), stale);
    assert_eq!(refused(stores.save(&make, first.clone()).await), stale);
    let found = stores.reader.find_publication_request(first.id).await.expect("answers");
    assert_eq!(found, Some(restored(&approved)));
}

/// A second open request is refused, unless the first one is withdrawn in the same set.
pub async fn one_request_of_a_course_is_open(stores: &Stores) {
    let mut make = Make::new(603);
    let course = make.id();
    let first = make.publication_request(course);
    stores.put(&make, first.clone()).await;
    let second = make.publication_request(course);
    let open = Conflict::PublicationRequestOpen;
    assert_eq!(refused(stores.save(&make, second.clone()).await), open);
    let withdrawn = changed(&first, |it| it.status = PublicationStatus::Withdrawn);
    stores.put_all(&make, [withdrawn.save(), second.clone().save()]).await;
    let found = stores.reader.find_open_publication_request(course).await.expect("answers");
    assert_eq!(found, Some(restored(&second)));
    let elsewhere = make.id();
    let other = make.publication_request(elsewhere);
    stores.put(&make, other).await;
}

/// Of requests made at the same time one is open afterwards.
pub async fn of_many_who_ask_at_once_one_gets_through(stores: &Stores) {
    let mut make = Make::new(604);
    let course = make.id();
    let requests: Vec<_> = (0..6).map(|_| make.publication_request(course)).collect();
    let saved = join_all(requests.into_iter().map(|it| stores.save(&make, it))).await;
    let (passed, refusals): (Vec<_>, Vec<_>) = saved.into_iter().partition(Result::is_ok);
    assert_eq!((passed.len(), refusals.len()), (1, 5));
    for refusal in refusals {
        assert_eq!(refused(refusal), Conflict::PublicationRequestOpen);
    }
}

/// Lists go from the oldest to the newest, and each filter selects.
pub async fn requests_are_listed_oldest_first(stores: &Stores) {
    let mut make = Make::new(605);
    let owner = make.id();
    let mut states = Vec::new();
    for number in 0..8 {
        let course = make.id();
        let mut state = make.publication_request(course);
        state.status = PublicationStatus::ALL[number % 2];
        if number % 3 == 0 {
            state.owner = owner;
        }
        states.push(state);
    }
    let mixed = states.iter().rev().cloned().map(Save::save);
    stores.put_all(&make, mixed).await;
    for status in [None, Some(PublicationStatus::Unwatched), Some(PublicationStatus::Rejected)] {
        for owner in [None, Some(owner)] {
            let wanted = |it: &&PublicationRequestState| {
                status.is_none_or(|status| it.status == status)
                    && owner.is_none_or(|owner| it.owner == owner)
            };
            let expected: Vec<_> = states.iter().filter(wanted).cloned().collect();
            let mut query = PublicationRequestQuery { status, owner, ..EVERYTHING };
            let mut seen = Vec::new();
            loop {
                let page = stores.reader.list_publication_requests(&query).await.expect("answers");
                assert!(page.items.len() <= 3);
                seen.extend(page.items.iter().map(|it| it.state().clone()));
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{status:?} {owner:?}");
        }
    }
}
