//! The content of lessons, one record for each copy.

use courses_domain::catalogue::{
    AnswerKey, Choice, CourseId, CourseState, Explanation, LearnerContent, LessonBody,
    LessonContent, LessonCopy, LessonId, LessonWrite, MediaType, OptionText, Prompt, Question,
    Quiz, QuizItemId, QuizOption,
};
use courses_domain::shared::WebUrl;
use courses_port::Conflict;
use courses_port::catalogue::CourseWrite;

use super::{Stores, refused};
use crate::build::{Make, changed};

fn write(state: &CourseState, lessons: Vec<LessonWrite>, publishes: bool) -> CourseWrite {
    CourseWrite {
        read_at: state.revision - 1,
        state: state.clone(),
        search: None,
        lessons,
        publishes_lessons: publishes,
        events: Vec::new(),
    }
}

async fn content(
    stores: &Stores,
    course: CourseId,
    lesson: LessonId,
    copy: LessonCopy,
) -> Option<Option<LessonContent>> {
    stores.reader.find_lesson_content(course, lesson, copy).await.expect("the store answers")
}

async fn learner(
    stores: &Stores,
    course: CourseId,
    lesson: LessonId,
) -> Option<Option<LearnerContent>> {
    stores.reader.find_learner_content(course, lesson).await.expect("the store answers")
}

fn body(text: &str) -> LessonContent {
    LessonContent::Text { body: LessonBody::parse(text).expect("valid") }
}

/// A quiz; what may be missing is missing from every second question.
fn quiz() -> Quiz {
    let id = |raw: &str| QuizItemId::parse(raw).expect("valid");
    let option =
        |raw: &str| QuizOption { id: id(raw), text: OptionText::parse("Да?").expect("valid") };
    let question = |name: &str, choice: Choice, correct: &[&str], rich: bool| Question {
        id: id(name),
        prompt: Prompt::parse("# Что «это»?").expect("valid"),
        choice,
        options: ["a", "b-2", "c_3"].map(option).to_vec(),
        points: rich.then_some(Question::MAX_POINTS),
        key: AnswerKey {
            correct: correct.iter().map(|raw| id(raw)).collect(),
            explanation: rich.then(|| Explanation::parse("Потому что.").expect("valid")),
        },
    };
    let single = question("q1", Choice::Single, &["b-2"], true);
    let multiple = question("q2", Choice::Multiple, &["c_3", "a"], false);
    Quiz::new(vec![single, multiple]).expect("valid")
}

fn every_kind() -> Vec<Option<LessonContent>> {
    let url = || WebUrl::parse("https://example.org/видео?x=%20y").expect("valid");
    let media_type = MediaType::parse("application/pdf").expect("valid");
    vec![
        None,
        Some(body("# Ёлки\n\t\"и\" палки")),
        Some(body(&"большой текст ".repeat(10_000))),
        Some(LessonContent::Video { url: url(), transcript: None }),
        Some(LessonContent::Video {
            url: url(),
            transcript: Some(LessonBody::parse("Слова").expect("valid")),
        }),
        Some(LessonContent::File { url: url(), media_type: None, size_bytes: None }),
        Some(LessonContent::File {
            url: url(),
            media_type: Some(media_type),
            size_bytes: Some(5_000_000_000),
        }),
        Some(LessonContent::Link { url: url() }),
        Some(LessonContent::Quiz(quiz())),
    ]
}

/// Each kind of content comes back from both copies, and so does a lesson without any.
pub async fn every_kind_of_content_comes_back(stores: &Stores) {
    let mut make = Make::new(401);
    let course = make.course("Lessons");
    let lessons: Vec<(LessonId, _)> =
        every_kind().into_iter().map(|content| (make.id(), content)).collect();
    let writes = lessons.iter().map(|(id, it)| LessonWrite::Put(*id, it.clone())).collect();
    stores.put(&make, write(&course, writes, true)).await;
    for (id, expected) in lessons {
        for copy in [LessonCopy::Draft, LessonCopy::Published] {
            assert_eq!(content(stores, course.id, id, copy).await, Some(expected.clone()));
        }
        assert_eq!(learner(stores, course.id, id).await, Some(expected.map(LearnerContent::from)));
    }
    let unknown = make.id();
    assert_eq!(content(stores, course.id, unknown, LessonCopy::Draft).await, None);
    assert_eq!(learner(stores, course.id, unknown).await, None);
}

/// Later writes of a lesson replace earlier ones, also within one change.
pub async fn content_can_change_and_be_cleared(stores: &Stores) {
    let mut make = Make::new(402);
    let first = make.draft_course("Lessons");
    let (one, two): (LessonId, LessonId) = (make.id(), make.id());
    let writes = vec![
        LessonWrite::Put(one, None),
        LessonWrite::Put(one, Some(body("one"))),
        LessonWrite::Put(two, Some(body("two"))),
    ];
    stores.put(&make, write(&first, writes, false)).await;
    assert_eq!(content(stores, first.id, one, LessonCopy::Draft).await, Some(Some(body("one"))),);
    assert_eq!(content(stores, first.id, one, LessonCopy::Published).await, None);
    assert_eq!(learner(stores, first.id, one).await, None, "a draft is not for learners");

    let second = changed(&first, |_| ());
    let writes = vec![
        LessonWrite::Put(one, None),
        LessonWrite::Remove(two),
        LessonWrite::Remove(make.id()),
        LessonWrite::Remove(two),
    ];
    stores.put(&make, write(&second, writes, false)).await;
    assert_eq!(content(stores, first.id, one, LessonCopy::Draft).await, Some(None));
    assert_eq!(content(stores, first.id, two, LessonCopy::Draft).await, None);
}

