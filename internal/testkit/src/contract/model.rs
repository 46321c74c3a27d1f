//! What lists of courses mean, in plain loops over everything: the reference that stores are
//! compared with.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use courses_domain::catalogue::{
    CourseId, CourseState, InstructorId, PublishedCourse, RunState, SearchEntry, Tag,
};
use courses_port::Page;
use courses_port::catalogue::{
    CoursePosition, CourseQuery, CourseSort, CourseSummary, Facet, FacetCount, FacetCounts, SortKey,
};
use uuid::Uuid;

use crate::build::search_entry;

/// Everything that was saved.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub(crate) courses: Vec<CourseState>,
    pub(crate) runs: Vec<RunState>,
}

impl Model {
    /// Replaces the course with the same id, or adds it.
    pub(crate) fn put(&mut self, state: CourseState) {
        self.courses.retain(|old| old.id != state.id);
        self.courses.push(state);
    }

    /// What a store must answer.
    pub(crate) fn page(&self, query: &CourseQuery) -> Page<CourseSummary, CoursePosition> {
        let all = self.list(query);
        let rest = all.into_iter().filter(|course| {
            query
                .after
                .as_ref()
                .is_none_or(|after| order(query.sort, after, &course.position).is_lt())
        });
        let limit = usize::try_from(query.limit).expect("a small number");
        Page::from_surplus(rest.take(limit + 1).collect(), limit, |it| it.position.clone())
    }

    /// Every course that meets the filters, in order.
    pub(crate) fn list(&self, query: &CourseQuery) -> Vec<CourseSummary> {
        let mut found: Vec<CourseSummary> = self
            .courses
            .iter()
            .filter(|state| state.is_listed() && self.matches(state, query))
            .filter_map(|state| Some(summary(query, state, &PublishedCourse::of(state)?)))
            .collect();
        found.sort_by(|a, b| order(query.sort, &a.position, &b.position));
        found
    }

    /// The facets that a store must answer.
    pub(crate) fn facets(&self, query: &CourseQuery, facets: &[Facet]) -> Vec<FacetCounts> {
        facets.iter().map(|facet| self.facet(query, *facet)).collect()
    }

    fn facet(&self, query: &CourseQuery, facet: Facet) -> FacetCounts {
        let mut query = CourseQuery { sort: CourseSort::Title, ..query.clone() };
        match facet {
            Facet::Subject => query.subject = None,
            Facet::Level => query.levels.clear(),
            Facet::Language => query.languages.clear(),
            Facet::Tag => query.tags.clear(),
            Facet::Instructor => query.instructor = None,
        }
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for course in self.list(&query) {
            for value in values(&course, facet) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let mut values: Vec<_> =
            counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        values.truncate(Facet::MAX_VALUES);
        FacetCounts { facet, values }
    }

    fn matches(&self, state: &CourseState, query: &CourseQuery) -> bool {
        let Some(copy) = &state.published else { return false };
        let content = &copy.content;
        let any = |wanted: bool, empty: bool| empty || wanted;
        let tags = state.tags.as_slice();
        let credits_meet = match (query.credits_min, query.credits_max) {
            (None, None) => true,
            (min, max) => content.credits.is_some_and(|credits| {
                min.is_none_or(|min| credits.max() >= min)
                    && max.is_none_or(|max| credits.min() <= max)
            }),
        };
        query.search.as_ref().is_none_or(|search| search.matches(&entry(state)))
            && query.subject.is_none_or(|subject| content.subject_id == Some(subject))
            && any(query.levels.contains(&content.level), query.levels.is_empty())
            && any(query.languages.contains(&content.language), query.languages.is_empty())
            && any(query.tags.iter().any(|tag| tags.contains(tag)), query.tags.is_empty())
            && query.instructor.is_none_or(|one| content.instructor_ids.contains(&one))
            && credits_meet
            && self.offers(state.id, query)
    }

    fn offers(&self, course: CourseId, query: &CourseQuery) -> bool {
        let offer = &query.offer;
        offer.is_empty()
            || self.runs.iter().any(|run| {
                let price = run.details.price.map_or(0, |price| price.amount());
                run.course_id == course
                    && !run.deleted
                    && offer.availability.is_none_or(|it| run.availability(query.now) == it)
                    && offer.price_min.is_none_or(|min| price >= min)
                    && offer.price_max.is_none_or(|max| price <= max)
            })
    }
}

/// How two positions stand to each other in an order.
pub(crate) fn order(sort: CourseSort, a: &CoursePosition, b: &CoursePosition) -> Ordering {
    let by_key = match (&a.key, &b.key) {
        (SortKey::Score(a), SortKey::Score(b)) => a.cmp(b),
        (SortKey::Time(a), SortKey::Time(b)) => a.cmp(b),
        (SortKey::Text(a), SortKey::Text(b)) => a.cmp(b),
        other => panic!("positions of different orders: {other:?}"),
    };
    let by_id = a.id.cmp(&b.id);
    let by_key = match sort {
        CourseSort::Relevance | CourseSort::PublishedDesc | CourseSort::TitleDesc => {
            by_key.reverse()
        }
        CourseSort::Published | CourseSort::Title => by_key,
    };
    by_key.then(match sort {
        CourseSort::Relevance | CourseSort::PublishedDesc | CourseSort::Title => by_id,
        CourseSort::Published | CourseSort::TitleDesc => by_id.reverse(),
    })
}

fn entry(state: &CourseState) -> SearchEntry {
    search_entry(state).unwrap_or_default()
}

fn summary(query: &CourseQuery, state: &CourseState, course: &PublishedCourse) -> CourseSummary {
    let content = &course.content;
    let key = match query.sort {
        CourseSort::Relevance => {
            let search = query.search.as_ref().expect("relevance needs words");
            SortKey::Score(search.score(&entry(state)))
        }
        CourseSort::Published | CourseSort::PublishedDesc => {
            SortKey::Time(course.first_published_at)
        }
        CourseSort::Title | CourseSort::TitleDesc => {
            SortKey::Text(content.title.as_str().to_lowercase())
        }
    };
    CourseSummary {
        id: course.id,
        version: course.version,
        owner: course.owner,
        slug: course.slug.as_str().to_owned(),
        title: content.title.as_str().to_owned(),
        summary: content.summary.as_ref().map(|it| it.as_str().to_owned()),
        subject_id: content.subject_id,
        level: content.level,
        language: content.language.as_str().to_owned(),
        tags: course.tags.as_slice().iter().map(Tag::as_str).map(str::to_owned).collect(),
        credits: content.credits,
        instructor_ids: content.instructor_ids.clone(),
        image_url: content.image_url.as_ref().map(|it| it.as_str().to_owned()),
        first_published_at: course.first_published_at,
        position: CoursePosition { key, id: course.id },
    }
}

fn values(course: &CourseSummary, facet: Facet) -> Vec<String> {
    let text = |id: Uuid| id.to_string();
    match facet {
        Facet::Subject => course.subject_id.map(Uuid::from).map(text).into_iter().collect(),
        Facet::Level => vec![course.level.word().to_owned()],
        Facet::Language => vec![course.language.clone()],
        Facet::Tag => course.tags.clone(),
        Facet::Instructor => {
            course.instructor_ids.iter().copied().map(InstructorId::into).map(text).collect()
        }
    }
}
