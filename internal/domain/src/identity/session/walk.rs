//! Random lives of sessions: whatever is presented in whatever order, at most one token can be
//! traded for a new one.

use proptest::prelude::*;

use super::tests::{LIFETIME, session_id, started};
use super::*;
use crate::identity::fixtures::at;

#[derive(Debug, Clone)]
enum Step {
    /// The token so many before the newest.
    Present(usize),
    /// The token so many before the newest, with one bit turned.
    Damage(usize, u8),
    /// The token so many before the newest, as another generation.
    Relabel(usize, u32),
    /// Nothing for so many seconds.
    Wait(i64),
    End,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => Just(Step::Present(0)),
        6 => Just(Step::Present(1)),
        1 => (0..6_usize).prop_map(Step::Present),
        2 => (0..6_usize, any::<u8>()).prop_map(|(back, bit)| Step::Damage(back, bit)),
        2 => (0..6_usize, 0..9_u32).prop_map(|(back, to)| Step::Relabel(back, to)),
        5 => prop_oneof![0..12_i64, 0..1200_i64].prop_map(Step::Wait),
        1 => Just(Step::End),
    ]
}

/// What must come out of presenting the token of `generation`.
fn expected(
    session: &Session,
    issued: &[RefreshToken],
    generation: usize,
    now: i64,
) -> Result<Option<RefreshToken>, RefreshRefused> {
    let state = session.state();
    let newest = issued.len() - 1;
    if state.ended.is_some() {
        Err(RefreshRefused::Ended)
    } else if at(now) >= state.expires_at {
        Err(RefreshRefused::Expired)
    } else if generation == newest {
        Ok(None)
    } else if generation + 1 == newest && now <= state.refreshed_at.as_second() + 10 {
        Ok(Some(issued[newest].clone()))
    } else {
        Err(RefreshRefused::Reused)
    }
}

/// Which generations the session would accept now.
fn accepted(session: &Session, issued: &[RefreshToken], now: i64) -> Vec<u32> {
    let accepts = |token: &&RefreshToken| session.clone().refresh(token, at(now), LIFETIME).is_ok();
    issued.iter().filter(accepts).map(|token| token.generation).collect()
}

fn presented(issued: &[RefreshToken], back: usize) -> RefreshToken {
    issued[(issued.len() - 1).saturating_sub(back)].clone()
}

proptest! {
    #[test]
    fn only_the_newest_token_and_for_a_moment_its_parent_are_accepted(
        steps in prop::collection::vec((any_step(), any::<bool>()), 1..60),
    ) {
        let (mut session, first) = started();
        let mut issued = vec![first];
        let mut now = 0;
        for (step, stores) in steps {
            let before = session.clone();
            match step {
                Step::Present(back) => {
                    let token = presented(&issued, back);
                    let generation = usize::try_from(token.generation).unwrap();
                    let expected = expected(&session, &issued, generation, now);
                    let got = session.refresh(&token, at(now), LIFETIME);
                    match (expected, got) {
                        (Ok(None), Ok(child)) => {
                            prop_assert!(issued.iter().all(|old| old.secret != child.secret));
                            let generation = usize::try_from(child.generation).unwrap();
                            prop_assert_eq!(generation, issued.len());
                            prop_assert_eq!(session.state().refreshed_at, at(now));
                            issued.push(child);
                        }
                        (Ok(Some(same)), Ok(child)) => {
                            prop_assert_eq!(same, child);
                            prop_assert_eq!(&session, &before);
                        }
                        (Err(expected), Err(refused)) => {
                            prop_assert_eq!(expected, refused);
                            let ends = refused == RefreshRefused::Reused;
                            prop_assert_eq!(session == before, !ends);
                            prop_assert!(!session.is_live(at(now)));
                        }
                        (expected, got) => prop_assert!(false, "{expected:?} {got:?}"),
                    }
                }
                Step::Damage(back, bit) => {
                    let token = presented(&issued, back);
                    let mut secret = *token.secret.expose();
                    secret[usize::from(bit) / 8] ^= 1 << (bit % 8);
                    let damaged = RefreshToken { secret: Secret::new(secret), ..token };
                    prop_assert!(session.refresh(&damaged, at(now), LIFETIME).is_err());
                    prop_assert_eq!(&session, &before);
                }
                Step::Relabel(back, generation) => {
                    let token = presented(&issued, back);
                    prop_assume!(token.generation != generation);
                    let relabelled = RefreshToken { generation, ..token };
                    prop_assert!(session.refresh(&relabelled, at(now), LIFETIME).is_err());
                    prop_assert_eq!(&session, &before);
                }
                Step::Wait(seconds) => now += seconds,
                Step::End => session.end(EndReason::SignedOut, at(now)),
            }
            let newest = issued.last().unwrap().generation;
            let accepted = accepted(&session, &issued, now);
            if session.is_live(at(now)) {
                let parent = accepted.len() == 2 && accepted[0] + 1 == newest;
                prop_assert!((parent || accepted.len() == 1) && accepted.ends_with(&[newest]));
            } else {
                prop_assert!(accepted.is_empty());
            }
            prop_assert_eq!(session.state().generation, newest);
            if let Some(end) = before.state().ended {
                prop_assert_eq!(session.state().ended, Some(end));
            }
            if session != before {
                prop_assert!(session.is_changed());
            }
            if stores {
                session = Session::restore(session.into_parts().0);
            }
        }
        prop_assert_eq!(session.state().id, session_id());
    }

    /// Many present the same token at once; each decides on what it read, and the store takes
    /// the decision of one that read the newest revision.
    #[test]
    fn a_race_of_many_has_one_child(
        readers in prop::collection::vec((any::<bool>(), 0..10_i64), 2..40),
    ) {
        let (first_read, first) = started();
        let mut stored = first_read.state().clone();
        let mut children = Vec::new();
        for (reads_early, second) in readers {
            let mut session =
                if reads_early { first_read.clone() } else { Session::restore(stored.clone()) };
            let child = loop {
                let child = session.refresh(&first, at(second), LIFETIME).unwrap();
                let changed = session.is_changed();
                let (state, recorder) = session.into_parts();
                if !changed {
                    break child;
                }
                if recorder.read_at() == stored.revision {
                    stored = state;
                    break child;
                }
                session = Session::restore(stored.clone());
            };
            children.push(child);
        }
        prop_assert!(children.windows(2).all(|pair| pair[0] == pair[1]));
        prop_assert_eq!((stored.generation, stored.revision, stored.ended), (1, 2, None));
    }
}
