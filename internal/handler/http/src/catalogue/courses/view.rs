//! Courses as the contract says them.

use courses_domain::catalogue::{CourseState, PublishedCourse, Tags};
use courses_domain::shared::Slug;

use super::super::{external_ids, tree};
use crate::fields::raw_ids;
use crate::generated::models;
use crate::number::signed;

/// Tags as the contract says them.
fn words(tags: &Tags) -> Vec<String> {
    tags.as_slice().iter().map(ToString::to_string).collect()
}

fn texts(slugs: &[Slug]) -> Vec<String> {
    slugs.iter().map(ToString::to_string).collect()
}

fn revision(course: &CourseState) -> Option<i64> {
    course.published.as_ref().map(|copy| copy.revision.into())
}

impl From<&PublishedCourse> for models::Course {
    fn from(course: &PublishedCourse) -> Self {
        let content = &course.content;
        Self {
            id: course.id.into(),
            slug: course.slug.to_string(),
            visibility: course.visibility.into(),
            lifecycle: course.lifecycle.into(),
            tags: words(&course.tags),
            external_ids: external_ids::shown(&course.external_ids),
            revision: course.revision.into(),
            title: content.title.to_string(),
            summary: content.summary.as_ref().map(ToString::to_string),
            description: content.description.as_ref().map(ToString::to_string),
            subject_id: content.subject_id.map(Into::into),
            level: content.level.into(),
            language: content.language.as_str().to_owned(),
            credits: content.credits.map(Into::into),
            prerequisites: content.prerequisites.as_ref().map(ToString::to_string),
            instructor_ids: raw_ids(&content.instructor_ids),
            image_url: content.image_url.as_ref().map(|url| url.as_str().to_owned()),
            sections: tree::shown(&content.sections),
            version: signed(course.version),
            created_at: course.created_at,
            published_at: course.first_published_at,
            revised_at: course.published_at,
        }
    }
}

impl From<&CourseState> for models::CourseState {
    fn from(course: &CourseState) -> Self {
        Self {
            id: course.id.into(),
            owner_id: course.owner.into(),
            slug: course.slug.to_string(),
            former_slugs: texts(&course.former_slugs),
            visibility: course.visibility.into(),
            tags: words(&course.tags),
            external_ids: external_ids::shown(&course.external_ids),
            lifecycle: course.lifecycle.into(),
            revision: revision(course),
            version: signed(course.version),
            created_at: course.created_at,
            updated_at: course.updated_at,
            published_at: course.first_published_at,
        }
    }
}

impl From<&CourseState> for models::CourseDraft {
    fn from(course: &CourseState) -> Self {
        let content = &course.draft.content;
        Self {
            id: course.id.into(),
            owner_id: course.owner.into(),
            slug: course.slug.to_string(),
            former_slugs: texts(&course.former_slugs),
            visibility: course.visibility.into(),
            tags: words(&course.tags),
            external_ids: external_ids::shown(&course.external_ids),
            lifecycle: course.lifecycle.into(),
            revision: revision(course),
            title: content.title.to_string(),
            summary: content.summary.as_ref().map(ToString::to_string),
            description: content.description.as_ref().map(ToString::to_string),
            subject_id: content.subject_id.map(Into::into),
            level: content.level.into(),
            language: content.language.as_str().to_owned(),
            credits: content.credits.map(Into::into),
            prerequisites: content.prerequisites.as_ref().map(ToString::to_string),
            instructor_ids: raw_ids(&content.instructor_ids),
            image_url: content.image_url.as_ref().map(|url| url.as_str().to_owned()),
            sections: tree::shown(&content.sections),
            version: signed(course.draft.version),
            course_version: signed(course.version),
            created_at: course.created_at,
            updated_at: course.updated_at,
            published_at: course.first_published_at,
        }
    }
}
