//! What is typed leads to everything that can be meant, and to nothing else.

use courses_domain::catalogue::{
    CourseState, CourseTitle, InstructorState, Lifecycle, Merged, PersonName, SubjectCode,
    SubjectState, SubjectTitle, SuggestionEntry, SuggestionKind, SuggestionQuery, Tags, Visibility,
};
use courses_port::Conflict;
use courses_port::catalogue::{Suggestion, SuggestionRequest};
use uuid::Uuid;

use super::{Stores, refused};
use crate::build::{Make, QUERIES, changed, sentence};

async fn suggested(
    stores: &Stores,
    kind: SuggestionKind,
    typed: &str,
    limit: u32,
) -> Vec<Suggestion> {
    let typed = SuggestionQuery::parse(typed).expect("there is a word in it");
    let request = SuggestionRequest { typed, kind, limit };
    stores.reader.suggest(&request).await.expect("the store answers")
}

/// The titles that are suggested of any kind.
async fn titles(stores: &Stores, typed: &str) -> Vec<String> {
    let mut all = Vec::new();
    for kind in SuggestionKind::ALL {
        all.extend(suggested(stores, kind, typed, 20).await.into_iter().map(|it| it.title));
    }
    all
}

fn called(state: &SubjectState, code: &str, title: &str) -> SubjectState {
    SubjectState {
        code: SubjectCode::parse(code).expect("tests give good codes"),
        title: SubjectTitle::parse(title).expect("tests give good titles"),
        ..state.clone()
    }
}

fn retitled(course: &CourseState, title: &str) -> CourseState {
    changed(course, |it| {
        let copy = it.published.as_mut().expect("it was published");
        copy.content.title = CourseTitle::parse(title).expect("tests give good titles");
    })
}

/// Every way in which a course comes into the catalogue, changes there and leaves it.
pub async fn courses_are_suggested_as_long_as_they_are_listed(stores: &Stores) {
    let mut make = Make::new(1_301);
    let mut draft = make.draft_course("Algebra that nobody sees");
    draft.tags = Tags::parse(["algebra"]).expect("valid");
    stores.put(&make, draft).await;
    assert!(titles(stores, "algebra").await.is_empty());

    let course = make.course("Linear Algebra");
    stores.put(&make, course.clone()).await;
    let expected = Suggestion {
        kind: SuggestionKind::Course,
        id: course.id.into(),
        title: "Linear Algebra".to_owned(),
        slug: Some(course.slug.to_string()),
    };
    for typed in ["l", "alg", "LINEAR ALG", "lin alg"] {
        let found = suggested(stores, SuggestionKind::Course, typed, 20).await;
        assert_eq!(found, std::slice::from_ref(&expected), "{typed}");
    }
    for typed in ["algebras", "gebra", "linear b", "nobody"] {
        assert!(titles(stores, typed).await.is_empty(), "{typed}");
    }

    let course = changed(&course, |it| it.slug = make.slug());
    stores.put(&make, course.clone()).await;
    let found = suggested(stores, SuggestionKind::Course, "linear", 20).await;
    assert_eq!(found, [Suggestion { slug: Some(course.slug.to_string()), ..expected }]);
    let course = retitled(&course, "Geometry");
    stores.put(&make, course.clone()).await;
    assert!(titles(stores, "alg").await.is_empty());
    assert_eq!(titles(stores, "geo").await, ["Geometry"]);

    let course = changed(&course, |it| it.visibility = Visibility::Hidden);
    stores.put(&make, course.clone()).await;
    assert!(titles(stores, "geo").await.is_empty());
    let course = retitled(&course, "Geometry and more");
    stores.put(&make, course.clone()).await;
    assert!(titles(stores, "geo").await.is_empty());
    let course = changed(&course, |it| it.visibility = Visibility::Visible);
    stores.put(&make, course.clone()).await;
    assert_eq!(titles(stores, "more").await, ["Geometry and more"]);
    let mut course = course;
    for lifecycle in [Lifecycle::Unpublished, Lifecycle::Archived] {
        course = changed(&course, |it| it.lifecycle = lifecycle);
        stores.put(&make, course.clone()).await;
        assert!(titles(stores, "geo").await.is_empty());
        course = changed(&course, |it| it.lifecycle = Lifecycle::Published);
        stores.put(&make, course.clone()).await;
        assert_eq!(titles(stores, "geo").await, ["Geometry and more"]);
    }
    stores.put(&make, changed(&course, |it| it.deleted = true)).await;
    assert!(titles(stores, "geo").await.is_empty());
}

