//! Suggesting what somebody may mean who is still typing.

use courses_domain::catalogue::{SuggestionKind, SuggestionQuery, Transition};
use courses_usecase::catalogue::{Suggest, SuggestInput};

use crate::support::{School, teacher};

async fn suggested(school: &School, typed: &str, limit: u32) -> Vec<(SuggestionKind, String)> {
    let input = SuggestInput { typed: SuggestionQuery::parse(typed).unwrap(), limit };
    let all = Suggest::new(school.ports.clone()).execute(input).await.unwrap();
    all.into_iter().map(|it| (it.kind, it.title)).collect()
}

#[tokio::test]
async fn subjects_come_first_then_courses_then_instructors() {
    let school = School::new();
    for number in 0..5 {
        school.published(&format!("Algebra {number}")).await;
        school.subject(&format!("algebra-{number}"), &format!("Algebraic {number}")).await;
        school.instructor(&format!("Al Gebra {number}")).await;
    }
    let all = suggested(&school, "al", 10).await;
    let kinds: Vec<SuggestionKind> = all.iter().map(|(kind, _)| *kind).collect();
    let expected = [[SuggestionKind::Subject; 3], [SuggestionKind::Instructor; 3]];
    assert_eq!((&kinds[..3], &kinds[7..]), (&expected[0][..], &expected[1][..]));
    assert!(kinds[3..7].iter().all(|kind| *kind == SuggestionKind::Course), "{kinds:?}");
    assert_eq!(all[3].1, "Algebra 0");
    assert_eq!(suggested(&school, "al", 20).await.len(), 11);
    assert_eq!(suggested(&school, "al", 1).await.len(), 1);
}

#[tokio::test]
async fn a_course_is_suggested_by_what_was_published_and_as_long_as_it_is() {
    let school = School::new();
    let course = school.published("Algebra").await;
    school.course("Algebra in the making").await;
    school.rename(&teacher(), course.id, Some(Vec::new()), "Geometry").await.unwrap();
    assert_eq!(suggested(&school, "alg", 10).await.len(), 1);
    assert!(suggested(&school, "geo", 10).await.is_empty());
    school.publish(course.id).await;
    assert!(suggested(&school, "alg", 10).await.is_empty());
    assert_eq!(suggested(&school, "geo", 10).await.len(), 1);
    school.move_to(&teacher(), course.id, Transition::Unpublish).await.unwrap();
    assert!(suggested(&school, "geo", 10).await.is_empty());
}
