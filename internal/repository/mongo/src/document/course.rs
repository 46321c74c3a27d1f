//! A course.
//!
//! Beside what stands here a document has `search` (what the course is found by), `offers` (its
//! runs, kept by the changes of runs), and `outbox` with `outbox_since` (events that wait to be
//! collected). None of these is part of the state, so saving a course leaves them alone.
//!
//! Growth: a document holds both copies of the content without the lessons' own, a few dozen
//! kilobytes for a large course and two megabytes for the largest the rules allow; each run adds
//! about 150 bytes to `offers`.

use bson::DateTime;
use courses_domain::catalogue::{
    Course, CourseState, Draft, Lifecycle, PublishedCopy, PublishedCourse, SuggestionEntry, Tags,
    Visibility,
};
use courses_domain::shared::Slug;
use serde::{Deserialize, Serialize};

use super::absence::AbsencesDocument;
use super::provenance::OriginDocument;
use super::{ContentDocument, Record, SuggestionDocument};
use crate::convert::{
    to_binary, to_date, to_external_ids, to_id, to_long, to_number, to_text, to_timestamp,
    to_timestamps,
};
use crate::error::{BadField, InField};

/// A course as it lies in `courses`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CourseDocument {
    #[serde(rename = "_id")]
    pub(crate) id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    version: i64,
    owner: bson::Uuid,
    /// The present slug first, then the former ones, latest last.
    slugs: Vec<String>,
    /// Missing if there are none, so that the unique index does not hold the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) external_ids: Option<Vec<String>>,
    visibility: String,
    tags: Vec<String>,
    lifecycle: String,
    /// Whether it stands in the public catalogue.
    #[serde(default, skip_deserializing)]
    listed: bool,
    /// What lists are ordered by.
    #[serde(default, skip_deserializing)]
    order: Option<OrderDocument>,
    draft: DraftDocument,
    published: Option<PublishedCopyDocument>,
    #[serde(default)]
    absences: Option<AbsencesDocument>,
    /// Empty unless it came from a source.
    #[serde(default)]
    provenance: Vec<OriginDocument>,
    created_at: DateTime,
    updated_at: DateTime,
    first_published_at: Option<DateTime>,
    deleted: bool,
    /// Every subject and instructor that one of the copies names.
    #[serde(default, skip_deserializing)]
    refs: Vec<bson::Uuid>,
    /// What leads there while somebody types.
    #[serde(default, skip_deserializing)]
    suggest: Option<SuggestionDocument>,
}

/// What lists of listed courses are ordered by.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OrderDocument {
    pub(crate) published_at: DateTime,
    pub(crate) title: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct DraftDocument {
    version: i64,
    updated_at: DateTime,
    content: ContentDocument,
}

#[derive(Debug, Serialize, Deserialize)]
struct PublishedCopyDocument {
    revision: i64,
    draft_version: i64,
    at: DateTime,
    content: ContentDocument,
}

impl From<&CourseState> for CourseDocument {
    fn from(state: &CourseState) -> Self {
        let slugs = [&state.slug].into_iter().chain(&state.former_slugs);
        let external_ids: Vec<String> = state.external_ids.iter().map(to_text).collect();
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            version: to_long(state.version),
            owner: to_binary(state.owner),
            slugs: slugs.map(|slug| slug.as_str().to_owned()).collect(),
            external_ids: Some(external_ids).filter(|ids| !ids.is_empty()),
            visibility: state.visibility.word().to_owned(),
            tags: state.tags.as_slice().iter().map(|tag| tag.as_str().to_owned()).collect(),
            lifecycle: state.lifecycle.word().to_owned(),
            listed: state.is_listed() && state.published.is_some(),
            order: state.published.as_ref().map(|copy| OrderDocument {
                published_at: to_date(state.first_published_at.unwrap_or(copy.at)),
                title: copy.content.title.as_str().to_lowercase(),
            }),
            draft: DraftDocument {
                version: to_long(state.draft.version),
                updated_at: to_date(state.draft.updated_at),
                content: (&state.draft.content).into(),
            },
            published: state.published.as_ref().map(PublishedCopyDocument::from),
            absences: AbsencesDocument::of(&state.absences),
            provenance: state.provenance.iter().map(OriginDocument::from).collect(),
            created_at: to_date(state.created_at),
            updated_at: to_date(state.updated_at),
            first_published_at: state.first_published_at.map(to_date),
            deleted: state.deleted,
            refs: references(state),
            suggest: SuggestionEntry::of_course(state).map(SuggestionDocument::from),
        }
    }
}

fn references(state: &CourseState) -> Vec<bson::Uuid> {
    let copies = [Some(&state.draft.content), state.published.as_ref().map(|it| &it.content)];
    let mut all: Vec<bson::Uuid> = Vec::new();
    for content in copies.into_iter().flatten() {
        let instructors = content.instructor_ids.iter().copied().map(to_binary);
        for id in content.subject_id.map(to_binary).into_iter().chain(instructors) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
    }
    all
}

impl From<&PublishedCopy> for PublishedCopyDocument {
    fn from(copy: &PublishedCopy) -> Self {
        Self {
            revision: copy.revision.into(),
            draft_version: to_long(copy.draft_version),
            at: to_date(copy.at),
            content: (&copy.content).into(),
        }
    }
}

impl PublishedCopyDocument {
    fn into_copy(self) -> Result<PublishedCopy, BadField> {
        Ok(PublishedCopy {
            revision: to_number(self.revision, "revision")?,
            draft_version: to_number(self.draft_version, "draft_version")?,
            at: to_timestamp(self.at, "at")?,
            content: self.content.into_content().map_err(|err| err.within("content"))?,
        })
    }
}