/// Subjects by title and code, instructors by name, both only as long as they are of their own.
pub async fn subjects_and_instructors_are_suggested_until_they_are_merged(stores: &Stores) {
    let mut make = Make::new(1_302);
    let subject = called(&make.subject("cs"), "cs", "Computer Science");
    let other = called(&make.subject("math"), "math", "Mathematics");
    let (ada, countess) = (make.instructor("Ada Lovelace"), make.instructor("Countess Lovelace"));
    for state in [&subject, &other] {
        stores.put(&make, state.clone()).await;
    }
    for state in [&ada, &countess] {
        stores.put(&make, state.clone()).await;
    }
    let expected = Suggestion {
        kind: SuggestionKind::Subject,
        id: subject.id.into(),
        title: "Computer Science".to_owned(),
        slug: None,
    };
    for typed in ["cs", "sci", "comp sci"] {
        let found = suggested(stores, SuggestionKind::Subject, typed, 3).await;
        assert_eq!(found, std::slice::from_ref(&expected), "{typed}");
    }
    assert_eq!(titles(stores, "lovelace").await, ["Ada Lovelace", "Countess Lovelace"]);
    assert_eq!(titles(stores, "love a").await, ["Ada Lovelace"]);

    let subject = changed(&subject, |it| *it = called(it, "cs", "Informatics"));
    stores.put(&make, subject.clone()).await;
    assert!(titles(stores, "comp").await.is_empty());
    assert_eq!(titles(stores, "cs").await, ["Informatics"]);
    let ada = changed(&ada, |it| it.name = PersonName::parse("Ада Лавлейс").expect("valid"));
    stores.put(&make, ada.clone()).await;
    assert_eq!(titles(stores, "ЛАВ").await, ["Ада Лавлейс"]);

    let at = make.at(5);
    let into = Merged { into: other.id, at, settled: false };
    stores.put(&make, changed(&subject, |it| it.merged = Some(into))).await;
    assert!(titles(stores, "cs").await.is_empty());
    let into = Merged { into: countess.id, at, settled: true };
    stores.put(&make, changed(&ada, |it| it.merged = Some(into))).await;
    assert!(titles(stores, "ада").await.is_empty());
    assert_eq!(titles(stores, "love").await, ["Countess Lovelace"]);
}

/// Titles that begin with what was typed, then the others; by their words, then by id.
pub async fn the_best_come_first_and_ties_end_in_the_id(stores: &Stores) {
    let mut make = Make::new(1_303);
    let titled = [
        "Numerical algebra",
        "Algebra II",
        "algebra",
        "Boolean Algebra",
        "ALGEBRA",
        "Algebra, abstract",
        "Ada's algebra",
    ];
    let courses = titled.map(|title| make.course(title));
    for course in courses.iter().rev() {
        stores.put(&make, course.clone()).await;
    }
    let expected: Vec<Uuid> =
        [2, 4, 5, 1, 6, 3, 0].into_iter().map(|place: usize| courses[place].id.into()).collect();
    for limit in [1, 3, 20] {
        let found = suggested(stores, SuggestionKind::Course, "alg", limit).await;
        let found: Vec<Uuid> = found.into_iter().map(|it| it.id).collect();
        assert_eq!(found, expected[..expected.len().min(limit as usize)], "{limit}");
    }
}

/// Whatever is typed, the domain says what it leads to.
pub async fn generated_texts_are_completed_as_the_domain_means_it(stores: &Stores) {
    let mut make = Make::new(1_304);
    let mut name = |number: u32| format!("{} {number}", sentence(&mut make.random, 4));
    let names: Vec<String> = (0..90).map(|number| name(number % 30)).collect();
    let mut entries: Vec<(SuggestionKind, Uuid, SuggestionEntry)> = Vec::new();
    let mut note = |kind, id, entry: Option<SuggestionEntry>| {
        entries.extend(entry.map(|entry| (kind, id, entry)));
    };
    for (number, name) in names.iter().enumerate() {
        match number % 3 {
            0 => {
                let state: CourseState = make.course(name);
                let entry = SuggestionEntry::of_course(&state);
                note(SuggestionKind::Course, state.id.into(), entry);
                stores.put(&make, state).await;
            }
            1 => {
                let code = format!("code-{number}");
                let state = called(&make.subject(&code), &code, name);
                let entry = SuggestionEntry::of_subject(&state);
                note(SuggestionKind::Subject, state.id.into(), entry);
                stores.put(&make, state).await;
            }
            _ => {
                let state: InstructorState = make.instructor(name);
                let entry = SuggestionEntry::of_instructor(&state);
                note(SuggestionKind::Instructor, state.id.into(), entry);
                stores.put(&make, state).await;
            }
        }
    }
    let mut hits = 0;
    for text in QUERIES.into_iter().chain(["1", "2 c", "code", "code 1", "co alg"]) {
        let typed = SuggestionQuery::parse(text).expect("there is a word in it");
        for kind in SuggestionKind::ALL {
            let mut meant: Vec<_> = entries
                .iter()
                .filter(|(of, _, entry)| *of == kind && typed.matches(entry))
                .map(|(_, id, entry)| (typed.order(entry), *id))
                .collect();
            meant.sort_unstable();
            meant.truncate(20);
            let meant: Vec<Uuid> = meant.into_iter().map(|(_, id)| id).collect();
            let found = suggested(stores, kind, text, 20).await;
            let found: Vec<Uuid> = found.into_iter().map(|it| it.id).collect();
            assert_eq!(found, meant, "{text} {kind:?}");
            hits += found.len();
        }
    }
    assert!(hits > 100, "hardly anything was found: {hits}");
}

/// What is suggested changes together with the thing or not at all.
pub async fn a_refused_set_suggests_nothing(stores: &Stores) {
    let mut make = Make::new(1_305);
    let course = make.course("Algebra");
    stores.put(&make, course.clone()).await;
    stores.put(&make, changed(&course, |it| it.version += 1)).await;
    let late = retitled(&course, "Geometry");
    assert!(matches!(refused(stores.save(&make, late).await), Conflict::Stale(_)));
    let mut thief = make.course("Theft");
    thief.slug = course.slug;
    assert_eq!(refused(stores.save(&make, thief).await), Conflict::SlugTaken);
    assert!(titles(stores, "geometry").await.is_empty());
    assert!(titles(stores, "theft").await.is_empty());
    assert_eq!(titles(stores, "algebra").await, ["Algebra"]);
}
