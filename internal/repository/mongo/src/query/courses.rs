//! Courses: entities, published copies, the public list.

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{CourseId, LessonId};
use courses_domain::shared::{ExternalId, Slug};
use courses_port::catalogue::{CoursePosition, CourseQuery, CourseSort, SortKey};

use super::{Query, QueryName, filter, relevance};
use crate::convert::{to_binary, to_date, to_text};
use crate::schema::COURSES;

/// Fields of a course's document that are no part of its state.
pub(super) fn state() -> Document {
    doc! { "outbox": 0, "outbox_since": 0, "offers": 0, "search": 0, "refs": 0, "suggest": 0 }
}

/// What readers of a published copy need.
fn published() -> Document {
    doc! {
        "version": 1, "owner": 1, "slugs": 1, "external_ids": 1, "visibility": 1, "tags": 1,
        "lifecycle": 1, "published": 1, "created_at": 1, "first_published_at": 1,
    }
}

/// What lists need.
pub(super) fn summary() -> Document {
    let mut fields = doc! { "version": 1, "owner": 1, "slugs": 1, "tags": 1, "order": 1 };
    let content = [
        "title",
        "summary",
        "subject_id",
        "level",
        "language",
        "credits",
        "instructor_ids",
        "image_url",
    ];
    for field in content {
        fields.insert(format!("published.content.{field}"), 1);
    }
    fields
}

pub(crate) fn course_by_id(id: CourseId) -> Query {
    let filter = doc! { "_id": to_binary(id), "deleted": false };
    Query::find(QueryName::CourseById, COURSES, filter).only(state()).limited(1)
}

pub(crate) fn courses_by_external_ids(ids: &[ExternalId]) -> Query {
    let ids: Vec<Bson> = ids.iter().map(|id| to_text(id).into()).collect();
    let filter = doc! { "external_ids": { "$in": ids }, "deleted": false };
    Query::find(QueryName::CoursesByExternalIds, COURSES, filter).only(state())
}

pub(crate) fn published_by_ids(ids: &[bson::Uuid]) -> Query {
    let id = if let [id] = ids { Bson::from(*id) } else { doc! { "$in": ids.to_vec() }.into() };
    let filter = doc! { "_id": id, "deleted": false };
    Query::find(QueryName::PublishedByIds, COURSES, filter).only(published())
}

pub(crate) fn published_by_slug(slug: &Slug) -> Query {
    let filter = doc! { "slugs": slug.as_str(), "deleted": false };
    Query::find(QueryName::PublishedBySlug, COURSES, filter).only(published()).limited(1)
}

pub(crate) fn published_by_lesson(lesson: LessonId) -> Query {
    let filter = doc! {
        "published.content.sections.topics.lessons.id": to_binary(lesson),
        "deleted": false,
    };
    Query::find(QueryName::PublishedByLesson, COURSES, filter).only(published()).limited(1)
}

/// One course more than the limit, which tells whether there are more.
pub(crate) fn course_list(query: &CourseQuery) -> Query {
    let surplus = i64::from(query.limit) + 1;
    if let (CourseSort::Relevance, Some(search)) = (query.sort, &query.search) {
        return relevance::course_list(query, search, surplus);
    }
    let field = match query.sort {
        CourseSort::Title | CourseSort::TitleDesc => "order.title",
        // Without words there is no relevance.
        CourseSort::Published | CourseSort::PublishedDesc | CourseSort::Relevance => {
            "order.published_at"
        }
    };
    let direction = |descends: bool| if descends { -1 } else { 1 };
    let order = doc! {
        field: direction(query.sort.keys_descend()),
        "_id": direction(query.sort.ids_descend()),
    };
    let mut filter = filter::listed(query);
    if let Some(after) = &query.after {
        go_on(&mut filter, field, query.sort, after);
    }
    Query::find(QueryName::CourseList, COURSES, filter)
        .only(summary())
        .sorted(order)
        .limited(surplus)
        .on_secondary()
}

/// Leaves what stands at `after` or before out of an ordered list. The bound on the field alone is
/// what the index is entered with; the rest tells apart equal keys.
fn go_on(filter: &mut Document, field: &str, sort: CourseSort, after: &CoursePosition) {
    let (key, id) = (key(&after.key), to_binary(after.id));
    let past = |descends: bool| if descends { "$lt" } else { "$gt" };
    let at_or_past = if sort.keys_descend() { "$lte" } else { "$gte" };
    filter.insert(field, doc! { at_or_past: key.clone() });
    let equal_but_later = doc! { "_id": { past(sort.ids_descend()): id } };
    let past = past(sort.keys_descend());
    filter.insert("$or", vec![doc! { field: { past: key } }, equal_but_later]);
}

fn key(key: &SortKey) -> Bson {
    match key {
        SortKey::Score(score) => i64::from(*score).into(),
        SortKey::Time(time) => to_date(*time).into(),
        SortKey::Text(text) => text.as_str().into(),
    }
}
