//! A quiz: questions, what can be chosen, and what is right.
//!
//! A learner gets a [`QuizSheet`]. It is a type of its own, made by one conversion, and has no room
//! for what is right: nobody can forget to leave the answers out.

use std::collections::HashSet;

use crate::shared::{
    Coded, TextError, Violations, bounded, private_text_value, redacted, text_value,
};

text_value! {
    /// What a question asks, in Markdown.
    Prompt, 5_000
}
text_value! {
    /// What can be chosen, in Markdown.
    OptionText, 1_000
}
private_text_value! {
    /// Why the right answer is right, in Markdown. It gives the answer away.
    Explanation, 5_000
}

/// The name of a question in its quiz, or of an option in its question, given by the author. It
/// stays when the wording changes, so that answers can be kept by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuizItemId(String);

impl QuizItemId {
    /// The most characters allowed.
    pub const MAX_CHARS: usize = 32;

    /// Accepts lower-case letters, digits, hyphens and underscores.
    ///
    /// # Errors
    ///
    /// [`TextError`] if it is empty, too long, or has other characters.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let text = bounded(raw, Self::MAX_CHARS)?;
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
        if text.bytes().all(good) {
            Ok(Self(text.to_owned()))
        } else {
            let expected = "lower-case letters, digits, hyphens and underscores";
            Err(TextError::Form { expected })
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How many options of a question are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Exactly one.
    Single,
    /// One or more.
    Multiple,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::Single, Self::Multiple];

    /// The word for this choice.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
        }
    }

    /// The choice with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word() == word)
    }
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizOption {
    /// Its name in the question.
    pub id: QuizItemId,
    /// What it says.
    pub text: OptionText,
}

/// What is right, and why. Never shown to learners, and not by `Debug` either.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerKey {
    /// The options that are right.
    pub correct: Vec<QuizItemId>,
    /// Why they are.
    pub explanation: Option<Explanation>,
}
redacted!(AnswerKey);

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name in the quiz.
    pub id: QuizItemId,
    /// What it asks.
    pub prompt: Prompt,
    /// How many options are right.
    pub choice: Choice,
    /// What can be chosen.
    pub options: Vec<QuizOption>,
    /// What it counts for.
    pub points: Option<u32>,
    /// What is right.
    pub key: AnswerKey,
}

impl Question {
    /// The fewest options.
    pub const MIN_OPTIONS: usize = 2;
    /// The most options.
    pub const MAX_OPTIONS: usize = 20;
    /// The most points.
    pub const MAX_POINTS: u32 = 1_000;

    fn check(&self, at: &str, violations: &mut Violations) {
        let options = self.options.len();
        if options < Self::MIN_OPTIONS {
            let detail = format!("must have at least {} items", Self::MIN_OPTIONS);
            violations.add(format!("{at}/options"), "too-few-items", detail);
        }
        at_most(violations, &format!("{at}/options"), options, Self::MAX_OPTIONS);
        let ids = self.options.iter().map(|option| &option.id);
        once(violations, ids, |index| format!("{at}/options/{index}/id"));
        if self.points.is_some_and(|points| points > Self::MAX_POINTS) {
            let detail = format!("at most {} points are allowed", Self::MAX_POINTS);
            violations.add(format!("{at}/points"), "maximum", detail);
        }
        self.check_key(at, violations);
    }

    fn check_key(&self, at: &str, violations: &mut Violations) {
        let (correct, pointer) = (&self.key.correct, format!("{at}/correct"));
        for (index, id) in correct.iter().enumerate() {
            if !self.options.iter().any(|option| option.id == *id) {
                let detail = "is no option of this question";
                violations.add(format!("{pointer}/{index}"), "unknown-id", detail);
            }
        }
        once(violations, correct.iter(), |index| format!("{pointer}/{index}"));
        if correct.is_empty() {
            violations.add(pointer, "too-few-items", "must name at least one option");
        } else if self.choice == Choice::Single && correct.len() > 1 {
            violations.add(pointer, "too-many-items", "must name one option of a single choice");
        } else {
            at_most(violations, &pointer, correct.len(), Self::MAX_OPTIONS);
        }
    }

    fn chars(&self) -> usize {
        let count = |text: &str| text.chars().count();
        let options: usize = self.options.iter().map(|option| count(option.text.as_str())).sum();
        let explanation = self.key.explanation.as_ref().map_or(0, |it| count(it.as_str()));
        count(self.prompt.as_str()) + options + explanation
    }
}

/// Questions and their answers, as an author writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiz(Vec<Question>);

impl Quiz {
    /// The most questions.
    pub const MAX_QUESTIONS: usize = 100;
    /// The most characters of all texts together.
    pub const MAX_CHARS: usize = 200_000;

    /// A quiz of these questions.
    ///
    /// # Errors
    ///
    /// [`Violations`] below `/questions`, all of them.
    pub fn new(questions: Vec<Question>) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        if questions.is_empty() {
            violations.add("/questions", "too-few-items", "must have at least 1 item");
        }
        at_most(&mut violations, "/questions", questions.len(), Self::MAX_QUESTIONS);
        once(&mut violations, questions.iter().map(|it| &it.id), |at| {
            format!("/questions/{at}/id")
        });
        for (index, question) in questions.iter().enumerate() {
            question.check(&format!("/questions/{index}"), &mut violations);
        }
        let actual = questions.iter().map(Question::chars).sum();
        if actual > Self::MAX_CHARS {
            let refused = TextError::TooLong { max: Self::MAX_CHARS, actual };
            violations.add("/questions", refused.code(), refused);
        }
        violations.into_result().map(|()| Self(questions))
    }

    /// The questions, in order.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.0
    }
}

/// A quiz as learners get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizSheet {
    /// The questions, in order.
    pub questions: Vec<OpenQuestion>,
}

/// A question without its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// Its name in the quiz.
    pub id: QuizItemId,
    /// What it asks.
    pub prompt: Prompt,
    /// How many options are right.
    pub choice: Choice,
    /// What can be chosen.
    pub options: Vec<QuizOption>,
    /// What it counts for.
    pub points: Option<u32>,
}

impl From<Quiz> for QuizSheet {
    fn from(quiz: Quiz) -> Self {
        let questions = quiz.0.into_iter().map(|question| {
            let Question { id, prompt, choice, options, points, key: _ } = question;
            OpenQuestion { id, prompt, choice, options, points }
        });
        Self { questions: questions.collect() }
    }
}

fn at_most(violations: &mut Violations, at: &str, actual: usize, max: usize) {
    if actual > max {
        violations.add(at, "too-many-items", format!("must have at most {max} items"));
    }
}

/// Notes each name that stood before.
fn once<'a>(
    violations: &mut Violations,
    ids: impl Iterator<Item = &'a QuizItemId>,
    pointer: impl Fn(usize) -> String,
) {
    let mut seen = HashSet::new();
    for (index, id) in ids.enumerate() {
        if !seen.insert(id) {
            violations.add(pointer(index), "duplicate", "stands here more than once");
        }
    }
}

#[cfg(test)]
mod tests;
