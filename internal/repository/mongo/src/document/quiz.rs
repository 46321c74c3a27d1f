//! A quiz within the content of a lesson. Growth: at most a hundred questions and 200,000
//! characters, as a long text has.

use courses_domain::catalogue::{
    AnswerKey, Choice, Explanation, OptionText, Prompt, Question, Quiz, QuizItemId, QuizOption,
};
use serde::{Deserialize, Serialize};

use crate::convert::{to_long, to_number};
use crate::error::{BadField, InField};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct QuestionDocument {
    id: String,
    prompt: String,
    choice: String,
    options: Vec<OptionDocument>,
    points: Option<i64>,
    /// The ids of the options that are right.
    correct: Vec<String>,
    explanation: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct OptionDocument {
    id: String,
    text: String,
}

/// The questions of a quiz as they are kept.
pub(super) fn questions(quiz: &Quiz) -> Vec<QuestionDocument> {
    quiz.questions().iter().map(QuestionDocument::from).collect()
}

/// The quiz of questions as they were kept.
pub(super) fn quiz(questions: Vec<QuestionDocument>) -> Result<Quiz, BadField> {
    let questions = questions.into_iter().enumerate().map(|(index, question)| {
        question.into_question().map_err(|err| err.within(format_args!("questions.{index}")))
    });
    Quiz::new(questions.collect::<Result<_, _>>()?).in_field("questions")
}

impl From<&Question> for QuestionDocument {
    fn from(question: &Question) -> Self {
        let option = |it: &QuizOption| OptionDocument {
            id: it.id.as_str().to_owned(),
            text: it.text.as_str().to_owned(),
        };
        let key = &question.key;
        Self {
            id: question.id.as_str().to_owned(),
            prompt: question.prompt.as_str().to_owned(),
            choice: question.choice.word().to_owned(),
            options: question.options.iter().map(option).collect(),
            points: question.points.map(|points| to_long(points.into())),
            correct: key.correct.iter().map(|id| id.as_str().to_owned()).collect(),
            explanation: key.explanation.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

impl QuestionDocument {
    fn into_question(self) -> Result<Question, BadField> {
        let id = |raw: &str| QuizItemId::parse(raw);
        let option = |raw: OptionDocument| {
            Ok::<_, BadField>(QuizOption {
                id: id(&raw.id).in_field("options.id")?,
                text: OptionText::parse(&raw.text).in_field("options.text")?,
            })
        };
        let correct = self.correct.iter().map(|raw| id(raw).in_field("correct"));
        let explanation = self.explanation.map(|raw| Explanation::parse(&raw));
        Ok(Question {
            id: id(&self.id).in_field("id")?,
            prompt: Prompt::parse(&self.prompt).in_field("prompt")?,
            choice: Choice::parse(&self.choice).in_field("choice")?,
            options: self.options.into_iter().map(option).collect::<Result<_, _>>()?,
            points: self.points.map(|points| to_number(points, "points")).transpose()?,
            key: AnswerKey {
                correct: correct.collect::<Result<_, _>>()?,
                explanation: explanation.transpose().in_field("explanation")?,
            },
        })
    }
}
