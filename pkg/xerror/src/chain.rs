//! An error with everything below it, for the log.

use std::error::Error;
use std::fmt;

/// A chain this deep is a mistake in somebody's `source`; printing it must end all the same.
const MAX_DEPTH: usize = 32;

/// Prints an error followed by its causes, `: ` between them.
///
/// Our own errors print themselves without their cause. Some foreign ones add it to their own
/// sentence; what was said already is not said twice.
#[derive(Debug, Clone, Copy)]
pub struct ErrorChain<'a>(pub &'a (dyn Error + 'static));

impl ErrorChain<'_> {
    /// The sentences of the chain, outermost first.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        let causes = std::iter::successors(Some(self.0), |&err| err.source());
        for sentence in causes.take(MAX_DEPTH).map(ToString::to_string) {
            if !sentences.last().is_some_and(|said| said.ends_with(&sentence)) {
                sentences.push(sentence);
            }
        }
        sentences
    }
}

impl fmt::Display for ErrorChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentences().join(": "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Layer(&'static str, Option<Box<Layer>>);

    impl fmt::Display for Layer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Layer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref().map(|layer| layer as _)
        }
    }

    fn stack(sentences: &[&'static str]) -> Layer {
        let (first, rest) = sentences.split_first().expect("a stack has at least one layer");
        Layer(first, (!rest.is_empty()).then(|| Box::new(stack(rest))))
    }

    #[test]
    fn the_chain_is_printed_from_the_outside_in() {
        let err = stack(&["could not save", "store is away", "connection refused"]);
        assert_eq!(
            ErrorChain(&err).to_string(),
            "could not save: store is away: connection refused"
        );
    }

    #[test]
    fn a_cause_that_its_parent_already_told_is_not_repeated() {
        let err = stack(&["could not save: connection refused", "connection refused"]);
        assert_eq!(ErrorChain(&err).to_string(), "could not save: connection refused");
    }
}
