//! An approval to kill a process in: it changes as much at once as a change set can, and says what
//! readers, reviewers and consumers of events see before and after it.

#![expect(clippy::missing_panics_doc, reason = "it panics when a store does not answer")]

use courses_domain::catalogue::{
    Course, CourseId, DraftEdit, Heading, Lesson, LessonBody, LessonContent, LessonCopy,
    LessonEdit, LessonId, LessonInput, LessonKind, LessonTitle, NewCourse, PublicationRequest,
    PublicationRequestId, PublicationRequestState, PublishedCourse, ReviewComment, SearchQuery,
    Section, SectionInput, Summary, Tags, Topic, TopicInput, Verdict, Visibility, lessons_of,
};
use courses_port::catalogue::CourseQuery;
use courses_port::{ChangeSet, IdempotencyScope, IdempotencyWrite, StoredAnswer};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::build::{Make, Save as _, course_write, publication_request_write};
use crate::contract::Stores;

/// How many lessons are new in the draft that is approved.
const NEW_LESSONS: usize = 54;

/// Who decides on the collector in these tests.
const COLLECTOR: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00cc);

/// A course that was published, edited everywhere and submitted, and the approval of it.
#[derive(Debug, Clone)]
pub struct Approval {
    /// What comes before the approval, in order.
    pub before: Vec<ChangeSet>,
    /// The approval, with the answer to remember.
    pub approval: ChangeSet,
    course: CourseId,
    request: PublicationRequestId,
    lessons: Vec<LessonId>,
    words: [String; 2],
    scope: IdempotencyScope,
}

/// Everything that an approval changes, as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    published: Option<PublishedCourse>,
    /// What each lesson of either copy says to learners; nothing for one that is not there.
    lessons: Vec<(LessonId, Option<LessonContent>)>,
    /// Whether the course is found by a word of the old title and one of the new title.
    found: [bool; 2],
    request: Option<PublicationRequestState>,
    answered: bool,
    /// The type and number of each event of the course and of the request.
    events: Vec<(String, u64)>,
}

impl Approval {
    /// The same for the same seed; approvals of different seeds have nothing in common.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut make = Make::new(seed);
        let words = [letters(&make.unique()), letters(&make.unique())];
        let course = first_edition(&mut make, &words[0]);
        let course_id = course.state().id;
        let mut lessons = lessons_in(&course);
        let write = course_write(course, &mut make);
        let first = ChangeSet::new(make.tick()).with(write.clone().save());

        let mut course = Course::restore(write.state);
        second_edition(&mut make, &mut course, &lessons, &words[1]);
        lessons.extend(lessons_in(&course));
        lessons.sort_unstable();
        lessons.dedup();
        let write = course_write(course, &mut make);
        let edited = ChangeSet::new(make.tick()).with(write.clone().save());

        let mut course = Course::restore(write.state);
        let request = make.id();
        let asked = PublicationRequest::submit(request, course.state(), make.tick());
        let asked = publication_request_write(asked.expect("it can be published"), &mut make);
        let submitted = ChangeSet::new(make.now()).with(asked.clone().save());

