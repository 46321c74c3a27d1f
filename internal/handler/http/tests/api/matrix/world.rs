//! A school in which every field of a course could be filled.

use courses_domain::catalogue::{
    AnswerKey, Choice, Explanation, Heading, InstructorId, Lesson, LessonBody, LessonContent,
    LessonId, LessonKind, LessonWrite, MediaType, OptionText, Prompt, Question, Quiz, QuizItemId,
    QuizOption, Section, SubjectId, Summary, Topic,
};
use courses_domain::shared::{ExternalId, WebUrl};
use courses_port::catalogue::CourseWrite;
use courses_testkit::build::{Make, Save, search_entry};
use uuid::Uuid;

use super::{Case, visibility};
use crate::contract::encoded;
use crate::school::{Person, School, TEACHER};

/// Somebody with access to the course.
pub(super) const ENROLLED: Person = Person { account: Uuid::from_u128(6), role: "student" };

/// The school, and what can be asked about there.
pub(super) struct World {
    pub(super) school: School,
    pub(super) lessons: Vec<(LessonKind, LessonId)>,
    course: Uuid,
    slug: String,
    external_id: ExternalId,
    run: Uuid,
    subject: SubjectId,
    instructor: InstructorId,
}

impl World {
    pub(super) async fn new(case: Case) -> Self {
        let (school, mut make) = (School::new(), Make::new(11));
        let subject = make.subject("cs");
        let instructor = make.rich_instructor();
        let lessons: Vec<Lesson> =
            LessonKind::ALL.into_iter().map(|kind| lesson(&mut make, kind, case)).collect();
        let ids = lessons.iter().map(|lesson| (lesson.kind, lesson.id)).collect();
        let writes = lessons.iter().map(|it| LessonWrite::Put(it.id, Some(content(it.kind))));
        let writes = writes.collect();

        let mut course = make.rich_course();
        course.owner = TEACHER.account.into();
        course.visibility = visibility(case.course);
        let published = course.published.as_mut().unwrap();
        published.content.subject_id = Some(subject.id);
        published.content.instructor_ids = vec![instructor.id];
        published.content.sections = vec![section(&mut make, case, lessons)];
        course.draft.content = published.content.clone();
        let mut run = make.rich_run(course.id);
        run.details.instructor_ids = vec![instructor.id];

        let found = Self {
            school,
            lessons: ids,
            course: course.id.into(),
            slug: course.slug.to_string(),
            external_id: course.external_ids[0].clone(),
            run: run.id.into(),
            subject: subject.id,
            instructor: instructor.id,
        };
        found.school.access.enrol(ENROLLED.account.into(), course.id);
        let course = CourseWrite {
            read_at: 0,
            search: search_entry(&course),
            state: course,
            lessons: writes,
            publishes_lessons: true,
            events: Vec::new(),
        };
        let changes = [course.save(), run.save(), subject.save(), instructor.save()];
        found.school.seed(changes).await;
        found
    }

    /// The addresses of an operation here, with the kind of the lesson that is there.
    pub(super) fn targets(&self, operation: &str, path: &str) -> Vec<(String, Option<LessonKind>)> {
        let filled = |path: String| {
            let start = path.find('{').map(|start| &path[start..]);
            assert_eq!(start, None, "what stands for this in {operation}?");
            path
        };
        let path = path
            .replace("{course_id}", &self.course.to_string())
            .replace("{slug}", &self.slug)
            .replace("{source}", self.external_id.source())
            .replace("{key}", &encoded(&self.external_id.key().into()))
            .replace("{run_id}", &self.run.to_string())
            .replace("{subject_id}", &self.subject.to_string())
            .replace("{instructor_id}", &self.instructor.to_string());
        if path.contains("{lesson_id}") {
            let of = |id: &LessonId| filled(path.replace("{lesson_id}", &id.to_string()));
            return self.lessons.iter().map(|(kind, id)| (of(id), Some(*kind))).collect();
        }
        let query = match operation {
            "listCourses" => "?facets=subject&facets=instructor",
            // A word of the title that is in no other name.
            "suggest" => "?q=anf",
            _ => "",
        };
        vec![(filled(path) + query, None)]
    }
}

fn lesson(make: &mut Make, kind: LessonKind, case: Case) -> Lesson {
    Lesson {
        duration_minutes: Some(45),
        preview: case.preview,
        visibility: visibility(case.lesson),
        ..make.lesson(kind)
    }
}

fn section(make: &mut Make, case: Case, lessons: Vec<Lesson>) -> Section {
    let heading = |text: &str| Heading::parse(text).unwrap();
    let topic = Topic {
        id: make.id(),
        heading: heading("Topic"),
        visibility: visibility(case.topic),
        lessons,
    };
    Section {
        id: make.id(),
        heading: heading("Section"),
        description: Summary::parse("What it is about").ok(),
        visibility: visibility(case.section),
        topics: vec![topic],
    }
}

fn content(kind: LessonKind) -> LessonContent {
    let url = || WebUrl::parse("https://example.org/").unwrap();
    let body = || LessonBody::parse("Read this.").unwrap();
    match kind {
        LessonKind::Text => LessonContent::Text { body: body() },
        LessonKind::Video => LessonContent::Video { url: url(), transcript: Some(body()) },
        LessonKind::File => LessonContent::File {
            url: url(),
            media_type: MediaType::parse("text/plain").ok(),
            size_bytes: Some(7),
        },
        LessonKind::Link => LessonContent::Link { url: url() },
        LessonKind::Quiz => LessonContent::Quiz(quiz()),
    }
}

fn quiz() -> Quiz {
    let id = |raw: &str| QuizItemId::parse(raw).unwrap();
    let option = |raw: &str| QuizOption { id: id(raw), text: OptionText::parse(raw).unwrap() };
    let question = Question {
        id: id("q"),
        prompt: Prompt::parse("Which one?").unwrap(),
        choice: Choice::Single,
        options: vec![option("a"), option("b")],
        points: Some(1),
        key: AnswerKey { correct: vec![id("b")], explanation: Explanation::parse("Because.").ok() },
    };
    Quiz::new(vec![question]).unwrap()
}
