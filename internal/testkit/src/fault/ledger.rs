//! Acknowledged writes, and whether they are there.

use std::collections::{HashMap, HashSet};
use std::fmt;

use uuid::Uuid;

/// Everything that clients were told.
///
/// A client marks each wish with a text that no other wish has and that is stored along, so that
/// the store can be asked how often the wish was fulfilled.
#[derive(Debug, Default)]
pub struct Ledger {
    wishes: HashMap<String, Heard>,
}

#[derive(Debug, Default)]
struct Heard {
    ids: HashSet<Uuid>,
    content: String,
    /// A content that was sent and never clearly answered.
    maybe: Option<String>,
}

/// What is stored for a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The mark of the wish.
    pub mark: String,
    /// The id of what was made.
    pub id: Uuid,
    /// What it says.
    pub content: String,
}

/// What became of what was acknowledged.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many wishes were acknowledged.
    pub acknowledged: usize,
    /// Marks of acknowledged wishes that are not stored.
    pub lost: Vec<String>,
    /// Marks of wishes that were fulfilled more than once.
    pub doubled: Vec<String>,
    /// Marks of wishes whose stored content is not what was acknowledged.
    pub different: Vec<String>,
}

impl Ledger {
    /// Notes that a client was told: your wish is fulfilled, by `id`, and says `content`. A wish
    /// that is repeated is told the same.
    pub fn acknowledge(&mut self, mark: &str, id: Uuid, content: &str) {
        let heard = self.wishes.entry(mark.to_owned()).or_default();
        heard.ids.insert(id);
        content.clone_into(&mut heard.content);
        heard.maybe = None;
    }

    /// Notes that a change to `content` was sent and never clearly answered.
    pub fn doubt(&mut self, mark: &str, content: &str) {
        self.wishes.entry(mark.to_owned()).or_default().maybe = Some(content.to_owned());
    }

    /// Adds what another client heard.
    pub fn merge(&mut self, other: Self) {
        self.wishes.extend(other.wishes);
    }

    /// The ids of everything that was acknowledged.
    #[must_use]
    pub fn ids(&self) -> HashSet<Uuid> {
        self.wishes.values().flat_map(|heard| heard.ids.iter().copied()).collect()
    }

    /// Compares with everything that is stored, once no wish is open any more.
    #[must_use]
    pub fn compare(&self, stored: &[Stored]) -> Verdict {
        let mut found: HashMap<&str, Vec<&Stored>> = HashMap::new();
        for one in stored {
            found.entry(&one.mark).or_default().push(one);
        }
        let told = self.wishes.iter().filter(|(_, heard)| !heard.ids.is_empty());
        let mut verdict = Verdict { acknowledged: told.clone().count(), ..Verdict::default() };
        for (mark, heard) in told {
            let stored = found.get(mark.as_str()).map_or(&[][..], Vec::as_slice);
            let own = stored.iter().find(|it| heard.ids.contains(&it.id));
            match own {
                None => verdict.lost.push(mark.clone()),
                Some(own) if !heard.allows(&own.content) => verdict.different.push(mark.clone()),
                Some(_) => {}
            }
            if heard.ids.len() > 1 || stored.len() > 1 {
                verdict.doubled.push(mark.clone());
            }
        }
        // What nobody was told of is the other half of something that was done twice.
        let unknown = found.keys().filter(|mark| !self.wishes.contains_key(**mark));
        verdict.doubled.extend(unknown.map(|mark| (*mark).to_owned()));
        verdict
    }
}

impl Heard {
    fn allows(&self, content: &str) -> bool {
        self.content == content || self.maybe.as_deref() == Some(content)
    }
}

impl Verdict {
    /// Whether everything is as it was promised.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.lost.is_empty() && self.doubled.is_empty() && self.different.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { acknowledged, lost, doubled, different } = self;
        let (lost, doubled, different) = (lost.len(), doubled.len(), different.len());
        write!(
            f,
            "{acknowledged} acknowledged, {lost} lost, {doubled} doubled, {different} different"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn stored(mark: &str, number: u128, content: &str) -> Stored {
        Stored { mark: mark.to_owned(), id: id(number), content: content.to_owned() }
    }

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        ledger.acknowledge("a", id(1), "0");
        ledger.acknowledge("b", id(2), "0");
        ledger.doubt("b", "1");
        ledger
    }

    #[test]
    fn what_is_stored_as_it_was_told_is_kept() {
        for b in ["0", "1"] {
            let verdict = ledger().compare(&[stored("a", 1, "0"), stored("b", 2, b)]);
            assert!(verdict.is_kept(), "{verdict:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_lost() {
        let verdict = ledger().compare(&[stored("b", 2, "0")]);
        assert_eq!(verdict.lost, ["a"]);
        assert_eq!(verdict.to_string(), "2 acknowledged, 1 lost, 0 doubled, 0 different");
    }

    #[test]
    fn what_is_there_twice_is_doubled() {
        let twice = [stored("a", 1, "0"), stored("a", 9, "0"), stored("b", 2, "0")];
        assert_eq!(ledger().compare(&twice).doubled, ["a"]);

        let unknown = [stored("a", 1, "0"), stored("b", 2, "0"), stored("c", 3, "0")];
        assert_eq!(ledger().compare(&unknown).doubled, ["c"]);

        let mut told_twice = ledger();
        told_twice.acknowledge("a", id(7), "0");
        let verdict = told_twice.compare(&[stored("a", 1, "0"), stored("b", 2, "0")]);
        assert_eq!(verdict.doubled, ["a"]);
    }

    #[test]
    fn what_says_something_else_is_different() {
        let verdict = ledger().compare(&[stored("a", 1, "9"), stored("b", 2, "2")]);
        let mut different = verdict.different;
        different.sort();
        assert_eq!(different, ["a", "b"]);
    }
}