        let now = make.tick();
        let mut asked = PublicationRequest::restore(asked.state);
        let comment = Some(ReviewComment::parse("Готово").expect("valid"));
        let verdict = Verdict { by: make.id(), comment };
        asked.approve(Some(course.state()), verdict, now).expect("nothing changed meanwhile");
        course.publish(now).expect("it can be published");
        let answer = answer(&mut make, now);
        let scope = answer.scope.clone();
        let approval = ChangeSet::new(now)
            .with(course_write(course, &mut make).save())
            .with(publication_request_write(asked, &mut make).save())
            .remembering(Some(answer));
        let before = vec![first, edited, submitted];
        Self { before, approval, course: course_id, request, lessons, words, scope }
    }

    /// Brings a store to where the approval comes next.
    pub async fn prepare(&self, stores: &Stores) {
        for set in &self.before {
            stores.commit.commit(set.clone()).await.expect("nothing stands against it");
        }
    }

    /// What everybody sees now.
    pub async fn seen(&self, stores: &Stores) -> Seen {
        let reader = &stores.reader;
        let mut lessons = Vec::with_capacity(self.lessons.len());
        for lesson in &self.lessons {
            let copy = LessonCopy::Published;
            let content = reader.find_lesson_content(self.course, *lesson, copy).await;
            let content = content.expect("the store answers");
            lessons.extend(content.map(|content| (*lesson, content)));
        }
        let now = self.approval.now;
        let mut found = [false; 2];
        for (word, found) in self.words.iter().zip(&mut found) {
            let query =
                CourseQuery { search: SearchQuery::parse(word), ..CourseQuery::newest(20, now) };
            let page = reader.list_courses(&query).await.expect("the store answers");
            *found = page.items.iter().any(|course| course.id == self.course);
        }
        let request = reader.find_publication_request(self.request).await;
        let answer = stores.idempotency.find_answer(&self.scope, now).await;
        Seen {
            published: reader.find_published(self.course).await.expect("the store answers"),
            lessons,
            found,
            request: request.expect("the store answers").map(|it| it.state().clone()),
            answered: answer.expect("the store answers").is_some(),
            events: self.events(stores).await,
        }
    }

    /// Collects what waits; answers what the log says about this course and request.
    async fn events(&self, stores: &Stores) -> Vec<(String, u64)> {
        let now = self.approval.now;
        let until = now + SignedDuration::from_hours(24);
        let lease = stores.leases.acquire("collector", COLLECTOR, now, until).await;
        let fence = lease.expect("the store answers").expect("nobody else collects").fence;
        while stores.events.collect(&fence, 500).await.expect("it collects").more {}
        let own = [Uuid::from(self.course), Uuid::from(self.request)];
        let (mut events, mut after) = (Vec::new(), 0);
        loop {
            let part = stores.events.read(after, 500).await.expect("the log can be read");
            let Some(last) = part.last() else { break };
            after = last.position;
            let part = part.into_iter().filter(|event| own.contains(&event.aggregate_id));
            events.extend(part.map(|event| (event.type_name, event.sequence)));
        }
        events.sort_unstable();
        events
    }
}

/// A word of letters alone, which a title can have and a search can find.
fn letters(digits: &str) -> String {
    digits
        .bytes()
        .map(|it| if it.is_ascii_digit() { char::from(it + 55) } else { it.into() })
        .collect()
}

fn lessons_in(course: &Course) -> Vec<LessonId> {
    lessons_of(&course.state().draft.content.sections).map(|(.., lesson)| lesson.id).collect()
}

fn lesson(title: &str) -> LessonInput {
    LessonInput {
        id: None,
        title: LessonTitle::parse(title).expect("valid"),
        kind: LessonKind::Text,
        duration_minutes: Some(5),
        preview: true,
        visibility: Visibility::Visible,
    }
}

fn says(text: &str) -> LessonContent {
    LessonContent::Text { body: LessonBody::parse(text).expect("valid") }
}

fn section(heading: &str) -> SectionInput {
    let heading = Heading::parse(heading).expect("valid");
    let topic = TopicInput {
        id: None,
        heading: heading.clone(),
        visibility: Visibility::Visible,
        lessons: Vec::new(),
    };
    let visibility = Visibility::Visible;
    SectionInput { id: None, heading, description: None, visibility, topics: vec![topic] }
}

fn title(word: &str) -> DraftEdit {
    DraftEdit {
        title: Some(courses_domain::catalogue::CourseTitle::parse(word).expect("valid")),
        summary: Some(Some(Summary::parse(&format!("About {word}")).expect("valid"))),
        ..DraftEdit::default()
    }
}

