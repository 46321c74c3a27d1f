//! A quiz within the content of a lesson.

use std::borrow::Cow;
use std::error::Error;

use courses_domain::catalogue::{
    AnswerKey, Choice, Explanation, OptionText, Prompt, Question, Quiz, QuizItemId, QuizOption,
};
use serde::{Deserialize, Serialize};

use super::value::UnknownWord;

type Bad = Box<dyn Error + Send + Sync>;

/// [`Question`].
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct QuestionRow<'a> {
    id: Cow<'a, str>,
    prompt: Cow<'a, str>,
    choice: Cow<'a, str>,
    options: Vec<OptionRow<'a>>,
    points: Option<u32>,
    correct: Vec<Cow<'a, str>>,
    explanation: Option<Cow<'a, str>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct OptionRow<'a> {
    id: Cow<'a, str>,
    text: Cow<'a, str>,
}

/// The questions of a quiz as they are kept.
pub(super) fn questions(quiz: &Quiz) -> Vec<QuestionRow<'_>> {
    quiz.questions().iter().map(QuestionRow::from).collect()
}

/// The quiz of questions as they were kept.
pub(super) fn quiz(questions: Vec<QuestionRow<'_>>) -> Result<Quiz, Bad> {
    let questions = questions.into_iter().map(Question::try_from).collect::<Result<_, _>>()?;
    Ok(Quiz::new(questions)?)
}

impl<'a> From<&'a Question> for QuestionRow<'a> {
    fn from(question: &'a Question) -> Self {
        let option = |it: &'a QuizOption| OptionRow {
            id: it.id.as_str().into(),
            text: it.text.as_str().into(),
        };
        Self {
            id: question.id.as_str().into(),
            prompt: question.prompt.as_str().into(),
            choice: question.choice.word().into(),
            options: question.options.iter().map(option).collect(),
            points: question.points,
            correct: question.key.correct.iter().map(|id| id.as_str().into()).collect(),
            explanation: question.key.explanation.as_ref().map(|it| it.as_str().into()),
        }
    }
}

impl TryFrom<QuestionRow<'_>> for Question {
    type Error = Bad;

    fn try_from(row: QuestionRow<'_>) -> Result<Self, Bad> {
        let option = |row: OptionRow<'_>| {
            let id = QuizItemId::parse(&row.id)?;
            Ok::<_, Bad>(QuizOption { id, text: OptionText::parse(&row.text)? })
        };
        let correct = row.correct.iter().map(|id| QuizItemId::parse(id));
        Ok(Self {
            id: QuizItemId::parse(&row.id)?,
            prompt: Prompt::parse(&row.prompt)?,
            choice: Choice::parse(&row.choice).ok_or(UnknownWord)?,
            options: row.options.into_iter().map(option).collect::<Result<_, _>>()?,
            points: row.points,
            key: AnswerKey {
                correct: correct.collect::<Result<_, _>>()?,
                explanation: row.explanation.map(|it| Explanation::parse(&it)).transpose()?,
            },
        })
    }
}
