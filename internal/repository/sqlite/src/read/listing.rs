//! Lists and counts of courses and of their tags.

use courses_port::catalogue::{
    CoursePosition, CourseQuery, CourseSummary, Facet, FacetCount, FacetCounts, TagCount,
    TagPosition, TagQuery,
};
use courses_port::{Page, StoreError};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, params_from_iter};
use uuid::Uuid;

use super::{items, surplus};
use crate::SqliteStore;
use crate::error::Failure;
use crate::row::read_listing;
use crate::sql;

/// The query cannot be answered by any list.
#[derive(Debug, thiserror::Error)]
#[error("the position or the search words do not belong to the order of the list")]
struct ForeignPosition;

/// One page.
pub(super) async fn list(
    store: &SqliteStore,
    query: &CourseQuery,
) -> Result<Page<CourseSummary, CoursePosition>, StoreError> {
    let question = sql::page(query).ok_or_else(|| StoreError::broken(ForeignPosition))?;
    let (sort, limit) = (query.sort, items(query.limit));
    let found = store.read(move |db| {
        db.all(&question.sql, params_from_iter(question.params), |row| read_listing(sort, row))
    });
    Ok(Page::from_surplus(found.await?, limit, |course| course.position.clone()))
}

/// The counts of each facet.
pub(super) async fn count(
    store: &SqliteStore,
    query: &CourseQuery,
    facets: &[Facet],
) -> Result<Vec<FacetCounts>, StoreError> {
    let questions: Vec<_> = facets.iter().map(|one| (*one, sql::facet(query, *one))).collect();
    let counted = store.read(move |db| {
        let count = |(facet, question): (Facet, sql::Question)| {
            let values = db.all(&question.sql, params_from_iter(question.params), read_count)?;
            Ok(FacetCounts { facet, values })
        };
        questions.into_iter().map(count).collect()
    });
    counted.await
}

/// One page of tags.
pub(super) async fn tags(
    store: &SqliteStore,
    query: &TagQuery,
) -> Result<Page<TagCount, TagPosition>, StoreError> {
    let end = query.end().map_or_else(|| Value::Blob(Vec::new()), Value::Text);
    let bound = (query.first(), end, surplus(query.limit));
    let found = store.read(move |db| db.all(&sql::LIST_TAGS, bound, read_tag)).await?;
    Ok(Page::from_surplus(found, items(query.limit), |it| TagPosition(it.tag.clone())))
}

fn read_tag(row: &Row<'_>) -> Result<TagCount, Failure> {
    let count: i64 = row.get("count")?;
    Ok(TagCount { tag: row.get("tag")?, count: count.unsigned_abs() })
}

fn read_count(row: &Row<'_>) -> Result<FacetCount, Failure> {
    let value = match row.get_ref("value")? {
        ValueRef::Blob(id) => Uuid::from_slice(id).map_err(Failure::broken)?.to_string(),
        text => text.as_str().map_err(Failure::broken)?.to_owned(),
    };
    let count: i64 = row.get("count")?;
    Ok(FacetCount { value, count: count.unsigned_abs() })
}
