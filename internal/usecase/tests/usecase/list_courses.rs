//! Listing and searching the catalogue.

use courses_domain::catalogue::{DraftEdit, Level, SubjectCode};
use courses_port::Clock as _;
use courses_port::catalogue::{CourseSort, Facet};
use courses_usecase::catalogue::{CourseList, CreateCourseInput, ListCourses, ListCoursesInput};
use jiff::SignedDuration;

use crate::support::{School, anonymous, draft, fresh, new_course, number, tags, teacher};

async fn list(school: &School, input: ListCoursesInput) -> CourseList {
    ListCourses::new(school.ports.clone()).execute(&anonymous(), input).await.unwrap()
}

fn first(limit: u32) -> ListCoursesInput {
    ListCoursesInput { limit, ..ListCoursesInput::default() }
}

fn titles(list: &CourseList) -> Vec<&str> {
    list.page.items.iter().map(|it| it.title.as_str()).collect()
}

fn facet(list: &CourseList, at: usize) -> Vec<(&str, &str, u64)> {
    let values = list.facets[at].values.iter();
    values.map(|it| (it.value.as_str(), it.label.as_str(), it.count)).collect()
}

#[tokio::test]
async fn pages_walk_through_all_courses_newest_first() {
    let school = School::new();
    for number in 0..7 {
        school.clock.advance(SignedDuration::from_secs(1));
        school.published(&format!("Course {number}")).await;
    }
    school.course("Draft").await;
    let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let list = list(&school, ListCoursesInput { after, ..first(3) }).await;
        pages += 1;
        seen.extend(list.page.items.iter().map(|it| it.title.clone()));
        after = list.page.next;
        if after.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (0..7).rev().map(|number| format!("Course {number}")).collect();
    assert_eq!((seen, pages), (expected, 3));
}

#[tokio::test]
async fn the_order_is_by_relevance_if_there_are_words_and_by_date_if_not() {
    use CourseSort as S;
    let order = |text: Option<&str>, sort| {
        ListCoursesInput { text: text.map(str::to_owned), sort, ..first(1) }.effective_sort()
    };
    for (text, sort, expected) in [
        (None, None, S::PublishedDesc),
        (Some(" ?! "), None, S::PublishedDesc),
        (Some("rust"), None, S::Relevance),
        (None, Some(S::Relevance), S::PublishedDesc),
        (Some("?"), Some(S::Relevance), S::PublishedDesc),
        (Some("rust"), Some(S::Relevance), S::Relevance),
        (Some("rust"), Some(S::Title), S::Title),
        (None, Some(S::TitleDesc), S::TitleDesc),
    ] {
        assert_eq!(order(text, sort), expected, "{text:?} {sort:?}");
    }
}

#[tokio::test]
async fn words_find_courses_the_most_relevant_first() {
    let school = School::new();
    let mut tagged = new_course("Numbers");
    tagged.tags = tags(&["algebra"]);
    let tagged = fresh(school.create(&teacher(), tagged).await);
    school.publish(tagged.id).await;
    school.published("Algebra").await;
    school.published("History").await;
    let input = ListCoursesInput { text: Some("algebra".to_owned()), ..first(10) };
    assert_eq!(titles(&list(&school, input).await), ["Algebra", "Numbers"]);
}

/// Two courses in `math`, one by Ada, one in `cs`.
async fn with_subjects(school: &School) -> String {
    let (math, cs) =
        (school.subject("math", "Mathematics").await, school.subject("cs", "Computing").await);
    let ada = school.instructor("Ada").await;
    for (title, subject, by) in [("A", math, Some(ada)), ("B", math, None), ("C", cs, None)] {
        let content = DraftEdit {
            subject_id: Some(Some(subject)),
            instructor_ids: Some(by.into_iter().collect()),
            level: Some(Level::Advanced),
            ..draft(title)
        };
        let input = CreateCourseInput { content, ..new_course(title) };
        let course = fresh(school.create(&teacher(), input).await);
        school.publish(course.id).await;
    }
    ada.to_string()
}

#[tokio::test]
async fn facets_show_codes_titles_and_names_instead_of_ids() {
    let school = School::new();
    let ada = with_subjects(&school).await;
    let facets = vec![Facet::Instructor, Facet::Level, Facet::Subject];
    let all = list(&school, ListCoursesInput { facets: facets.clone(), ..first(1) }).await;
    let asked: Vec<Facet> = all.facets.iter().map(|it| it.facet).collect();
    assert_eq!(asked, facets, "in the order asked for");
    assert_eq!(facet(&all, 0), [(ada.as_str(), "Ada", 1)]);
    assert_eq!(facet(&all, 1), [("advanced", "advanced", 3)]);
    assert_eq!(facet(&all, 2), [("math", "Mathematics", 2), ("cs", "Computing", 1)]);
}

#[tokio::test]
async fn a_subject_is_chosen_by_its_code_and_its_facet_ignores_the_choice() {
    let school = School::new();
    with_subjects(&school).await;
    let chosen = |code: &str| ListCoursesInput {
        subject: SubjectCode::parse(code).ok(),
        facets: vec![Facet::Subject, Facet::Level],
        ..first(10)
    };
    let cs = list(&school, chosen("cs")).await;
    assert_eq!(titles(&cs), ["C"]);
    let subjects = [("math", "Mathematics", 2), ("cs", "Computing", 1)];
    assert_eq!(
        (facet(&cs, 0), facet(&cs, 1)),
        (subjects.to_vec(), vec![("advanced", "advanced", 1)])
    );

    let none = list(&school, chosen("no-such-subject")).await;
    assert!(none.page.items.is_empty() && none.page.next.is_none());
    assert_eq!((facet(&none, 0), facet(&none, 1)), (subjects.to_vec(), Vec::new()));
}

#[tokio::test]
async fn a_word_that_looks_like_an_id_stays_a_word() {
    let school = School::new();
    let math = school.subject("math", "Mathematics").await;
    let mut input = new_course("Odd");
    let tag = uuid::Uuid::from_u128(number(math)).simple().to_string();
    input.tags = tags(&[&tag]);
    input.content.subject_id = Some(Some(math));
    let course = fresh(school.create(&teacher(), input).await);
    school.publish(course.id).await;
    let facets = vec![Facet::Tag, Facet::Subject];
    let found = list(&school, ListCoursesInput { facets, ..first(1) }).await;
    assert_eq!(facet(&found, 0), [(tag.as_str(), tag.as_str(), 1)]);
    assert_eq!(facet(&found, 1), [("math", "Mathematics", 1)]);
    assert!(found.page.items[0].first_published_at <= school.clock.now());
}