impl DraftDocument {
    fn into_draft(self) -> Result<Draft, BadField> {
        Ok(Draft {
            version: to_number(self.version, "version")?,
            updated_at: to_timestamp(self.updated_at, "updated_at")?,
            content: self.content.into_content().map_err(|err| err.within("content"))?,
        })
    }
}

/// The present slug and the former ones.
fn to_slugs(slugs: &[String]) -> Result<(Slug, Vec<Slug>), BadField> {
    let mut slugs = slugs.iter().map(|slug| Slug::parse(slug).in_field("slugs"));
    let present = slugs.next().unwrap_or_else(|| Slug::parse("").in_field("slugs"))?;
    Ok((present, slugs.collect::<Result<_, _>>()?))
}

fn to_tags(tags: &[String]) -> Result<Tags, BadField> {
    Tags::parse(tags.iter().map(String::as_str)).in_field("tags")
}

impl Record for CourseDocument {
    type Entity = Course;

    fn into_entity(self) -> Result<Course, BadField> {
        let (slug, former_slugs) = to_slugs(&self.slugs)?;
        Ok(Course::restore(CourseState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            version: to_number(self.version, "version")?,
            owner: to_id(self.owner),
            slug,
            former_slugs,
            external_ids: to_external_ids(self.external_ids, "external_ids")?,
            visibility: Visibility::parse(&self.visibility).in_field("visibility")?,
            tags: to_tags(&self.tags)?,
            lifecycle: Lifecycle::parse(&self.lifecycle).in_field("lifecycle")?,
            draft: self.draft.into_draft().map_err(|err| err.within("draft"))?,
            published: self
                .published
                .map(PublishedCopyDocument::into_copy)
                .transpose()
                .map_err(|err| err.within("published"))?,
            absences: self
                .absences
                .map(AbsencesDocument::into_absences)
                .transpose()
                .map_err(|err| err.within("absences"))?
                .unwrap_or_default(),
            provenance: self
                .provenance
                .into_iter()
                .map(OriginDocument::into_origin)
                .collect::<Result<_, _>>()
                .map_err(|err| err.within("provenance"))?,
            created_at: to_timestamp(self.created_at, "created_at")?,
            updated_at: to_timestamp(self.updated_at, "updated_at")?,
            first_published_at: to_timestamps(self.first_published_at, "first_published_at")?,
            deleted: self.deleted,
        }))
    }
}

/// The part of a course that readers see: a projection without the draft.
#[derive(Debug, Deserialize)]
pub(crate) struct PublishedCourseDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    version: i64,
    owner: bson::Uuid,
    slugs: Vec<String>,
    #[serde(default)]
    external_ids: Option<Vec<String>>,
    visibility: String,
    tags: Vec<String>,
    lifecycle: String,
    published: Option<PublishedCopyDocument>,
    created_at: DateTime,
    first_published_at: Option<DateTime>,
}

impl Record for PublishedCourseDocument {
    /// `None` if it was never published.
    type Entity = Option<PublishedCourse>;

    fn into_entity(self) -> Result<Self::Entity, BadField> {
        let Some(copy) = self.published else { return Ok(None) };
        let copy = copy.into_copy().map_err(|err| err.within("published"))?;
        let (slug, _) = to_slugs(&self.slugs)?;
        let first = to_timestamps(self.first_published_at, "first_published_at")?;
        Ok(Some(PublishedCourse {
            id: to_id(self.id),
            version: to_number(self.version, "version")?,
            owner: to_id(self.owner),
            slug,
            external_ids: to_external_ids(self.external_ids, "external_ids")?,
            visibility: Visibility::parse(&self.visibility).in_field("visibility")?,
            tags: to_tags(&self.tags)?,
            lifecycle: Lifecycle::parse(&self.lifecycle).in_field("lifecycle")?,
            revision: copy.revision,
            content: copy.content,
            created_at: to_timestamp(self.created_at, "created_at")?,
            published_at: copy.at,
            first_published_at: first.unwrap_or(copy.at),
        }))
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_course_survives_its_document() {
        let state = Make::new(1).rich_course();
        let document = encode(&CourseDocument::from(&state));
        let raw = RawDocumentBuf::try_from(&document).unwrap();

        let course = decode::<CourseDocument>("courses", &raw).unwrap();
        let published = decode::<PublishedCourseDocument>("courses", &raw).unwrap();

        assert_eq!(course.state(), &state);
        assert_eq!(published, PublishedCourse::of(&state));
    }

    #[test]
    fn a_bad_value_deep_in_the_tree_is_named() {
        let state = Make::new(1).rich_course();
        let mut document = encode(&CourseDocument::from(&state));
        let draft = document.get_document_mut("draft").unwrap();
        let content = draft.get_document_mut("content").unwrap();
        let section = content.get_array_mut("sections").unwrap().first_mut().unwrap();
        section.as_document_mut().unwrap().insert("visibility", "secret");

        let raw = RawDocumentBuf::try_from(&document).unwrap();
        let failure = decode::<CourseDocument>("courses", &raw).unwrap_err();

        let expected = format!(
            "record {} in `courses` has a bad `draft.content.sections.0.visibility`",
            state.id
        );
        assert_eq!(failure.to_string(), expected);
    }

    #[test]
    fn a_course_without_external_ids_is_not_in_their_index() {
        let mut state = Make::new(1).rich_course();
        state.external_ids.clear();
        assert!(!encode(&CourseDocument::from(&state)).contains_key("external_ids"));
    }
}
