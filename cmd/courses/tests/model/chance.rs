//! Chooses inputs: the same for the same number and the same knowledge.

use courses_domain::catalogue::{
    CourseId, CourseState, CourseTitle, Heading, InstructorId, LessonBody, LessonContent, LessonId,
    LessonInput, LessonKind, LessonTitle, Lifecycle, Section, SectionInput, SubjectId, Tags,
    TopicId, TopicInput, Visibility,
};
use courses_domain::shared::{ExternalId, Slug, WebUrl};
use courses_port::StoredAnswer;
use courses_testkit::build::{Random, WORDS};
use courses_usecase::{Idempotency, Request};
use std::fmt::Debug;
use std::sync::Arc;
use uuid::Uuid;

use crate::known::{Known, lessons, topics};
use crate::school::{Namespace, PEOPLE, request_of};

/// Chooses the input of one step.
pub(crate) struct Chance<'a> {
    pub(crate) random: Random,
    pub(crate) known: &'a Known,
    pub(crate) space: Namespace,
    /// The numbers that were chosen with, for the story.
    pub(crate) who: &'static str,
}

impl<'a> Chance<'a> {
    pub(crate) fn new(seed: u64, known: &'a Known, space: Namespace) -> Self {
        Self { random: Random::seeded(seed), known, space, who: "" }
    }

    /// Somebody; most often one who may do everything.
    pub(crate) fn request(&mut self) -> Request {
        self.somebody(&[0, 1, 2, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5])
    }

    /// Somebody; most often one who teaches.
    pub(crate) fn maker(&mut self) -> Request {
        self.somebody(&[0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4, 5, 5])
    }

    fn somebody(&mut self, people: &[usize]) -> Request {
        let person = self.random.pick(people);
        self.who = PEOPLE[person].0;
        request_of(person)
    }

    /// Something that exists, if there is any, and now and then nothing.
    pub(crate) fn one_of<T>(&mut self, all: impl IntoIterator<Item = &'a T>) -> Option<&'a T> {
        let all: Vec<_> = all.into_iter().collect();
        if all.is_empty() || self.random.once_in(25) {
            return None;
        }
        // What was made last is most often what is worked on.
        let at = if self.random.once_in(2) { all.len() - 1 } else { self.random.below(all.len()) };
        Some(all[at])
    }

    /// An id of anything, that nothing has.
    pub(crate) fn nothing<T: From<Uuid>>(&self) -> T {
        self.space.last_id().into()
    }

    pub(crate) fn course(&mut self) -> Option<&'a CourseState> {
        self.course_where(|_| true)
    }

