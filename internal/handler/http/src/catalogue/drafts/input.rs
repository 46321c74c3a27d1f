//! Bodies about the content of a course, as the domain wants them.

use courses_domain::catalogue::{CourseTitle, Description, DraftEdit, Prerequisites, Summary};
use courses_domain::shared::{LanguageTag, Violations, WebUrl};

use super::super::money::credits;
use super::super::tree::sections;
use crate::fields::{complete, ids, optional, removable};
use crate::generated::models;

impl TryFrom<models::CourseDraftPatch> for DraftEdit {
    type Error = Violations;

    fn try_from(body: models::CourseDraftPatch) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let found = &mut violations;
        let edit = Self {
            title: optional(found, "/title", body.title, CourseTitle::parse),
            summary: removable(found, "/summary", body.summary, Summary::parse),
            description: removable(found, "/description", body.description, Description::parse),
            subject_id: body.subject_id.map(|id| id.map(Into::into)),
            level: body.level.map(Into::into),
            language: optional(found, "/language", body.language, LanguageTag::parse),
            credits: body.credits.map(|raw| raw.and_then(|raw| credits(found, "/credits", &raw))),
            prerequisites: removable(
                found,
                "/prerequisites",
                body.prerequisites,
                Prerequisites::parse,
            ),
            instructor_ids: body.instructor_ids.map(ids),
            image_url: removable(found, "/image_url", body.image_url, WebUrl::parse),
            sections: body.sections.map(|raw| sections(found, raw)),
        };
        complete(violations, Some(edit))
    }
}

/// What is absent is cleared: a replacement is a patch that names everything.
impl TryFrom<models::CourseDraftReplace> for DraftEdit {
    type Error = Violations;

    fn try_from(body: models::CourseDraftReplace) -> Result<Self, Violations> {
        Self::try_from(models::CourseDraftPatch {
            title: Some(body.title),
            summary: Some(body.summary),
            description: Some(body.description),
            subject_id: Some(body.subject_id),
            level: Some(body.level),
            language: Some(body.language),
            credits: Some(body.credits),
            prerequisites: Some(body.prerequisites),
            instructor_ids: Some(body.instructor_ids),
            image_url: Some(body.image_url),
            sections: Some(body.sections),
        })
    }
}

/// What is absent is cleared; the tree is not for outside sources to write.
impl TryFrom<models::CourseUpsert> for DraftEdit {
    type Error = Violations;

    fn try_from(body: models::CourseUpsert) -> Result<Self, Violations> {
        Self::try_from(models::CourseDraftPatch {
            title: Some(body.title),
            summary: Some(body.summary),
            description: Some(body.description),
            subject_id: Some(body.subject_id),
            level: Some(body.level),
            language: Some(body.language),
            credits: Some(body.credits),
            prerequisites: Some(body.prerequisites),
            instructor_ids: Some(body.instructor_ids),
            image_url: Some(body.image_url),
            sections: None,
        })
    }
}

/// The content of a new course; the rest of the body is not looked at.
impl TryFrom<models::CourseCreate> for DraftEdit {
    type Error = Violations;

    fn try_from(body: models::CourseCreate) -> Result<Self, Violations> {
        Self::try_from(models::CourseDraftPatch {
            title: Some(body.title),
            summary: Some(body.summary),
            description: Some(body.description),
            subject_id: Some(body.subject_id),
            level: Some(body.level),
            language: body.language,
            credits: Some(body.credits),
            prerequisites: Some(body.prerequisites),
            instructor_ids: Some(body.instructor_ids),
            image_url: Some(body.image_url),
            sections: Some(body.sections),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_replacement_empties_what_it_does_not_name() {
        let body = json!({ "title": "Rust", "level": "all", "language": "en" });
        let body: models::CourseDraftReplace = serde_json::from_value(body).unwrap();
        let edit = DraftEdit::try_from(body).unwrap();
        assert_eq!(edit.summary, Some(None));
        assert_eq!(edit.subject_id, Some(None));
        assert_eq!(edit.credits, Some(None));
        assert_eq!(edit.instructor_ids, Some(Vec::new()));
        assert_eq!(edit.sections, Some(Vec::new()));
    }

    #[test]
    fn a_patch_touches_what_it_names() {
        let body = json!({ "summary": null, "credits": { "min": 300, "max": 400 } });
        let body: models::CourseDraftPatch = serde_json::from_value(body).unwrap();
        let edit = DraftEdit::try_from(body).unwrap();
        assert_eq!(edit.credits.unwrap().unwrap().max(), 400);
        assert_eq!(edit.summary, Some(None));
        assert!(edit.title.is_none() && edit.sections.is_none() && edit.image_url.is_none());
    }
}
