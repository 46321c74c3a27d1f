//! Lists and search. Words of the sequence keep the courses of others out.

use std::fmt::Write as _;

use courses_domain::catalogue::{Availability, Level, SuggestionQuery, Tag};
use courses_domain::shared::LanguageTag;
use courses_port::catalogue::{CourseSort, Facet, OfferFilter};
use courses_testkit::build::QUERIES;
use courses_usecase::Ports;
use courses_usecase::catalogue::{ListCourses, ListCoursesInput, Suggest, SuggestInput};

use super::people::code;
use crate::answer::{Answer, Learned};
use crate::chance::Chance;

const SORTS: [CourseSort; 5] = [
    CourseSort::Relevance,
    CourseSort::Published,
    CourseSort::PublishedDesc,
    CourseSort::Title,
    CourseSort::TitleDesc,
];

/// Walks all pages of one list.
pub(super) async fn courses(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let list = ListCourses::new(ports);
    let request = chance.request();
    let input = input(chance);
    let (mut text, mut after) = (String::new(), None);
    loop {
        let page = list.execute(&request, again(&input, after)).await;
        writeln!(text, "{page:?}").unwrap();
        after = match page {
            Ok(list) => list.page.next,
            Err(_) => return Answer { text, refused: true, learned: Learned::Nothing },
        };
        if after.is_none() {
            return Answer { text, refused: false, learned: Learned::Nothing };
        }
    }
}

/// The word of the sequence keeps out what others made.
pub(super) async fn suggestions(ports: Ports, chance: &mut Chance<'_>) -> Answer {
    let rest = chance.random.pick(&["", "a", "al", "Л", "1"]);
    let typed = SuggestionQuery::parse(&format!("{rest} {}", chance.space.word())).unwrap();
    let input = SuggestInput { typed, limit: chance.random.pick(&[1, 5, 20]) };
    Answer::of(&Suggest::new(ports).execute(input).await)
}

fn input(chance: &mut Chance<'_>) -> ListCoursesInput {
    let own = chance.space.word();
    let by_tag = chance.random.once_in(3);
    let text = match chance.random.below(3) {
        _ if by_tag => None,
        0 => Some(own.clone()),
        _ => Some(format!("{own} {}", chance.random.pick(&QUERIES))),
    };
    let instructor = chance.instructor_ids().first().copied();
    let rarely = |chance: &mut Chance<'_>| chance.random.once_in(5);
    let availabilities = [Availability::Open, Availability::Closed, Availability::ToBeScheduled];
    let offer = OfferFilter {
        availability: rarely(chance).then(|| chance.random.pick(&availabilities)),
        price_min: rarely(chance).then(|| chance.random.pick(&[0, 1, 700])),
        price_max: rarely(chance).then(|| chance.random.pick(&[0, 700, 90_000])),
    };
    ListCoursesInput {
        text,
        subject: rarely(chance).then(|| code(chance)),
        levels: if rarely(chance) { vec![Level::Advanced] } else { Vec::new() },
        languages: if rarely(chance) { vec![LanguageTag::english()] } else { Vec::new() },
        tags: if by_tag { vec![Tag::parse(&own).unwrap()] } else { Vec::new() },
        instructor: instructor.filter(|_| rarely(chance)),
        offer,
        credits_min: rarely(chance).then_some(200),
        credits_max: rarely(chance).then_some(200),
        sort: chance.random.maybe(&SORTS),
        after: None,
        limit: chance.random.pick(&[1, 2, 50]),
        // Facets leave their own filter out, so that only words keep others out of them.
        facets: if by_tag { Vec::new() } else { chance.random.some_of(&Facet::ALL, 3) },
    }
}

fn again(
    input: &ListCoursesInput,
    after: Option<courses_port::catalogue::CoursePosition>,
) -> ListCoursesInput {
    ListCoursesInput {
        text: input.text.clone(),
        subject: input.subject.clone(),
        levels: input.levels.clone(),
        languages: input.languages.clone(),
        tags: input.tags.clone(),
        facets: input.facets.clone(),
        after,
        ..*input
    }
}
