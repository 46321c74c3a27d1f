//! Every registered type has a schema, every schema has an event, and they fit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use courses_domain::catalogue::{CatalogueEvent, ChangedPart, RunKey};
use courses_domain::identity::{EndReason, IdentityEvent};
use courses_domain::shared::{AccountId, Role, Slug};
use courses_domain::{EventData, EventOrigin};
use courses_event::{EventJson, data_json};
use uuid::Uuid;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api/events")
}

fn id<T: From<Uuid>>() -> T {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0042).into()
}

/// At least one event of every type. A test below fails for a schema without one.
fn events() -> Vec<EventData> {
    let catalogue = catalogue_events().into_iter().map(EventData::from);
    catalogue.chain(identity_events().into_iter().map(EventData::from)).collect()
}

fn identity_events() -> Vec<IdentityEvent> {
    use IdentityEvent as E;
    let account = AccountId::IMPORTER;
    let mut events = vec![
        E::AccountRegistered { account, version: 1 },
        E::AccountChanged { account, version: 2 },
        E::AccountVerified { account, version: 3 },
        E::AccountBlocked { account, version: 4 },
        E::AccountUnblocked { account, version: 5 },
        E::AccountErased { account, version: 6 },
        E::PasswordChanged { account, version: 7 },
        E::SessionReuseDetected { session: id(), account },
        E::ApiKeyCreated { api_key: id(), account, version: 1 },
        E::ApiKeyRotated { api_key: id(), account, version: 2 },
        E::ApiKeyRevoked { api_key: id(), account, version: 3 },
    ];
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Student) {
        events.push(E::RoleGranted { account, version: 8, role });
        events.push(E::RoleRevoked { account, version: 9, role });
    }
    let ended = |reason| E::SessionEnded { session: id(), account, reason };
    events.extend(EndReason::ALL.map(ended));
    events
}

fn catalogue_events() -> Vec<CatalogueEvent> {
    use CatalogueEvent as E;
    let slug = Slug::parse("linear-algebra").expect("a slug");
    let key = RunKey::parse("2026-summer").expect("a key");
    let parts = vec![
        ChangedPart::Settings,
        ChangedPart::Draft,
        ChangedPart::Lessons,
        ChangedPart::References,
    ];
    vec![
        E::CourseCreated { course: id(), owner: AccountId::IMPORTER, slug },
        E::CourseChanged { course: id(), parts, version: 2, draft_version: 3 },
        E::CoursePublished { course: id(), revision: 1, version: 2 },
        E::CourseUnpublished { course: id(), version: 3 },
        E::CourseArchived { course: id(), version: 4 },
        E::CourseRestored { course: id(), version: 5 },
        E::CourseDeleted { course: id() },
        E::PublicationRequested { request: id(), course: id(), draft_version: 3, version: 1 },
        E::PublicationApproved { request: id(), course: id(), version: 2 },
        E::PublicationRejected { request: id(), course: id(), version: 2 },
        E::PublicationWithdrawn { request: id(), course: id(), version: 2 },
        E::RunCreated { run: id(), course: id(), key },
        E::RunChanged { run: id(), course: id(), version: 2 },
        E::RunOpened { run: id(), course: id(), version: 3 },
        E::RunClosed { run: id(), course: id(), version: 4 },
        E::RunCancelled { run: id(), course: id(), version: 5 },
        E::RunCompleted { run: id(), course: id(), version: 6 },
        E::RunDeleted { run: id(), course: id() },
        E::SubjectCreated { subject: id(), version: 1 },
        E::SubjectChanged { subject: id(), version: 2 },
        E::SubjectMerged { subject: id(), into: id(), version: 3 },
        E::InstructorCreated { instructor: id(), version: 1 },
        E::InstructorChanged { instructor: id(), version: 2 },
        E::InstructorMerged { instructor: id(), into: id(), version: 3 },
    ]
}

fn schema(type_name: &str) -> serde_json::Value {
    let path = folder().join(format!("{type_name}.schema.json"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|err| panic!("{} must exist: {err}", path.display()));
    serde_json::from_str(&text).expect("a schema is JSON")
}

#[test]
fn every_event_fits_the_schema_of_its_type() {
    for event in events() {
        let schema = schema(event.type_name());
        let data = serde_json::to_value(EventJson::from(&event)).expect("data is JSON");
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .expect("a schema is valid");
        if let Err(err) = validator.validate(&data) {
            panic!("{}: {err} in {data}", event.type_name());
        }
        let known = schema["properties"].as_object().expect("a schema names its members");
        for member in data.as_object().expect("data is an object").keys() {
            assert!(known.contains_key(member), "{}: undeclared {member}", event.type_name());
        }
    }
}

/// A member that an event has by its type is never missing from what its schema asks for.
#[test]
fn schemas_of_identity_ask_for_every_member() {
    for event in identity_events() {
        let schema = schema(event.type_name());
        let data =
            serde_json::to_value(EventJson::from(&EventData::from(event))).expect("data is JSON");
        let members: Vec<&str> =
            data.as_object().expect("data is an object").keys().map(String::as_str).collect();
        let mut required: Vec<&str> = schema["required"]
            .as_array()
            .expect("a schema says what it asks for")
            .iter()
            .filter_map(|member| member.as_str())
            .collect();
        required.sort_unstable();
        assert_eq!(members, required, "{}", event.type_name());
    }
}

#[test]
fn the_envelope_has_room_for_every_type_and_aggregate() {
    let envelope = schema("envelope");
    let validator = |member: &str| {
        jsonschema::validator_for(&envelope["properties"][member]).expect("a schema is valid")
    };
    let (types, subjects) = (validator("type"), validator("subject"));
    for event in events() {
        let aggregate = event.aggregate();
        let subject = format!("{}/{}", aggregate.kind.word(), aggregate.id);
        assert!(types.is_valid(&event.type_name().into()), "{}", event.type_name());
        assert!(subjects.is_valid(&subject.as_str().into()), "{subject}");
    }
}

#[test]
fn every_schema_belongs_to_an_event() {
    let types: BTreeSet<String> =
        events().iter().map(|event| event.type_name().to_owned()).collect();
    let files = std::fs::read_dir(folder()).expect("the folder of schemas exists");
    let schemas: BTreeSet<String> = files
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".schema.json").map(str::to_owned))
        .filter(|name| name != "envelope")
        .collect();
    assert_eq!(types, schemas);
}

#[test]
fn the_text_in_the_log_is_the_data() {
    let mut sequence = 1;
    let mut recorder = courses_domain::shared::Recorder::at(0);
    recorder.record(&mut sequence, CatalogueEvent::CourseDeleted { course: id() });
    let time = jiff::Timestamp::UNIX_EPOCH;
    let events = recorder.into_events(time, &EventOrigin::default(), id);
    assert_eq!(data_json(&events[0]), format!(r#"{{"course_id":"{}"}}"#, id::<Uuid>()));
}
