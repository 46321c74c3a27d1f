//! Bodies about courses, as the domain wants them.

use courses_domain::catalogue::{DraftEdit, SettingsEdit, Tags};
use courses_domain::shared::{Slug, Violations};
use courses_usecase::catalogue::CreateCourseInput;

use super::super::external_ids::external_ids;
use crate::fields::{complete, optional};
use crate::generated::models;

impl TryFrom<models::CourseCreate> for CreateCourseInput {
    type Error = Violations;

    fn try_from(mut body: models::CourseCreate) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let slug = optional(&mut violations, "/slug", body.slug.take(), Slug::parse);
        let external_ids =
            external_ids(&mut violations, "/external_ids", std::mem::take(&mut body.external_ids));
        let tags = tags(&mut violations, &body.tags);
        let visibility = body.visibility.into();
        let content = DraftEdit::try_from(body).unwrap_or_else(|refused| {
            violations.extend(refused);
            DraftEdit::default()
        });
        let input = Self { slug, external_ids, visibility, tags, content, idempotency: None };
        complete(violations, Some(input))
    }
}

impl TryFrom<models::CoursePatch> for SettingsEdit {
    type Error = Violations;

    fn try_from(body: models::CoursePatch) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let edit = Self {
            slug: optional(&mut violations, "/slug", body.slug, Slug::parse),
            visibility: body.visibility.map(Into::into),
            tags: body.tags.map(|raw| tags(&mut violations, &raw)),
            external_ids: None,
        };
        complete(violations, Some(edit))
    }
}

fn tags(violations: &mut Violations, raw: &[String]) -> Tags {
    Tags::parse(raw.iter().map(String::as_str)).unwrap_or_else(|refused| {
        violations.extend(refused);
        Tags::default()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn create(body: Value) -> Result<CreateCourseInput, Violations> {
        serde_json::from_value::<models::CourseCreate>(body).unwrap().try_into()
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let body = json!({
            "title": " ",
            "slug": "No Slug",
            "tags": ["good", " "],
            "external_ids": [{ "source": "uiuc", "key": " " }],
            "credits": { "min": 2, "max": 1 },
            "image_url": "https://",
            "sections": [{ "heading": "Good", "topics": [{ "heading": " " }] }],
        });
        let Err(violations) = create(body) else { panic!("nearly everything is bad") };
        let mut pointers: Vec<_> =
            violations.as_slice().iter().map(|it| it.pointer.as_str()).collect();
        pointers.sort_unstable();
        assert_eq!(
            pointers,
            [
                "/credits",
                "/external_ids/0",
                "/image_url",
                "/sections/0/topics/0/heading",
                "/slug",
                "/tags/1",
                "/title",
            ]
        );
    }

    #[test]
    fn a_title_is_enough() {
        let input = create(json!({ "title": "Rust" })).unwrap_or_else(|_| panic!("is good"));
        assert!(input.slug.is_none() && input.external_ids.is_empty());
        assert_eq!(input.visibility.word(), "visible");
        assert_eq!(input.content.title.unwrap().as_str(), "Rust");
        assert_eq!(input.content.level.unwrap().word(), "all");
    }

    #[test]
    fn a_patch_leaves_outside_names_alone() {
        let body: models::CoursePatch = serde_json::from_value(json!({ "tags": [] })).unwrap();
        let edit = SettingsEdit::try_from(body).unwrap();
        assert_eq!(edit.tags, Some(Tags::default()));
        assert!(edit.slug.is_none() && edit.visibility.is_none() && edit.external_ids.is_none());
    }
}
