//! A course in a list, and a value of a facet.

use bson::Bson;
use courses_domain::catalogue::{CourseId, Level};
use courses_port::catalogue::{CoursePosition, CourseSort, CourseSummary, FacetCount, SortKey};
use serde::Deserialize;

use super::Record;
use super::content::CreditsDocument;
use super::course::OrderDocument;
use crate::convert::{to_id, to_ids, to_number, to_timestamp};
use crate::error::{BadField, InField};

/// The projection of a course that lists need.
#[derive(Debug, Deserialize)]
pub(crate) struct SummaryDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    version: i64,
    owner: bson::Uuid,
    slugs: Vec<String>,
    tags: Vec<String>,
    order: OrderDocument,
    published: CopyDocument,
    /// Only in lists by relevance.
    #[serde(default)]
    score: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct CopyDocument {
    content: ListedContentDocument,
}

#[derive(Debug, Deserialize)]
struct ListedContentDocument {
    title: String,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    subject_id: Option<bson::Uuid>,
    level: String,
    language: String,
    #[serde(default)]
    credits: Option<CreditsDocument>,
    instructor_ids: Vec<bson::Uuid>,
    #[serde(default)]
    image_url: Option<String>,
}

/// A summary that does not know yet in which order it was asked for.
pub(crate) struct Listed {
    summary: CourseSummary,
    title: String,
    score: Option<u32>,
}

impl Listed {
    /// The summary in the order `sort`.
    pub(crate) fn ordered_by(mut self, sort: CourseSort) -> CourseSummary {
        self.summary.position.key = match (sort, self.score) {
            (CourseSort::Title | CourseSort::TitleDesc, _) => SortKey::Text(self.title),
            (CourseSort::Relevance, Some(score)) => SortKey::Score(score),
            _ => SortKey::Time(self.summary.first_published_at),
        };
        self.summary
    }
}

impl Record for SummaryDocument {
    type Entity = Listed;

    fn into_entity(self) -> Result<Listed, BadField> {
        let content = self.published.content;
        let id: CourseId = to_id(self.id);
        let first_published_at = to_timestamp(self.order.published_at, "order.published_at")?;
        let summary = CourseSummary {
            id,
            version: to_number(self.version, "version")?,
            owner: to_id(self.owner),
            slug: self.slugs.into_iter().next().in_field("slugs")?,
            title: content.title,
            summary: content.summary,
            subject_id: content.subject_id.map(to_id),
            level: Level::parse(&content.level).in_field("published.content.level")?,
            language: content.language,
            tags: self.tags,
            credits: content.credits.map(CreditsDocument::into_credits).transpose()?,
            instructor_ids: to_ids(content.instructor_ids),
            image_url: content.image_url,
            first_published_at,
            position: CoursePosition { key: SortKey::Time(first_published_at), id },
        };
        let score = self.score.map(|score| to_number(score, "score")).transpose()?;
        Ok(Listed { summary, title: self.order.title, score })
    }
}

/// A value of a facet and its count.
#[derive(Debug, Deserialize)]
pub(crate) struct CountDocument {
    #[serde(rename = "_id")]
    value: Bson,
    count: i64,
}

impl Record for CountDocument {
    type Entity = FacetCount;

    fn into_entity(self) -> Result<FacetCount, BadField> {
        let value = match self.value {
            Bson::String(word) => word,
            Bson::Binary(id) => id.to_uuid().in_field("_id")?.to_string(),
            _ => return Err("is neither word nor id").in_field("_id"),
        };
        Ok(FacetCount { value, count: to_number(self.count, "count")? })
    }
}
