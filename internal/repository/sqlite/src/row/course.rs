//! Courses: settings in columns, each copy as JSON.

use courses_domain::catalogue::{
    Course, CourseContent, CourseState, Draft, Lifecycle, PublishedCopy, PublishedCourse, Tag,
    Tags, Visibility,
};
use courses_domain::shared::{ExternalId, Slug};
use rusqlite::Row;

use super::absence::{absences, absences_json};
use super::provenance::{provenance, provenance_json};
use super::{Columns, ContentRow, blob, int, json, millis};
use crate::error::Failure;

const TABLE: &str = "courses";

/// What is bound when a course is saved.
#[derive(Debug)]
pub(crate) struct CourseParams {
    pub(crate) id: [u8; 16],
    pub(crate) revision: i64,
    pub(crate) next_sequence: i64,
    pub(crate) deleted: bool,
    pub(crate) version: i64,
    pub(crate) owner: [u8; 16],
    pub(crate) slug: String,
    pub(crate) former_slugs: String,
    pub(crate) external_ids: String,
    pub(crate) visibility: &'static str,
    pub(crate) tags: String,
    pub(crate) lifecycle: &'static str,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) first_published_at: Option<i64>,
    pub(crate) published_revision: Option<u32>,
    pub(crate) published_draft: Option<i64>,
    pub(crate) published_at: Option<i64>,
    pub(crate) published: Option<String>,
    pub(crate) draft_version: i64,
    pub(crate) draft_updated_at: i64,
    pub(crate) draft: String,
    pub(crate) absences: Option<String>,
    pub(crate) provenance: Option<String>,
}

impl From<&CourseState> for CourseParams {
    fn from(state: &CourseState) -> Self {
        let copy = state.published.as_ref();
        let draft = json(&ContentRow::from(&state.draft.content));
        let published = copy.map(|copy| {
            // Right after a publication both say the same.
            if copy.content == state.draft.content {
                draft.clone()
            } else {
                json(&ContentRow::from(&copy.content))
            }
        });
        Self {
            id: blob(state.id),
            revision: int(state.revision),
            next_sequence: int(state.next_sequence),
            deleted: state.deleted,
            version: int(state.version),
            owner: blob(state.owner),
            slug: state.slug.as_str().to_owned(),
            former_slugs: json(&state.former_slugs.iter().map(Slug::as_str).collect::<Vec<_>>()),
            external_ids: external_ids_json(&state.external_ids),
            visibility: state.visibility.word(),
            tags: json(&state.tags.as_slice().iter().map(Tag::as_str).collect::<Vec<_>>()),
            lifecycle: state.lifecycle.word(),
            created_at: millis(state.created_at),
            updated_at: millis(state.updated_at),
            first_published_at: state.first_published_at.map(millis),
            published_revision: copy.map(|it| it.revision),
            published_draft: copy.map(|it| int(it.draft_version)),
            published_at: copy.map(|it| millis(it.at)),
            published,
            draft_version: int(state.draft.version),
            draft_updated_at: millis(state.draft.updated_at),
            draft,
            absences: absences_json(&state.absences),
            provenance: provenance_json(&state.provenance),
        }
    }
}

/// Names in outside sources as JSON.
pub(crate) fn external_ids_json(ids: &[ExternalId]) -> String {
    json(&ids.iter().map(|id| (id.source(), id.key())).collect::<Vec<_>>())
}

/// A course with both copies, to decide on.
pub(crate) fn read_course(row: &Row<'_>) -> Result<Course, Failure> {
    let it = Columns::of(TABLE, row)?;
    Ok(Course::restore(CourseState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        version: it.counter("version")?,
        owner: it.id("owner")?,
        slug: it.parse("slug", Slug::parse)?,
        former_slugs: former_slugs(&it)?,
        external_ids: external_ids(&it)?,
        visibility: it.word("visibility", Visibility::parse)?,
        tags: tags(&it)?,
        lifecycle: it.word("lifecycle", Lifecycle::parse)?,
        draft: Draft {
            version: it.counter("draft_version")?,
            updated_at: it.time("draft_updated_at")?,
            content: content(&it, "draft", it.json("draft")?)?,
        },
        published: published(&it)?,
        absences: absences(&it)?,
        provenance: provenance(&it)?,
        created_at: it.time("created_at")?,
        updated_at: it.time("updated_at")?,
        first_published_at: it.time_if_any("first_published_at")?,
        deleted: it.get("deleted")?,
    }))
}

/// The published copy of a course, if it has one; the row may lack the draft.
pub(crate) fn read_published(row: &Row<'_>) -> Result<Option<PublishedCourse>, Failure> {
    let it = Columns::of(TABLE, row)?;
    let Some(copy) = published(&it)? else { return Ok(None) };
    Ok(Some(PublishedCourse {
        id: it.id("id")?,
        version: it.counter("version")?,
        owner: it.id("owner")?,
        slug: it.parse("slug", Slug::parse)?,
        external_ids: external_ids(&it)?,
        visibility: it.word("visibility", Visibility::parse)?,
        tags: tags(&it)?,
        lifecycle: it.word("lifecycle", Lifecycle::parse)?,
        revision: copy.revision,
        content: copy.content,
        created_at: it.time("created_at")?,
        published_at: copy.at,
        first_published_at: it.time_if_any("first_published_at")?.unwrap_or(copy.at),
    }))
}

fn published(it: &Columns<'_>) -> Result<Option<PublishedCopy>, Failure> {
    let Some(row) = it.json_if_any("published")? else { return Ok(None) };
    Ok(Some(PublishedCopy {
        revision: it.counter("published_revision")?,
        draft_version: it.counter("published_draft")?,
        at: it.time("published_at")?,
        content: content(it, "published", row)?,
    }))
}

fn content(
    it: &Columns<'_>,
    field: &'static str,
    row: ContentRow<'_>,
) -> Result<CourseContent, Failure> {
    CourseContent::try_from(row).map_err(|err| it.bad(field, err))
}

fn former_slugs(it: &Columns<'_>) -> Result<Vec<Slug>, Failure> {
    let slugs: Vec<String> = it.json("former_slugs")?;
    let slugs: Result<_, _> = slugs.iter().map(|slug| Slug::parse(slug)).collect();
    slugs.map_err(|err| it.bad("former_slugs", err))
}

fn tags(it: &Columns<'_>) -> Result<Tags, Failure> {
    let tags: Vec<String> = it.json("tags")?;
    Tags::parse(tags.iter().map(String::as_str)).map_err(|err| it.bad("tags", err))
}

/// Names in outside sources.
pub(super) fn external_ids(it: &Columns<'_>) -> Result<Vec<ExternalId>, Failure> {
    let ids: Vec<(String, String)> = it.json("external_ids")?;
    let ids: Result<_, _> =
        ids.iter().map(|(source, key)| ExternalId::parse(source, key)).collect();
    ids.map_err(|err| it.bad("external_ids", err))
}
