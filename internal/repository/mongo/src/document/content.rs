//! What a course teaches: the same shape in the draft and in the published copy.

use courses_domain::catalogue::{
    CourseContent, CourseTitle, Credits, Description, Level, Prerequisites, Summary,
};
use courses_domain::shared::{LanguageTag, WebUrl};
use serde::{Deserialize, Serialize};

use super::tree::{SectionDocument, to_sections};
use crate::convert::{to_binaries, to_binary, to_id, to_ids, to_number};
use crate::error::{BadField, InField};

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ContentDocument {
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject_id: Option<bson::Uuid>,
    level: String,
    language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credits: Option<CreditsDocument>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prerequisites: Option<String>,
    instructor_ids: Vec<bson::Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    #[serde(default)]
    sections: Vec<SectionDocument>,
}

/// In hundredths.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CreditsDocument {
    min: i64,
    max: i64,
}

impl From<Credits> for CreditsDocument {
    fn from(credits: Credits) -> Self {
        Self { min: credits.min().into(), max: credits.max().into() }
    }
}

impl CreditsDocument {
    pub(super) fn into_credits(self) -> Result<Credits, BadField> {
        let (min, max) = (to_number(self.min, "credits.min")?, to_number(self.max, "credits.max")?);
        Credits::new(min, max).in_field("credits")
    }
}

impl From<&CourseContent> for ContentDocument {
    fn from(content: &CourseContent) -> Self {
        Self {
            title: content.title.as_str().to_owned(),
            summary: content.summary.as_ref().map(|text| text.as_str().to_owned()),
            description: content.description.as_ref().map(|text| text.as_str().to_owned()),
            subject_id: content.subject_id.map(to_binary),
            level: content.level.word().to_owned(),
            language: content.language.as_str().to_owned(),
            credits: content.credits.map(CreditsDocument::from),
            prerequisites: content.prerequisites.as_ref().map(|text| text.as_str().to_owned()),
            instructor_ids: to_binaries(&content.instructor_ids),
            image_url: content.image_url.as_ref().map(|url| url.as_str().to_owned()),
            sections: content.sections.iter().map(SectionDocument::from).collect(),
        }
    }
}

impl ContentDocument {
    pub(super) fn into_content(self) -> Result<CourseContent, BadField> {
        Ok(CourseContent {
            title: CourseTitle::parse(&self.title).in_field("title")?,
            summary: self.summary.map(|it| Summary::parse(&it)).transpose().in_field("summary")?,
            description: self
                .description
                .map(|it| Description::parse(&it))
                .transpose()
                .in_field("description")?,
            subject_id: self.subject_id.map(to_id),
            level: Level::parse(&self.level).in_field("level")?,
            language: LanguageTag::parse(&self.language).in_field("language")?,
            credits: self.credits.map(CreditsDocument::into_credits).transpose()?,
            prerequisites: self
                .prerequisites
                .map(|it| Prerequisites::parse(&it))
                .transpose()
                .in_field("prerequisites")?,
            instructor_ids: to_ids(self.instructor_ids),
            image_url: self
                .image_url
                .map(|it| WebUrl::parse(&it))
                .transpose()
                .in_field("image_url")?,
            sections: to_sections(self.sections)?,
        })
    }
}