/// Learners go on reading the old lessons until the next publication, then only the new ones.
pub async fn publishing_replaces_the_published_lessons_as_a_whole(stores: &Stores) {
    let mut make = Make::new(403);
    let first = make.course("Lessons");
    let (kept, edited, removed): (LessonId, LessonId, LessonId) = (make.id(), make.id(), make.id());
    let writes = [kept, edited, removed]
        .map(|id| LessonWrite::Put(id, Some(body(&format!("{id} at first")))));
    stores.put(&make, write(&first, writes.to_vec(), true)).await;

    let second = changed(&first, |_| ());
    let added = make.id();
    let writes = vec![
        LessonWrite::Put(edited, Some(body("edited"))),
        LessonWrite::Remove(removed),
        LessonWrite::Put(added, None),
    ];
    stores.put(&make, write(&second, writes, false)).await;
    let published = |id| content(stores, first.id, id, LessonCopy::Published);
    for id in [kept, edited, removed] {
        assert_eq!(published(id).await, Some(Some(body(&format!("{id} at first")))));
    }
    assert_eq!(published(added).await, None);

    let third = changed(&second, |_| ());
    let writes = vec![LessonWrite::Put(added, Some(body("added")))];
    stores.put(&make, write(&third, writes, true)).await;
    assert_eq!(published(kept).await, Some(Some(body(&format!("{kept} at first")))));
    assert_eq!(published(edited).await, Some(Some(body("edited"))));
    assert_eq!(published(removed).await, None);
    assert_eq!(published(added).await, Some(Some(body("added"))));
}

/// Lessons of a stale change do not slip in.
pub async fn a_refused_change_leaves_lessons_as_they_were(stores: &Stores) {
    let mut make = Make::new(404);
    let first = make.course("Lessons");
    let (one, two): (LessonId, LessonId) = (make.id(), make.id());
    let put = LessonWrite::Put(one, Some(body("as it was")));
    stores.put(&make, write(&first, vec![put], true)).await;
    stores.put(&make, changed(&first, |_| ())).await;

    let late = changed(&first, |_| ());
    let writes = vec![LessonWrite::Remove(one), LessonWrite::Put(two, None)];
    let conflict = refused(stores.save(&make, write(&late, writes, true)).await);
    assert!(matches!(conflict, Conflict::Stale(_)));
    for copy in [LessonCopy::Draft, LessonCopy::Published] {
        let expected = Some(Some(body("as it was")));
        assert_eq!(content(stores, first.id, one, copy).await, expected);
        assert_eq!(content(stores, first.id, two, copy).await, None);
    }
}

/// A tombstone has no lessons, whether or not they were removed one by one.
pub async fn lessons_go_away_with_their_course(stores: &Stores) {
    let mut make = Make::new(405);
    let first = make.course("Lessons");
    let (one, two): (LessonId, LessonId) = (make.id(), make.id());
    let writes =
        vec![LessonWrite::Put(one, Some(body("one"))), LessonWrite::Put(two, Some(body("two")))];
    stores.put(&make, write(&first, writes, true)).await;
    let tombstone = changed(&first, |it| it.deleted = true);
    stores.put(&make, write(&tombstone, vec![LessonWrite::Remove(one)], false)).await;
    for copy in [LessonCopy::Draft, LessonCopy::Published] {
        assert_eq!(content(stores, first.id, one, copy).await, None);
        assert_eq!(content(stores, first.id, two, copy).await, None);
    }
}

/// The course in the question must be the lesson's own.
pub async fn a_lesson_is_found_only_in_its_course(stores: &Stores) {
    let mut make = Make::new(406);
    let (mine, other) = (make.course("Mine"), make.course("Other"));
    let lesson = make.id();
    let put = LessonWrite::Put(lesson, Some(body("mine")));
    stores.put(&make, write(&mine, vec![put], true)).await;
    stores.put(&make, other.clone()).await;
    for copy in [LessonCopy::Draft, LessonCopy::Published] {
        assert_eq!(content(stores, other.id, lesson, copy).await, None);
        assert_eq!(content(stores, mine.id, lesson, copy).await, Some(Some(body("mine"))));
    }
    let (left, right) = (make.id::<LessonId>(), make.id::<CourseId>());
    assert_eq!(content(stores, right, left, LessonCopy::Draft).await, None);
}

/// Hundreds of lessons are published together.
pub async fn a_course_of_many_lessons_is_published_as_a_whole(stores: &Stores) {
    let mut make = Make::new(407);
    let first = make.course("Lessons");
    let lessons: Vec<LessonId> = (0..300).map(|_| make.id()).collect();
    let writes =
        lessons.iter().map(|id| LessonWrite::Put(*id, Some(body(&id.to_string())))).collect();
    stores.put(&make, write(&first, writes, false)).await;
    let second = changed(&first, |_| ());
    stores.put(&make, write(&second, Vec::new(), true)).await;
    for id in [lessons[0], lessons[150], lessons[299]] {
        let found = content(stores, first.id, id, LessonCopy::Published).await;
        assert_eq!(found, Some(Some(body(&id.to_string()))));
    }
}
