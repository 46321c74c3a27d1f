use proptest::prelude::*;

use super::*;

fn id(text: &str) -> QuizItemId {
    QuizItemId::parse(text).unwrap()
}

fn question(name: &str, choice: Choice, options: &[&str], correct: &[&str]) -> Question {
    let option = |name: &&str| QuizOption { id: id(name), text: OptionText::parse(name).unwrap() };
    Question {
        id: id(name),
        prompt: Prompt::parse("Which one?").unwrap(),
        choice,
        options: options.iter().map(option).collect(),
        points: Some(1),
        key: AnswerKey {
            correct: correct.iter().map(|name| id(name)).collect(),
            explanation: Explanation::parse("Because.").ok(),
        },
    }
}

fn single(name: &str) -> Question {
    question(name, Choice::Single, &["a", "b"], &["b"])
}

fn refused(questions: Vec<Question>) -> Vec<(String, &'static str)> {
    let violations = Quiz::new(questions).unwrap_err().into_vec();
    violations.into_iter().map(|it| (it.pointer, it.code)).collect()
}

#[test]
fn a_question_has_one_right_option_or_several() {
    let several = question("q2", Choice::Multiple, &["a", "b", "c"], &["c", "a"]);
    let quiz = Quiz::new(vec![single("q1"), several]).unwrap();
    let correct = |at: usize| quiz.questions()[at].key.correct.len();
    assert_eq!((correct(0), correct(1)), (1, 2));
    let one_of_many = question("q", Choice::Multiple, &["a", "b"], &["a"]);
    assert!(Quiz::new(vec![one_of_many]).is_ok());
}

#[test]
fn everything_that_is_wrong_is_named_at_its_place() {
    let many: Vec<String> = (0..=Question::MAX_OPTIONS).map(|it| it.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let found = refused(vec![
        question("q1", Choice::Single, &["a", "b"], &[]),
        question("q2", Choice::Single, &["a", "b"], &["a", "b"]),
        question("q1", Choice::Multiple, &["a", "b", "a"], &["b", "z", "b"]),
        question("q3", Choice::Single, &["a"], &["a"]),
        question("q4", Choice::Single, &many, &["0"]),
        Question { points: Some(Question::MAX_POINTS + 1), ..single("q5") },
    ]);
    let expected = [
        ("/questions/2/id", "duplicate"),
        ("/questions/0/correct", "too-few-items"),
        ("/questions/1/correct", "too-many-items"),
        ("/questions/2/options/2/id", "duplicate"),
        ("/questions/2/correct/1", "unknown-id"),
        ("/questions/2/correct/2", "duplicate"),
        ("/questions/3/options", "too-few-items"),
        ("/questions/4/options", "too-many-items"),
        ("/questions/5/points", "maximum"),
    ];
    assert_eq!(found, expected.map(|(at, code)| (at.to_owned(), code)));
}

#[test]
fn the_number_of_questions_and_their_length_are_bounded() {
    assert_eq!(refused(Vec::new()), [("/questions".to_owned(), "too-few-items")]);
    let named = |count: usize| (0..count).map(|at| single(&format!("q{at}"))).collect::<Vec<_>>();
    assert!(Quiz::new(named(Quiz::MAX_QUESTIONS)).is_ok());
    let found = refused(named(Quiz::MAX_QUESTIONS + 1));
    assert_eq!(found, [("/questions".to_owned(), "too-many-items")]);

    let mut long = named(41);
    for question in &mut long {
        question.prompt = Prompt::parse(&"ё".repeat(Prompt::MAX_CHARS)).unwrap();
    }
    assert_eq!(refused(long), [("/questions".to_owned(), "too-long")]);
}

#[test]
fn a_name_is_lower_case_and_short() {
    for good in ["a", "q-1_b", "7", &"x".repeat(QuizItemId::MAX_CHARS)] {
        assert_eq!(id(good).as_str(), good);
    }
    for bad in ["", " ", "A", "ё", "a b", "a/b", &"x".repeat(QuizItemId::MAX_CHARS + 1)] {
        assert!(QuizItemId::parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn words_are_read_back() {
    for choice in Choice::ALL {
        assert_eq!(Choice::parse(choice.word()), Some(choice));
    }
    assert_eq!(Choice::parse("none"), None);
}

#[test]
fn what_is_right_is_shown_by_no_log_and_on_no_sheet() {
    let canary = "canary-4711";
    let mut question = question("q", Choice::Single, &["a", canary], &[canary]);
    question.key.explanation = Explanation::parse("The canary-0815 sings.").ok();
    let quiz = Quiz::new(vec![question]).unwrap();
    let shown = format!("{quiz:?}");
    assert_eq!(shown.matches(canary).count(), 2, "as an option alone: {shown}");
    assert!(!shown.contains("canary-0815"), "{shown}");

    let sheet = QuizSheet::from(quiz.clone());
    let open = &sheet.questions[0];
    let asked = &quiz.questions()[0];
    assert_eq!((&open.id, &open.prompt, open.choice), (&asked.id, &asked.prompt, asked.choice));
    assert_eq!((&open.options, open.points), (&asked.options, asked.points));
}

proptest! {
    #[test]
    fn what_is_accepted_has_an_answer_among_its_options(
        options in prop::collection::vec("[a-d]", 0..5),
        correct in prop::collection::vec("[a-e]", 0..4),
        choice in prop::sample::select(Choice::ALL.to_vec()),
    ) {
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let correct: Vec<&str> = correct.iter().map(String::as_str).collect();
        let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<HashSet<_>>();
        let good = options.len() >= 2
            && set(&options).len() == options.len()
            && set(&correct).len() == correct.len()
            && !correct.is_empty()
            && correct.iter().all(|name| options.contains(name))
            && (choice == Choice::Multiple || correct.len() == 1);
        let question = question("q", choice, &options, &correct);
        prop_assert_eq!(Quiz::new(vec![question]).is_ok(), good);
    }
}
