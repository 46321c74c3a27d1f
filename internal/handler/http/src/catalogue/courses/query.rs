//! What somebody wants to see of the catalogue, as the domain wants it, and what makes such a
//! list that list.

use courses_domain::catalogue::{Availability, Level, SubjectCode, Tag};
use courses_domain::shared::{LanguageTag, Violations};
use courses_port::catalogue::{CourseSort, OfferFilter};
use courses_usecase::catalogue::ListCoursesInput;
use xapi::Operation;

use crate::cursor::Shape;
use crate::fields::{complete, each, optional};
use crate::generated::{ListCoursesParams, models};
use crate::number::unsigned;

/// The position is left out: it is in the cursor, which only the [`shape`] of the list can open.
impl TryFrom<ListCoursesParams> for ListCoursesInput {
    type Error = Violations;

    fn try_from(params: ListCoursesParams) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        if params.sort == Some(models::CourseSort::Relevance) && params.q.is_none() {
            violations.add("/query/sort", "needs-q", "is only there with words to find in `q`");
        }
        let input = Self {
            text: params.q,
            subject: optional(
                &mut violations,
                "/query/subject",
                params.subject,
                SubjectCode::parse,
            ),
            levels: params.level.into_iter().map(Level::from).collect(),
            languages: each(&mut violations, "/query/language", texts(&params.language), language),
            tags: each(&mut violations, "/query/tag", texts(&params.tag), tag),
            instructor: params.instructor_id.map(Into::into),
            offer: OfferFilter {
                availability: params.availability.map(Into::into),
                price_min: params.price_min,
                price_max: params.price_max,
            },
            credits_min: params.credits_min.map(unsigned),
            credits_max: params.credits_max.map(unsigned),
            sort: params.sort.map(CourseSort::from),
            after: None,
            limit: unsigned(params.limit),
            facets: facets(params.facets),
        };
        complete(violations, Some(input))
    }
}

fn texts(raw: &[String]) -> impl Iterator<Item = &str> {
    raw.iter().map(String::as_str)
}

fn language(violations: &mut Violations, at: &str, raw: &str) -> Option<LanguageTag> {
    violations.check(at, LanguageTag::parse(raw))
}

fn tag(violations: &mut Violations, at: &str, raw: &str) -> Option<Tag> {
    violations.check(at, Tag::parse(raw))
}

/// Each facet once, in the order asked for.
fn facets(raw: Vec<models::FacetName>) -> Vec<courses_port::catalogue::Facet> {
    let mut facets = Vec::new();
    for facet in raw.into_iter().map(Into::into) {
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
    facets
}

/// Everything that chooses and orders the courses; not how many come at once, and not what is
/// counted beside them.
pub(super) fn shape(operation: &Operation, input: &ListCoursesInput) -> Shape {
    let number = |number: Option<i64>| number.map(i64::to_be_bytes);
    let small = |number: Option<u32>| number.map(u32::to_be_bytes);
    let sort = match input.effective_sort() {
        CourseSort::Relevance => "relevance",
        CourseSort::Published => "published_at",
        CourseSort::PublishedDesc => "published_at_desc",
        CourseSort::Title => "title",
        CourseSort::TitleDesc => "title_desc",
    };
    let instructor = input.instructor.map(uuid::Uuid::from);
    Shape::of(operation)
        .and("sort", sort)
        .and_maybe("q", input.text.as_deref())
        .and_maybe("subject", input.subject.as_ref().map(SubjectCode::as_str))
        .and_each("level", input.levels.iter().map(|level| level.word()).collect())
        .and_each("language", input.languages.iter().map(LanguageTag::as_str).collect())
        .and_each("tag", input.tags.iter().map(Tag::as_str).collect())
        .and_maybe("instructor_id", instructor)
        .and_maybe("availability", input.offer.availability.map(Availability::word))
        .and_maybe("price_min", number(input.offer.price_min))
        .and_maybe("price_max", number(input.offer.price_max))
        .and_maybe("credits_min", small(input.credits_min))
        .and_maybe("credits_max", small(input.credits_max))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::cursor::CursorKey;
    use crate::generated::OperationId;
    use courses_port::catalogue::IdPosition;

    fn params() -> ListCoursesParams {
        ListCoursesParams {
            q: None,
            subject: None,
            level: Vec::new(),
            language: Vec::new(),
            tag: Vec::new(),
            instructor_id: None,
            availability: None,
            price_min: None,
            price_max: None,
            credits_min: None,
            credits_max: None,
            sort: None,
            facets: Vec::new(),
            limit: 50,
            cursor: None,
        }
    }

    /// Whether a cursor of the one list is taken by the other.
    fn same(one: ListCoursesParams, other: ListCoursesParams) -> bool {
        let operation = OperationId::ListCourses.operation();
        let shape = |params| shape(operation, &ListCoursesInput::try_from(params).unwrap());
        let key = CursorKey::new(b"secret");
        let cursor = key.seal(&shape(one), &IdPosition(Uuid::from_u128(1)));
        key.open::<IdPosition>(&shape(other), &cursor).is_ok()
    }

    #[test]
    fn every_filter_and_the_order_shape_the_list() {
        let words = || Some("rust".to_owned());
        let others = [
            ListCoursesParams { q: words(), ..params() },
            ListCoursesParams { subject: words(), ..params() },
            ListCoursesParams { level: vec![models::Level::All], ..params() },
            ListCoursesParams { language: vec!["en".to_owned()], ..params() },
            ListCoursesParams { tag: vec!["rust".to_owned()], ..params() },
            ListCoursesParams { instructor_id: Some(Uuid::from_u128(1)), ..params() },
            ListCoursesParams { availability: Some(models::Availability::Open), ..params() },
            ListCoursesParams { price_min: Some(1), ..params() },
            ListCoursesParams { price_max: Some(1), ..params() },
            ListCoursesParams { credits_min: Some(1), ..params() },
            ListCoursesParams { credits_max: Some(1), ..params() },
            ListCoursesParams { sort: Some(models::CourseSort::Title), ..params() },
        ];
        for (at, other) in others.iter().enumerate() {
            assert!(!same(params(), other.clone()), "{other:?}");
            assert!(others[..at].iter().all(|it| !same(it.clone(), other.clone())), "{other:?}");
        }
    }

    #[test]
    fn size_and_counts_and_the_order_of_alternatives_do_not() {
        let facets = vec![models::FacetName::Level];
        assert!(same(params(), ListCoursesParams { limit: 3, facets, ..params() }));
        let tags =
            |tags: [&str; 2]| ListCoursesParams { tag: tags.map(str::to_owned).into(), ..params() };
        assert!(same(tags(["a", "b"]), tags(["b", "a"])));
        let newest = Some(models::CourseSort::PublishedAtDesc);
        assert!(same(params(), ListCoursesParams { sort: newest, ..params() }));
    }

    #[test]
    fn relevance_needs_words() {
        let sort = Some(models::CourseSort::Relevance);
        let input = ListCoursesInput::try_from(ListCoursesParams { sort, ..params() });
        assert_eq!(input.unwrap_err().as_slice()[0].pointer, "/query/sort");
    }

    #[test]
    fn values_that_mean_nothing_are_named() {
        let tag = vec!["good".to_owned(), " ".to_owned()];
        let input = ListCoursesInput::try_from(ListCoursesParams { tag, ..params() });
        assert_eq!(input.unwrap_err().as_slice()[0].pointer, "/query/tag/1");
    }
}
