//! Does the same on every store and compares the answers.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::chance::Chance;
use crate::known::Known;
use crate::perform::perform;
use crate::school::Stores;
use crate::sequence::{Act, Sequence};

/// How many steps of each act were agreed on, and how many of them were refusals.
#[derive(Debug, Default)]
pub(crate) struct Compared(BTreeMap<Act, (usize, usize)>);

/// Two stores that do not agree on the last step of a sequence.
pub(crate) struct Difference {
    sequence: Sequence,
    story: String,
}

/// Runs the sequence on every store.
pub(crate) async fn compare(stores: &Stores, sequence: &Sequence) -> Result<Compared, Difference> {
    let (space, schools) = stores.open();
    let (mut known, mut compared, mut story) =
        (Known::default(), Compared::default(), String::new());
    for (number, step) in sequence.steps.iter().enumerate() {
        let chance = || Chance::new(step.seed, &known, space);
        let model = perform(&schools[0], step.act, chance()).await;
        writeln!(story, "step {number}: {}\n  {}", model.asked, model.answer.text).unwrap();
        for school in &schools[1..] {
            let done = perform(school, step.act, chance()).await;
            if done.answer.text != model.answer.text {
                writeln!(story, "  {} answers {}", school.store, done.answer.text).unwrap();
                let steps = sequence.steps[..=number].to_vec();
                return Err(Difference { sequence: Sequence { steps, ..*sequence }, story });
            }
        }
        compared.note(model.act, model.answer.refused);
        known.learn(model.answer.learned);
    }
    Ok(compared)
}

/// The shortest story that can be found of stores that do not agree: steps are left out as long
/// as they still do not.
pub(crate) async fn shrink(stores: &Stores, mut difference: Difference) -> String {
    let mut count = difference.sequence.steps.len() / 2;
    while count > 0 {
        let mut from = 0;
        while from < difference.sequence.steps.len() {
            let shorter = difference.sequence.without(from, count);
            match compare(stores, &shorter).await {
                Err(found) => difference = found,
                Ok(_) => from += count,
            }
        }
        count /= 2;
    }
    let Difference { sequence, story } = difference;
    format!("sequence {} has a step that stores do not agree on\n{story}", sequence.seed)
}

impl Compared {
    fn note(&mut self, act: Act, refused: bool) {
        let (all, refusals) = self.0.entry(act).or_default();
        *all += 1;
        *refusals += usize::from(refused);
    }

    pub(crate) fn add(&mut self, more: &Self) {
        for (act, (all, refusals)) in &more.0 {
            let sum = self.0.entry(*act).or_default();
            sum.0 += all;
            sum.1 += refusals;
        }
    }

    /// Fails if an act was hardly ever granted, or never refused: then too little of it was compared.
    pub(crate) fn assert_worthwhile(&self) {
        for (act, (all, refusals)) in &self.0 {
            let granted = all - refusals;
            assert!(4 * granted > *all, "{act:?} was refused {refusals} times of {all}");
            let always_granted =
                matches!(act, Act::Wait | Act::ListPeople | Act::ListCourses | Act::Suggest);
            assert!(always_granted || *refusals > 0, "{act:?} was never refused");
        }
        let (all, refusals) = self.sum();
        assert!(all > 2 * refusals, "{refusals} of {all} steps were refused");
    }

    /// All steps, and how many of them were refusals.
    fn sum(&self) -> (usize, usize) {
        self.0.values().fold((0, 0), |sum, (all, refusals)| (sum.0 + all, sum.1 + refusals))
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (steps, refused) = self.sum();
        write!(f, "{steps} steps, refused {refused}")?;
        for (act, (all, refusals)) in &self.0 {
            write!(f, "\n  {act:?} {all}, refused {refusals}")?;
        }
        Ok(())
    }
}
