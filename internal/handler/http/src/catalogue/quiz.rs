//! Quizzes: with their answers for those who write them, without for those who learn.

use courses_domain::catalogue::{
    AnswerKey, Explanation, OpenQuestion, OptionText, Prompt, Question, Quiz, QuizItemId,
    QuizOption, QuizSheet,
};
use courses_domain::shared::Violations;

use crate::fields::{each, optional};
use crate::generated::models;
use crate::number::{small, unsigned};

/// The quiz of the member `content`; `None` if the domain refuses it.
pub(super) fn quiz(violations: &mut Violations, raw: models::QuizContentInput) -> Option<Quiz> {
    let mut found = Violations::new();
    let questions = each(&mut found, "/questions", raw.questions, question);
    // A question that is left out here would be missed by the rules of the whole.
    let quiz = found.into_result().and_then(|()| Quiz::new(questions));
    quiz.map_err(|refused| violations.extend(refused.below("/content"))).ok()
}

fn question(
    violations: &mut Violations,
    at: &str,
    raw: models::QuizQuestionInput,
) -> Option<Question> {
    let id = violations.check(format!("{at}/id"), QuizItemId::parse(&raw.id));
    let prompt = violations.check(format!("{at}/prompt"), Prompt::parse(&raw.prompt));
    let options = each(violations, &format!("{at}/options"), &raw.options, option);
    let correct = each(violations, &format!("{at}/correct"), raw.correct, |found, at, raw| {
        found.check(at, QuizItemId::parse(&raw))
    });
    let explanation = format!("{at}/explanation");
    let explanation = optional(violations, &explanation, raw.explanation, Explanation::parse);
    Some(Question {
        id: id?,
        prompt: prompt?,
        choice: raw.choice.into(),
        options,
        points: raw.points.map(unsigned),
        key: AnswerKey { correct, explanation },
    })
}

fn option(
    violations: &mut Violations,
    at: &str,
    raw: &models::QuizOptionInput,
) -> Option<QuizOption> {
    let id = violations.check(format!("{at}/id"), QuizItemId::parse(&raw.id));
    let text = violations.check(format!("{at}/text"), OptionText::parse(&raw.text));
    Some(QuizOption { id: id?, text: text? })
}

impl From<&QuizSheet> for models::QuizContent {
    fn from(sheet: &QuizSheet) -> Self {
        Self { questions: sheet.questions.iter().map(models::QuizQuestion::from).collect() }
    }
}

impl From<&OpenQuestion> for models::QuizQuestion {
    fn from(question: &OpenQuestion) -> Self {
        Self {
            id: question.id.as_str().to_owned(),
            prompt: question.prompt.to_string(),
            choice: question.choice.into(),
            options: question.options.iter().map(models::QuizOption::from).collect(),
            points: question.points.map(small),
        }
    }
}

impl From<&Quiz> for models::DraftQuizContent {
    fn from(quiz: &Quiz) -> Self {
        Self { questions: quiz.questions().iter().map(models::DraftQuizQuestion::from).collect() }
    }
}

impl From<&Question> for models::DraftQuizQuestion {
    fn from(question: &Question) -> Self {
        let key = &question.key;
        Self {
            id: question.id.as_str().to_owned(),
            prompt: question.prompt.to_string(),
            choice: question.choice.into(),
            options: question.options.iter().map(models::QuizOption::from).collect(),
            points: question.points.map(small),
            correct: key.correct.iter().map(|id| id.as_str().to_owned()).collect(),
            explanation: key.explanation.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

impl From<&QuizOption> for models::QuizOption {
    fn from(option: &QuizOption) -> Self {
        Self { id: option.id.as_str().to_owned(), text: option.text.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn raw() -> Value {
        json!({ "questions": [{
            "id": "q1", "prompt": "Which?", "choice": "single", "points": 3,
            "options": [{ "id": "a", "text": "A" }, { "id": "b", "text": "B" }],
            "correct": ["b"], "explanation": "Because.",
        }] })
    }

    fn read(raw: Value) -> Result<Quiz, Vec<String>> {
        let mut violations = Violations::new();
        quiz(&mut violations, serde_json::from_value(raw).unwrap()).ok_or_else(|| {
            violations.into_vec().into_iter().map(|violation| violation.pointer).collect()
        })
    }

    #[test]
    fn authors_get_what_they_wrote_and_learners_get_it_without_the_answer() {
        let written = read(raw()).unwrap();
        let shown = serde_json::to_value(models::DraftQuizContent::from(&written)).unwrap();
        assert_eq!(shown, raw());

        let sheet = serde_json::to_value(models::QuizContent::from(&written.into())).unwrap();
        let mut expected = raw();
        let question = expected["questions"][0].as_object_mut().unwrap();
        question.remove("correct");
        question.remove("explanation");
        assert_eq!(sheet, expected);
    }

    #[test]
    fn everything_wrong_is_named_at_its_place() {
        let mut bad = raw();
        bad["questions"][0]["prompt"] = json!(" ");
        bad["questions"][0]["options"][1]["text"] = json!("\t");
        bad["questions"][0]["explanation"] = json!(" ");
        let at = |rest: &str| format!("/content/questions/0{rest}");
        assert_eq!(read(bad), Err(vec![at("/prompt"), at("/options/1/text"), at("/explanation")]));

        let mut bad = raw();
        bad["questions"][0]["correct"] = json!(["c"]);
        assert_eq!(read(bad), Err(vec![at("/correct/0")]));
    }
}
