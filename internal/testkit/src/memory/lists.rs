//! Filters, orders and counts the listed courses, straight from the meaning of the query.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use courses_domain::catalogue::{CourseContent, CourseState, RunState};
use courses_port::Page;
use courses_port::catalogue::{
    CoursePosition, CourseQuery, CourseSort, CourseSummary, Facet, FacetCount, FacetCounts,
    OfferFilter, SortKey, TagCount, TagPosition, TagQuery,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::memory::state::State;

pub(super) fn courses(state: &State, query: &CourseQuery) -> Page<CourseSummary, CoursePosition> {
    let mut found: Vec<CourseSummary> = listed(state)
        .filter(|(course, content)| matches(state, query, None, course, content))
        .map(|(course, content)| summary(state, query, course, content))
        .collect();
    let order = |a: &CoursePosition, b: &CoursePosition| compare(query.sort, a, b);
    found.sort_by(|a, b| order(&a.position, &b.position));
    found.retain(|it| {
        query.after.as_ref().is_none_or(|after| order(&it.position, after) == Ordering::Greater)
    });
    Page::from_surplus(found, query.limit as usize, |it| it.position.clone())
}

pub(super) fn facet(state: &State, query: &CourseQuery, facet: Facet) -> FacetCounts {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (course, content) in listed(state) {
        if matches(state, query, Some(facet), course, content) {
            for value in values(facet, course, content) {
                *counts.entry(value).or_default() += 1;
            }
        }
    }
    let values = counts.into_iter().map(|(value, count)| FacetCount { value, count });
    let mut values: Vec<_> = values.collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values.truncate(Facet::MAX_VALUES);
    FacetCounts { facet, values }
}

pub(super) fn tags(state: &State, query: &TagQuery) -> Page<TagCount, TagPosition> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for tag in listed(state).flat_map(|(course, _)| course.tags.as_slice()) {
        *counts.entry(tag.to_string()).or_default() += 1;
    }
    let prefix = query.prefix.as_deref().unwrap_or_default();
    counts.retain(|tag, _| {
        tag.starts_with(prefix) && query.after.as_ref().is_none_or(|after| *tag > after.0)
    });
    let found = counts.into_iter().map(|(tag, count)| TagCount { tag, count }).collect();
    Page::from_surplus(found, query.limit as usize, |it| TagPosition(it.tag.clone()))
}

fn listed(state: &State) -> impl Iterator<Item = (&CourseState, &CourseContent)> {
    let listed = state.courses.values().filter(|course| course.is_listed());
    listed.filter_map(|course| course.published.as_ref().map(|copy| (course, &copy.content)))
}

fn matches(
    state: &State,
    query: &CourseQuery,
    ignored: Option<Facet>,
    course: &CourseState,
    content: &CourseContent,
) -> bool {
    let counts = |facet| ignored != Some(facet);
    let id: Uuid = course.id.into();
    let found = query
        .search
        .as_ref()
        .is_none_or(|search| state.search.get(&id).is_some_and(|entry| search.matches(entry)));
    let tagged = query.tags.iter().any(|tag| course.tags.as_slice().contains(tag));
    let taught = query.instructor.is_none_or(|it| content.instructor_ids.contains(&it));
    let (min, max) = content.credits.map_or((None, None), |it| (Some(it.min()), Some(it.max())));
    found
        && (!counts(Facet::Subject)
            || query.subject.is_none_or(|it| content.subject_id == Some(it)))
        && (!counts(Facet::Level)
            || query.levels.is_empty()
            || query.levels.contains(&content.level))
        && (!counts(Facet::Language)
            || query.languages.is_empty()
            || query.languages.contains(&content.language))
        && (!counts(Facet::Tag) || query.tags.is_empty() || tagged)
        && (!counts(Facet::Instructor) || taught)
        && query.credits_min.is_none_or(|least| max.is_some_and(|max| max >= least))
        && query.credits_max.is_none_or(|most| min.is_some_and(|min| min <= most))
        && (query.offer.is_empty()
            || state.runs.values().any(|run| {
                !run.deleted && run.course_id == course.id && offers(run, &query.offer, query.now)
            }))
}

fn offers(run: &RunState, filter: &OfferFilter, now: Timestamp) -> bool {
    let price = run.details.price.map_or(0, |price| price.amount());
    filter.availability.is_none_or(|wanted| run.availability(now) == wanted)
        && filter.price_min.is_none_or(|least| price >= least)
        && filter.price_max.is_none_or(|most| price <= most)
}

fn values(facet: Facet, course: &CourseState, content: &CourseContent) -> Vec<String> {
    match facet {
        Facet::Subject => content.subject_id.iter().map(ToString::to_string).collect(),
        Facet::Level => vec![content.level.word().to_owned()],
        Facet::Language => vec![content.language.as_str().to_owned()],
        Facet::Tag => course.tags.as_slice().iter().map(ToString::to_string).collect(),
        Facet::Instructor => content.instructor_ids.iter().map(ToString::to_string).collect(),
    }
}

fn summary(
    state: &State,
    query: &CourseQuery,
    course: &CourseState,
    content: &CourseContent,
) -> CourseSummary {
    let id: Uuid = course.id.into();
    let published = course.first_published_at.unwrap_or(course.created_at);
    let key = match query.sort {
        CourseSort::Relevance => {
            let entry = state.search.get(&id);
            let search = query.search.as_ref();
            SortKey::Score(search.zip(entry).map_or(0, |(search, entry)| search.score(entry)))
        }
        CourseSort::Published | CourseSort::PublishedDesc => SortKey::Time(published),
        CourseSort::Title | CourseSort::TitleDesc => {
            SortKey::Text(content.title.as_str().to_lowercase())
        }
    };
    CourseSummary {
        id: course.id,
        version: course.version,
        owner: course.owner,
        slug: course.slug.to_string(),
        title: content.title.to_string(),
        summary: content.summary.as_ref().map(ToString::to_string),
        subject_id: content.subject_id,
        level: content.level,
        language: content.language.as_str().to_owned(),
        tags: course.tags.as_slice().iter().map(ToString::to_string).collect(),
        credits: content.credits,
        instructor_ids: content.instructor_ids.clone(),
        image_url: content.image_url.as_ref().map(|url| url.as_str().to_owned()),
        first_published_at: published,
        position: CoursePosition { key, id: course.id },
    }
}

fn compare(sort: CourseSort, a: &CoursePosition, b: &CoursePosition) -> Ordering {
    let by_key = match (&a.key, &b.key) {
        (SortKey::Score(a), SortKey::Score(b)) => a.cmp(b),
        (SortKey::Time(a), SortKey::Time(b)) => a.cmp(b),
        (SortKey::Text(a), SortKey::Text(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    let towards = |order: Ordering, descends: bool| if descends { order.reverse() } else { order };
    towards(by_key, sort.keys_descend()).then(towards(a.id.cmp(&b.id), sort.ids_descend()))
}
