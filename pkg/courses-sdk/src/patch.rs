//! Merge patches, written by hand: only here can a member be absent, set, or `null`.
//!
//! # How do I add one more?
//!
//! Name the schema in `HAND_WRITTEN` of `build.rs` and declare it below; a test holds the members
//! against the contract.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::types::{
    Biography, Credits, Description, DurationMinutes, ExternalId, InstructorId, LanguageTag,
    LessonKind, Level, MeetingInput, Money, PersonName, Place, Position, Prerequisites, RunMode,
    Seats, SectionInput, Slug, SubjectId, Summary, Tag, TimeZone, Title, TopicId, Visibility,
    WebUrl,
};

macro_rules! patch {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($set:ident: $set_type:ty,)*
            $(; $($clear:ident or $clear_name:ident: $clear_type:ty,)*)?
        }
    ) => {
        $(#[$doc])*
        ///
        /// Members that are not touched stay as they are.
        #[derive(Debug, Clone, Default, PartialEq, Serialize)]
        #[must_use]
        pub struct $name {
            $(
                #[serde(skip_serializing_if = "Option::is_none")]
                $set: Option<$set_type>,
            )*
            $($(
                #[serde(skip_serializing_if = "Option::is_none")]
                $clear: Option<Option<$clear_type>>,
            )*)?
        }

        impl $name {
            /// A patch that changes nothing yet; the service refuses it as it is.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = concat!("Sets `", stringify!($set), "`.")]
                pub fn $set(mut self, value: impl Into<$set_type>) -> Self {
                    self.$set = Some(value.into());
                    self
                }
            )*
            $($(
                #[doc = concat!("Sets `", stringify!($clear), "`.")]
                pub fn $clear(mut self, value: impl Into<$clear_type>) -> Self {
                    self.$clear = Some(Some(value.into()));
                    self
                }

                #[doc = concat!("Clears `", stringify!($clear), "`: sends `null`.")]
                pub fn $clear_name(mut self) -> Self {
                    self.$clear = Some(None);
                    self
                }
            )*)?

            /// The members, and whether each can be cleared.
            #[cfg(test)]
            const MEMBERS: &'static [(&'static str, bool)] = &[
                $((stringify!($set), false),)*
                $($((stringify!($clear), true),)*)?
            ];
        }
    };
}

patch! {
    /// Changes the profile of the caller.
    AccountPatch {
        name: PersonName,
    }
}

patch! {
    /// Changes what is not content of a course.
    CoursePatch {
        slug: Slug,
        visibility: Visibility,
        tags: Vec<Tag>,
    }
}

patch! {
    /// Changes parts of the content of a draft.
    CourseDraftPatch {
        title: Title,
        level: Level,
        language: LanguageTag,
        instructor_ids: Vec<InstructorId>,
        sections: Vec<SectionInput>,
        ;
        summary or clear_summary: Summary,
        description or clear_description: Description,
        subject_id or clear_subject_id: SubjectId,
        credits or clear_credits: Credits,
        prerequisites or clear_prerequisites: Prerequisites,
        image_url or clear_image_url: WebUrl,
    }
}

patch! {
    /// Changes or moves a lesson of a draft.
    LessonPatch {
        topic_id: TopicId,
        position: Position,
        title: Title,
        kind: LessonKind,
        preview: bool,
        visibility: Visibility,
        ;
        duration_minutes or clear_duration_minutes: DurationMinutes,
    }
}

patch! {
    /// Changes a run.
    RunPatch {
        time_zone: TimeZone,
        mode: RunMode,
        meetings: Vec<MeetingInput>,
        instructor_ids: Vec<InstructorId>,
        ;
        title or clear_title: Title,
        starts_at or clear_starts_at: DateTime<Utc>,
        ends_at or clear_ends_at: DateTime<Utc>,
        enrolment_opens_at or clear_enrolment_opens_at: DateTime<Utc>,
        enrolment_closes_at or clear_enrolment_closes_at: DateTime<Utc>,
        location or clear_location: Place,
        capacity or clear_capacity: Seats,
        price or clear_price: Money,
    }
}

patch! {
    /// Changes a subject.
    SubjectPatch {
        title: Title,
    }
}

patch! {
    /// Changes an instructor.
    InstructorPatch {
        name: PersonName,
        external_ids: Vec<ExternalId>,
        ;
        bio or clear_bio: Biography,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn untouched_members_are_absent_and_cleared_ones_are_null() {
        let title: Title = "Rust".parse().unwrap();
        let patch = CourseDraftPatch::new().title(title).clear_summary();
        let sent = serde_json::to_value(&patch).unwrap();
        assert_eq!(sent, json!({ "title": "Rust", "summary": null }));
        assert_eq!(serde_json::to_value(CoursePatch::new()).unwrap(), json!({}));
    }

    #[test]
    fn patches_have_the_members_of_the_contract() {
        let contract: Value =
            serde_yaml::from_str(include_str!("../../../api/openapi.yaml")).unwrap();
        let schemas = contract["components"]["schemas"].as_object().unwrap();
        let ours = [
            ("AccountPatch", AccountPatch::MEMBERS),
            ("CourseDraftPatch", CourseDraftPatch::MEMBERS),
            ("CoursePatch", CoursePatch::MEMBERS),
            ("InstructorPatch", InstructorPatch::MEMBERS),
            ("LessonPatch", LessonPatch::MEMBERS),
            ("RunPatch", RunPatch::MEMBERS),
            ("SubjectPatch", SubjectPatch::MEMBERS),
        ];
        let theirs = schemas.keys().filter(|name| name.ends_with("Patch")).count();
        assert_eq!(ours.len(), theirs);
        for (name, members) in ours {
            let ours: BTreeSet<(&str, bool)> = members.iter().copied().collect();
            let properties = schemas[name]["properties"].as_object().unwrap();
            let theirs: BTreeSet<(&str, bool)> = properties
                .iter()
                .map(|(member, schema)| (member.as_str(), schema["nullable"] == true))
                .collect();
            assert_eq!(ours, theirs, "{name}");
        }
    }
}
