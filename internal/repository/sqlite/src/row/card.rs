//! What a list says about a course, ready to be read without its content.

use courses_domain::catalogue::{CourseState, Credits, Level, Tag};
use courses_port::catalogue::{CoursePosition, CourseSort, CourseSummary, SortKey};
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Columns, blob, json, millis};
use crate::error::Failure;

/// What is bound when a course gets into the lists.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) id: [u8; 16],
    pub(crate) published_at: i64,
    pub(crate) title_key: String,
    pub(crate) subject: Option<[u8; 16]>,
    pub(crate) level: &'static str,
    pub(crate) language: String,
    pub(crate) credits_min: Option<u32>,
    pub(crate) credits_max: Option<u32>,
    pub(crate) card: String,
    pub(crate) tags: Vec<String>,
    pub(crate) instructors: Vec<[u8; 16]>,
}

/// What is shown but never searched or ordered by.
#[derive(Debug, Serialize, Deserialize)]
struct Card {
    version: u64,
    owner: Uuid,
    slug: String,
    title: String,
    summary: Option<String>,
    tags: Vec<String>,
    instructors: Vec<Uuid>,
    image_url: Option<String>,
}

impl Listing {
    /// The listing of a course; `None` if it is not to be listed.
    pub(crate) fn of(state: &CourseState) -> Option<Self> {
        let copy = state.published.as_ref().filter(|_| state.is_listed())?;
        let content = &copy.content;
        let tags: Vec<String> =
            state.tags.as_slice().iter().map(Tag::as_str).map(str::to_owned).collect();
        let card = Card {
            version: state.version,
            owner: state.owner.into(),
            slug: state.slug.as_str().to_owned(),
            title: content.title.as_str().to_owned(),
            summary: content.summary.as_ref().map(|it| it.as_str().to_owned()),
            tags: tags.clone(),
            instructors: content.instructor_ids.iter().copied().map(Uuid::from).collect(),
            image_url: content.image_url.as_ref().map(|it| it.as_str().to_owned()),
        };
        Some(Self {
            id: blob(state.id),
            published_at: millis(state.first_published_at.unwrap_or(copy.at)),
            title_key: content.title.as_str().to_lowercase(),
            subject: content.subject_id.map(blob),
            level: content.level.word(),
            language: content.language.as_str().to_owned(),
            credits_min: content.credits.map(Credits::min),
            credits_max: content.credits.map(Credits::max),
            card: json(&card),
            tags,
            instructors: content.instructor_ids.iter().copied().map(blob).collect(),
        })
    }
}

/// One item of a list; the row has the column `score` if the order is relevance.
pub(crate) fn read_listing(sort: CourseSort, row: &Row<'_>) -> Result<CourseSummary, Failure> {
    let it = Columns::of("listings", row)?;
    let card: Card = it.json("card")?;
    let credits = match (it.counter_if_any("credits_min")?, it.counter_if_any("credits_max")?) {
        (Some(min), Some(max)) => {
            Some(Credits::new(min, max).map_err(|err| it.bad("credits_max", err))?)
        }
        _ => None,
    };
    let first_published_at = it.time("published_at")?;
    let key = match sort {
        CourseSort::Relevance => SortKey::Score(it.counter("score")?),
        CourseSort::Published | CourseSort::PublishedDesc => SortKey::Time(first_published_at),
        CourseSort::Title | CourseSort::TitleDesc => SortKey::Text(it.get("title_key")?),
    };
    Ok(CourseSummary {
        id: it.id("id")?,
        version: card.version,
        owner: card.owner.into(),
        slug: card.slug,
        title: card.title,
        summary: card.summary,
        subject_id: it.id_if_any("subject")?,
        level: it.word("level", Level::parse)?,
        language: it.get("language")?,
        tags: card.tags,
        credits,
        instructor_ids: card.instructors.into_iter().map(Into::into).collect(),
        image_url: card.image_url,
        first_published_at,
        position: CoursePosition { key, id: it.id("id")? },
    })
}
