//! Who said the present value of a field of a course, and when it was first said.
//!
//! Kept for the fields that an import sets, and for courses that came from a source alone: what
//! people wrote from the start has an owner, and needs no more. Saying again what stands there
//! changes nothing, so an import that finds everything unchanged writes nothing.

use jiff::Timestamp;

use crate::catalogue::{Course, CourseContent};
use crate::shared::{AccountId, ExternalId};

/// A field of which it is kept who said its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CourseField {
    /// What the course is called.
    Title,
    /// The short text.
    Summary,
    /// The long text.
    Description,
    /// The field of study.
    Subject,
    /// What it expects.
    Level,
    /// The language it is taught in.
    Language,
    /// What it counts for.
    Credits,
    /// What a learner should know before.
    Prerequisites,
    /// Who teaches it.
    Instructors,
}

impl CourseField {
    /// Every field.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Summary,
        Self::Description,
        Self::Subject,
        Self::Level,
        Self::Language,
        Self::Credits,
        Self::Prerequisites,
        Self::Instructors,
    ];

    /// Where it stands in the document of a draft.
    #[must_use]
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Title => "/title",
            Self::Summary => "/summary",
            Self::Description => "/description",
            Self::Subject => "/subject_id",
            Self::Level => "/level",
            Self::Language => "/language",
            Self::Credits => "/credits",
            Self::Prerequisites => "/prerequisites",
            Self::Instructors => "/instructor_ids",
        }
    }

    /// The field that stands there.
    #[must_use]
    pub fn parse(pointer: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.pointer() == pointer)
    }

    /// Whether it has a value.
    fn is_said(self, content: &CourseContent) -> bool {
        match self {
            Self::Title | Self::Level | Self::Language => true,
            Self::Summary => content.summary.is_some(),
            Self::Description => content.description.is_some(),
            Self::Subject => content.subject_id.is_some(),
            Self::Credits => content.credits.is_some(),
            Self::Prerequisites => content.prerequisites.is_some(),
            Self::Instructors => !content.instructor_ids.is_empty(),
        }
    }

    /// Whether it has the same value in both.
    fn is_same(self, one: &CourseContent, other: &CourseContent) -> bool {
        match self {
            Self::Title => one.title == other.title,
            Self::Summary => one.summary == other.summary,
            Self::Description => one.description == other.description,
            Self::Subject => one.subject_id == other.subject_id,
            Self::Level => one.level == other.level,
            Self::Language => one.language == other.language,
            Self::Credits => one.credits == other.credits,
            Self::Prerequisites => one.prerequisites == other.prerequisites,
            Self::Instructors => one.instructor_ids == other.instructor_ids,
        }
    }
}

/// Who says something about a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// An outside source, where the course has this name.
    Source(ExternalId),
    /// Somebody with an account.
    Account(AccountId),
}

/// Who said the present value of a field, and when first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldOrigin {
    /// The field.
    pub field: CourseField,
    /// Who said it.
    pub said_by: Speaker,
    /// When it was first said.
    pub at: Timestamp,
}

/// What is known after `speaker` has turned one content into another: each field that differs was
/// said by the speaker now, every other one as it was before. An account is noted only where a source
/// has spoken before. Without a content before, what has a value differs.
#[must_use]
pub fn origins_after(
    known: &[FieldOrigin],
    before: Option<&CourseContent>,
    after: &CourseContent,
    speaker: &Speaker,
    now: Timestamp,
) -> Vec<FieldOrigin> {
    let is_noted = matches!(speaker, Speaker::Source(_)) || !known.is_empty();
    let fields = CourseField::ALL.into_iter().filter_map(|field| {
        let differs = match before {
            Some(before) => !field.is_same(before, after),
            None => field.is_said(after),
        };
        if is_noted && differs {
            Some(FieldOrigin { field, said_by: speaker.clone(), at: now })
        } else {
            known.iter().find(|it| it.field == field).cloned()
        }
    });
    fields.collect()
}

impl Course {
    /// Notes that a source said all that the draft of a new course says.
    pub fn came_from(&mut self, source: ExternalId, now: Timestamp) {
        self.said(None, &Speaker::Source(source), now);
    }

