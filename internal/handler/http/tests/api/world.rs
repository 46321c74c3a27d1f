//! A school in which everything exists that the examples of the contract name.

use courses_domain::catalogue::{
    CourseState, Heading, Lesson, LessonBody, LessonContent, LessonKind, LessonTitle, LessonWrite,
    RunStatus, Section, Topic, Visibility,
};
use courses_domain::identity::{AccountState, AccountStatus, PendingToken, TokenHash};
use courses_domain::shared::{ExternalId, Slug};
use courses_port::catalogue::{CatalogueChange, CourseWrite};
use courses_port::identity::IdentityChange;
use courses_testkit::build::{Make, Save, import_write, search_entry};
use courses_testkit::memory::FakePasswords;
use uuid::Uuid;

use crate::school::{PASSWORD, School};

/// The version that the examples of `If-Match` name.
const VERSION: u64 = 3;

/// The account that owns everything, and that the examples name.
pub(crate) const OWNER: Uuid = Uuid::from_u128(0x0192_f3d0_5e10_7c21_9b64_2a1f_8d7c_6e02);

/// Another account.
pub(crate) const ME: Uuid = Uuid::from_u128(0x0192_f3d0_1c44_7a90_b2f1_6d5e_4c3b_2a01);

fn id<T: From<Uuid>>(text: &str) -> T {
    Uuid::parse_str(text).unwrap().into()
}

fn course(make: &mut Make) -> CatalogueChange {
    let mut course: CourseState = make.course("Introduction to Rust");
    course.owner = OWNER.into();
    course.id = id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10");
    course.slug = Slug::parse("introduction-to-rust").unwrap();
    course.external_ids = vec![ExternalId::parse("uiuc", "CS-128").unwrap()];
    course.version = VERSION;
    course.draft.version = VERSION;
    let lesson = Lesson {
        id: id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a13"),
        title: LessonTitle::parse("Values move").unwrap(),
        kind: LessonKind::Text,
        duration_minutes: Some(15),
        preview: true,
        visibility: Visibility::Visible,
        version: VERSION,
    };
    let content = LessonContent::Text { body: LessonBody::parse("Read this.").unwrap() };
    let lessons = vec![LessonWrite::Put(lesson.id, Some(content))];
    let topic = Topic {
        id: id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a12"),
        heading: Heading::parse("Moving and borrowing").unwrap(),
        visibility: Visibility::Visible,
        lessons: vec![lesson],
    };
    let section = Section {
        id: id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a11"),
        heading: Heading::parse("Ownership").unwrap(),
        description: None,
        visibility: Visibility::Visible,
        topics: vec![topic],
    };
    course.draft.content.sections = vec![section];
    let published = course.published.as_mut().unwrap();
    published.content = course.draft.content.clone();
    let search = search_entry(&course);
    CourseWrite {
        read_at: 0,
        state: course,
        search,
        lessons,
        publishes_lessons: true,
        events: Vec::new(),
    }
    .save()
}

/// Everything that the examples name, except what `operation` makes itself.
pub(crate) async fn school_for(operation: &str) -> School {
    let (school, mut make) = (School::new(), Make::new(7));
    let mut changes = Vec::new();
    if operation != "createCourse" {
        changes.push(course(&mut make));
        let course = id("0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10");
        let mut run = make.run(course, "another-key");
        run.id = id("0192f3b4-11d0-7e63-8a27-90c4d5e6f701");
        run.version = VERSION;
        if ["closeRun", "completeRun"].contains(&operation) {
            run.status = RunStatus::Open;
        }
        changes.push(run.save());
        if operation != "createPublicationRequest" {
            let mut request = make.publication_request(course);
            request.id = id("0192f3b0-6a3d-7c19-8e52-1b4d7f9a2c31");
            request.owner = OWNER.into();
            (request.version, request.draft_version) = (VERSION, VERSION);
            changes.push(request.save());
        }
    }
    let mut subject = make.subject(if operation == "createSubject" { "other" } else { "cs" });
    subject.id = id("0192f39f-0a10-7c44-8b1e-5d2f7a9c3e01");
    subject.version = VERSION;
    let mut instructor = make.instructor("Ada Henson");
    instructor.id = id("0192f39f-4b20-7d11-a3c8-6e1f9b2d7c02");
    instructor.version = VERSION;
    // What remains when they are merged.
    let mut other_subject = make.subject("remaining");
    other_subject.id = id("0192f39f-0a10-7c44-8b1e-5d2f7a9c3e0f");
    let mut other_instructor = make.instructor("Ada Lovelace Henson");
    other_instructor.id = id("0192f39f-4b20-7d11-a3c8-6e1f9b2d7c0f");
    changes.extend([subject.save(), instructor.save()]);
    let mut job = make.rich_import();
    job.id = id("0192f3e0-6c1d-7f00-8b2a-5d4c3b2a1907");
    changes.push(import_write(job, Vec::new()));
    changes.extend([other_subject.save(), other_instructor.save()]);
    school.seed(changes).await;
    school.seed(people(&mut make, operation)).await;
    school
}

/// Both accounts, and a session and an API key of the first.
fn people(make: &mut Make, operation: &str) -> Vec<IdentityChange> {
    let address =
        if operation == "register" { "other@example.org" } else { "ada.henson@example.org" };
    let mut owner = account(make, OWNER, address);
    if operation == "unblockAccount" {
        owner.status = AccountStatus::Blocked;
    }
    let pending = PendingToken { hash: secret_hash(), expires_at: make.at(86_400) };
    owner.verification = Some(pending);
    owner.reset = Some(pending);
    let mut session = make.session(OWNER.into());
    session.id = id("0192f3d2-77aa-7b15-a0c9-4e3d2c1b0a03");
    session.current = secret_hash();
    session.expires_at = make.at(864_000);
    let mut key = make.api_key(OWNER.into());
    key.id = id("0192f3d4-3b08-7f46-8d5e-7a6b5c4d3e04");
    vec![owner.save(), account(make, ME, "me@example.org").save(), session.save(), key.save()]
}

/// An account that anybody of these tests can get into.
pub(crate) fn account(make: &mut Make, id: Uuid, address: &str) -> AccountState {
    let mut account = make.account_with_email(address);
    account.id = id.into();
    account.version = VERSION;
    account.password = Some(FakePasswords::hash_of(PASSWORD));
    account
}

/// The hash of the secret in all tokens of the examples.
fn secret_hash() -> TokenHash {
    TokenHash::of(&std::array::from_fn::<u8, 32, _>(|at| u8::try_from(at).unwrap()))
}