/// A published course with two sections and eight lessons.
fn first_edition(make: &mut Make, word: &str) -> Course {
    let now = make.tick();
    let sections = Some(vec![section("First"), section("Second")]);
    let new = NewCourse {
        id: make.id(),
        owner: make.id(),
        slug: make.slug(),
        external_ids: Vec::new(),
        visibility: Visibility::Visible,
        tags: Tags::parse(["one", "two"]).expect("valid"),
        content: DraftEdit { sections, ..title(word) },
    };
    let mut course = Course::create(new, now, &mut || make.id()).expect("valid");
    for number in 0..8 {
        let topic = course.state().draft.content.sections[number % 2].topics[0].id;
        let (id, text) = (make.id(), format!("old {number}"));
        let added = course.add_lesson(topic, None, lesson(&text), Some(says(&text)), now, id);
        added.expect("there is room");
    }
    course.publish(now).expect("it can be published");
    course
}

/// Another title, another tree, and lessons that changed, came and went.
fn second_edition(make: &mut Make, course: &mut Course, lessons: &[LessonId], word: &str) {
    let now = make.tick();
    let kept = sent_back(&course.state().draft.content.sections);
    let sections = kept.into_iter().rev().chain([section("Third")]).collect();
    let edit = DraftEdit { sections: Some(sections), ..title(word) };
    course.edit_draft(edit, now, &mut || make.id()).expect("valid");
    for (number, id) in lessons.iter().enumerate().take(3) {
        let (before, after) = (says(&format!("old {number}")), says(&format!("new {number}")));
        let edit = LessonEdit::default();
        let edited = course.edit_lesson(*id, edit, Some(Some(after)), Some(&before), now);
        edited.expect("it is there");
    }
    for id in &lessons[6..] {
        course.remove_lesson(*id, now).expect("it is there");
    }
    let topic = course.state().draft.content.sections[2].topics[0].id;
    for number in 0..NEW_LESSONS {
        let (id, text) = (make.id(), format!("added {number}"));
        let added = course.add_lesson(topic, None, lesson(&text), Some(says(&text)), now, id);
        added.expect("there is room");
    }
}

/// What an author sends who keeps everything.
fn sent_back(sections: &[Section]) -> Vec<SectionInput> {
    let lesson = |it: &Lesson| LessonInput {
        id: Some(it.id),
        title: it.title.clone(),
        kind: it.kind,
        duration_minutes: it.duration_minutes,
        preview: it.preview,
        visibility: it.visibility,
    };
    let topic = |it: &Topic| TopicInput {
        id: Some(it.id),
        heading: it.heading.clone(),
        visibility: it.visibility,
        lessons: it.lessons.iter().map(lesson).collect(),
    };
    let section = |it: &Section| SectionInput {
        id: Some(it.id),
        heading: it.heading.clone(),
        description: it.description.clone(),
        visibility: it.visibility,
        topics: it.topics.iter().map(topic).collect(),
    };
    sections.iter().map(section).collect()
}

fn answer(make: &mut Make, now: Timestamp) -> IdempotencyWrite {
    let scope = IdempotencyScope {
        actor: make.id(),
        operation: "approvePublicationRequest".to_owned(),
        key: make.unique(),
    };
    let answer = StoredAnswer { status: 200, headers: Vec::new(), body: b"{}".to_vec() };
    let expires_at = make.at(86_400);
    IdempotencyWrite { scope, fingerprint: [7; 32], answer, created_at: now, expires_at }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::memory::MemoryStore;

    #[tokio::test]
    async fn everything_that_is_looked_at_differs_afterwards() {
        let stores = Stores::of(Arc::new(MemoryStore::new()));
        let approval = Approval::new(1);
        approval.prepare(&stores).await;
        let old = approval.seen(&stores).await;
        stores.commit.commit(approval.approval.clone()).await.expect("it is approved");
        let new = approval.seen(&stores).await;
        assert_ne!(old.published, new.published);
        assert_ne!(old.lessons, new.lessons);
        assert_eq!((old.found, new.found), ([true, false], [false, true]));
        assert_ne!(old.request, new.request);
        assert_eq!((old.answered, new.answered), (false, true));
        assert_eq!(old.events.len() + 2, new.events.len());
    }
}