    /// Notes who turned `before` into the present content of the draft.
    pub(super) fn said(
        &mut self,
        before: Option<&CourseContent>,
        speaker: &Speaker,
        now: Timestamp,
    ) {
        let state = &mut self.state;
        let content = &state.draft.content;
        state.provenance = origins_after(&state.provenance, before, content, speaker, now);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::catalogue::fixtures::{at, course, ids_after, stored, title};
    use crate::catalogue::{DraftEdit, Level, Summary};
    use crate::shared::LanguageTag;

    fn source(key: &str) -> Speaker {
        Speaker::Source(ExternalId::parse("uni", key).unwrap())
    }

    fn person() -> Speaker {
        Speaker::Account(Uuid::from_u128(9).into())
    }

    fn content(text: &str, summary: Option<&str>, level: Level) -> CourseContent {
        CourseContent {
            summary: summary.map(|it| Summary::parse(it).unwrap()),
            level,
            ..CourseContent::titled(title(text), LanguageTag::english())
        }
    }

    fn who(origins: &[FieldOrigin], field: CourseField) -> Option<(&Speaker, i64)> {
        let found = origins.iter().find(|it| it.field == field)?;
        Some((&found.said_by, found.at.as_second()))
    }

    #[test]
    fn a_new_course_of_a_source_has_the_source_behind_each_value() {
        let new = content("Rust", Some("Fast"), Level::All);
        let known = origins_after(&[], None, &new, &source("1"), at(1));
        let fields: Vec<_> = known.iter().map(|it| it.field.pointer()).collect();
        assert_eq!(fields, ["/title", "/summary", "/level", "/language"]);
        assert!(known.iter().all(|it| it.said_by == source("1") && it.at == at(1)));
    }

    #[test]
    fn a_person_takes_over_what_it_changes_and_a_source_what_it_changes_back() {
        let old = content("Rust", Some("Fast"), Level::All);
        let known = origins_after(&[], None, &old, &source("1"), at(1));
        let new = content("Rust!", None, Level::All);
        let known = origins_after(&known, Some(&old), &new, &person(), at(2));
        assert_eq!(who(&known, CourseField::Title), Some((&person(), 2)));
        assert_eq!(who(&known, CourseField::Summary), Some((&person(), 2)), "cleared");
        assert_eq!(who(&known, CourseField::Level), Some((&source("1"), 1)));
        let known = origins_after(&known, Some(&new), &old, &source("2"), at(3));
        assert_eq!(who(&known, CourseField::Title), Some((&source("2"), 3)));
        assert_eq!(who(&known, CourseField::Level), Some((&source("1"), 1)));
    }

    #[test]
    fn what_people_write_by_themselves_is_not_noted() {
        let (old, new) = (content("A", None, Level::All), content("B", None, Level::All));
        assert_eq!(origins_after(&[], None, &old, &person(), at(1)), []);
        assert_eq!(origins_after(&[], Some(&old), &new, &person(), at(2)), []);
    }

    #[test]
    fn an_edit_notes_who_made_it() {
        let mut course = course(Vec::new());
        course.came_from(ExternalId::parse("uni", "1").unwrap(), at(1));
        let mut course = stored(course);
        let edit = |text| DraftEdit { title: Some(title(text)), ..DraftEdit::default() };
        let mut new_id = ids_after(900);
        course.edit_draft_as(&person(), edit("Rust"), at(2), &mut new_id).unwrap();
        assert!(!course.is_changed(), "it was called so before");
        assert_eq!(who(&course.state().provenance, CourseField::Title), Some((&source("1"), 1)));
        course.edit_draft_as(&person(), edit("Go"), at(3), &mut new_id).unwrap();
        assert_eq!(who(&course.state().provenance, CourseField::Title), Some((&person(), 3)));
    }

    #[test]
    fn every_pointer_leads_back_to_its_field() {
        for field in CourseField::ALL {
            assert_eq!(CourseField::parse(field.pointer()), Some(field));
        }
    }

    fn some_content() -> impl Strategy<Value = CourseContent> {
        (0_u8..3, prop::option::of(0_u8..3), 0_usize..4).prop_map(|(text, summary, level)| {
            let summary = summary.map(|it| it.to_string());
            content(&text.to_string(), summary.as_deref(), Level::EVERY[level])
        })
    }

    proptest! {
        #[test]
        fn whoever_said_the_present_value_first_stands_behind_it(
            steps in prop::collection::vec((some_content(), any::<bool>()), 1..12),
        ) {
            let mut steps = steps.into_iter();
            let (mut present, _) = steps.next().unwrap();
            let mut known = origins_after(&[], None, &present, &source("1"), at(0));
            for ((next, is_person), second) in steps.zip(1..) {
                let speaker = if is_person { person() } else { source("1") };
                let after = origins_after(&known, Some(&present), &next, &speaker, at(second));
                for field in CourseField::ALL {
                    let expected = if field.is_same(&present, &next) {
                        who(&known, field)
                    } else {
                        Some((&speaker, second))
                    };
                    prop_assert_eq!(who(&after, field), expected);
                }
                (present, known) = (next, after);
            }
            let again = origins_after(&known, Some(&present), &present, &person(), at(99));
            prop_assert_eq!(again, known);
        }
    }
}