    /// A course like this, or any if there is none.
    pub(crate) fn course_where(
        &mut self,
        fits: impl Fn(&CourseState) -> bool,
    ) -> Option<&'a CourseState> {
        let all = &self.known.courses;
        let any = all.iter().any(&fits);
        self.one_of(all.iter().filter(|it| !any || fits(it)))
    }

    /// A course whose draft can be changed.
    pub(crate) fn open_course(&mut self) -> Option<&'a CourseState> {
        self.course_where(|it| it.lifecycle != Lifecycle::Archived)
    }

    /// A course with lessons in its draft.
    pub(crate) fn taught_course(&mut self) -> Option<&'a CourseState> {
        self.course_where(|it| it.lifecycle != Lifecycle::Archived && !lessons(it).is_empty())
    }

    /// The id of the course; without one, that of a course that is gone, or that never was.
    pub(crate) fn id_of(&mut self, course: Option<&CourseState>) -> CourseId {
        let gone = self.known.gone.last().filter(|_| self.random.once_in(2));
        course.map(|it| it.id).or(gone.copied()).unwrap_or_else(|| self.nothing())
    }

    /// A lesson of the draft, with its version.
    pub(crate) fn lesson_of(&mut self, course: Option<&CourseState>) -> (LessonId, Option<u64>) {
        let all = course.map(lessons).unwrap_or_default();
        if all.is_empty() {
            return (self.nothing(), None);
        }
        let (lesson, version) = self.random.pick(&all);
        (lesson, Some(version))
    }

    pub(crate) fn topic_of(&mut self, course: Option<&CourseState>) -> TopicId {
        let all = course.map(topics).unwrap_or_default();
        let lost = all.is_empty() || self.random.once_in(15);
        if lost { self.nothing() } else { self.random.pick(&all) }
    }

    pub(crate) fn subject_id(&mut self) -> SubjectId {
        let all = &self.known.subjects;
        self.one_of(all).map_or_else(|| self.nothing(), |it| it.id)
    }

    pub(crate) fn instructor_ids(&mut self) -> Vec<InstructorId> {
        let all: Vec<_> = self.known.instructors.iter().map(|it| it.id).collect();
        let mut some = self.random.some_of(&all, 3);
        if self.random.once_in(30) {
            some.push(self.nothing());
        }
        some
    }

    /// The versions a change may be based on: any, the one last seen, another, or not said.
    pub(crate) fn if_match(&mut self, seen: Option<u64>) -> Option<Vec<u64>> {
        match self.random.below(24) {
            0 => None,
            1 => Some(vec![77]),
            2..=9 => Some(vec![seen.unwrap_or(1)]),
            _ => Some(Vec::new()),
        }
    }

    /// Few different titles, so that slugs collide; each finds its sequence.
    pub(crate) fn title(&mut self) -> CourseTitle {
        let words = format!("{} {}", self.random.pick(&WORDS), self.space.word());
        CourseTitle::parse(&words).unwrap()
    }

    /// One of eight slugs.
    pub(crate) fn slug(&mut self) -> Slug {
        Slug::parse(&format!("{}-{}", self.space.word(), self.random.below(8))).unwrap()
    }

    /// Up to two of nine names in outside sources.
    pub(crate) fn external_ids(&mut self) -> Vec<ExternalId> {
        let name = |number| ExternalId::parse("uni", &format!("{}/{number}", self.space.word()));
        let all = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(|number| name(number).unwrap());
        if self.random.once_in(3) { self.random.some_of(&all, 2) } else { Vec::new() }
    }

    pub(crate) fn tags(&mut self) -> Tags {
        let own = self.space.word();
        let mut tags = self.random.some_of(&["first year", "C++", "математика"], 3);
        tags.push(&own);
        Tags::parse(tags).unwrap()
    }

    pub(crate) fn visibility(&mut self) -> Visibility {
        if self.random.once_in(5) { Visibility::Hidden } else { Visibility::Visible }
    }

    /// The tree with a part moved, renamed or lost, and perhaps a new section.
    pub(crate) fn tree(&mut self, old: &[Section]) -> Vec<SectionInput> {
        let mut sections: Vec<_> = old.iter().map(section_input).collect();
        if self.random.once_in(2) {
            sections.reverse();
        }
        if self.random.once_in(4) {
            sections.pop();
        }
        if sections.is_empty() || self.random.once_in(3) {
            sections.push(self.section());
        }
        if self.random.once_in(25) {
            sections[0].id = Some(self.nothing());
        }
        sections
    }

    fn section(&mut self) -> SectionInput {
        let topics = (0..=self.random.below(2)).map(|_| TopicInput {
            id: None,
            heading: Heading::parse("Topic").unwrap(),
            visibility: self.visibility(),
            lessons: (0..self.random.below(4)).map(|_| self.lesson()).collect(),
        });
        let topics = topics.collect();
        let heading = Heading::parse("Section").unwrap();
        SectionInput { id: None, heading, description: None, visibility: self.visibility(), topics }
    }

    pub(crate) fn lesson(&mut self) -> LessonInput {
        LessonInput {
            id: None,
            title: self.lesson_title(),
            kind: self.lesson_kind(),
            duration_minutes: self.random.maybe(&[0, 45]),
            preview: self.random.once_in(3),
            visibility: self.visibility(),
        }
    }

    pub(crate) fn lesson_title(&mut self) -> LessonTitle {
        LessonTitle::parse(self.random.pick(&WORDS)).unwrap()
    }

    pub(crate) fn lesson_kind(&mut self) -> LessonKind {
        self.random.pick(&[LessonKind::Text, LessonKind::Text, LessonKind::Link])
    }

    pub(crate) fn lesson_content(&mut self) -> LessonContent {
        if self.random.once_in(4) {
            return LessonContent::Link { url: WebUrl::parse("https://example.org/x").unwrap() };
        }
        LessonContent::Text { body: LessonBody::parse(self.random.pick(&WORDS)).unwrap() }
    }

    /// A key that is used again now and then, for the same request or another.
    pub(crate) fn idempotency<T: Debug>(&mut self) -> Option<Idempotency<T>> {
        let key = format!("{}-{}", self.space.word(), self.random.below(2));
        let fingerprint = [u8::from(self.random.once_in(5)); 32];
        let render = Arc::new(|output: &T| {
            let body = format!("{output:?}").into_bytes();
            Ok(StoredAnswer { status: 201, headers: Vec::new(), body })
        });
        let operation = "create";
        self.random.once_in(5).then_some(Idempotency { key, operation, fingerprint, render })
    }
}

/// A section as an author who read it sends it back.
fn section_input(section: &Section) -> SectionInput {
    let topics = section.topics.iter().map(|topic| TopicInput {
        id: Some(topic.id),
        heading: topic.heading.clone(),
        visibility: topic.visibility,
        lessons: topic
            .lessons
            .iter()
            .map(|lesson| LessonInput {
                id: Some(lesson.id),
                title: lesson.title.clone(),
                kind: lesson.kind,
                duration_minutes: lesson.duration_minutes,
                preview: lesson.preview,
                visibility: lesson.visibility,
            })
            .collect(),
    });
    SectionInput {
        id: Some(section.id),
        heading: section.heading.clone(),
        description: section.description.clone(),
        visibility: section.visibility,
        topics: topics.collect(),
    }
}
