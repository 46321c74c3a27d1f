//! Every query is answered through an index.
//!
//! The list of samples is complete by construction: a query cannot be made without a name, and
//! each name must occur among the samples.

use std::collections::BTreeSet;

use bson::{Bson, Document, doc};
use courses_domain::AggregateKind;
use courses_domain::catalogue::{
    Availability, LessonCopy, Level, Replacement, RunKey, SearchQuery, SubjectCode, SuggestionKind,
    SuggestionQuery, Tag,
};
use courses_domain::shared::LanguageTag;
use courses_port::catalogue::{
    CoursePosition, CourseQuery, CourseSort, Facet, IdPosition, OfferFilter, SortKey,
    SuggestionRequest, TagQuery,
};
use courses_port::{ChangeSet, Commit as _, IdempotencyScope};
use courses_testkit::build::{Make, Save as _};
use courses_testkit::server::mongo::TestDatabase;
use mongodb::Database;

use super::{Kind, Query, QueryName};
use crate::document::lesson_id;
use crate::{MongoStore, Options, query};

fn samples() -> Vec<Query> {
    let mut make = Make::new(1);
    let (id, now) = (make.id(), make.now());
    let (course, lesson, run) = (make.id(), make.id(), make.id());
    let (subject, instructor) = (make.id(), make.id());
    let external = make.external_id("uni");
    let binary = bson::Uuid::from_bytes([7; 16]);
    let after = Some(IdPosition(id));
    let key = RunKey::parse("2026").unwrap();
    let scope =
        IdempotencyScope { actor: make.id(), operation: "createCourse".into(), key: "k".into() };
    let copy = LessonCopy::Draft;
    let mut all = vec![
        query::course_by_id(course),
        query::courses_by_external_ids(std::slice::from_ref(&external)),
        query::courses_by_external_ids(&[external.clone(), make.external_id("edx")]),
        query::published_by_ids(&[binary]),
        query::published_by_ids(&[binary, bson::Uuid::from_bytes([8; 16])]),
        query::published_by_slug(&make.slug()),
        query::published_by_lesson(lesson),
        query::lesson_by_id(course, lesson, copy),
        query::run_by_id(run),
        query::run_by_key(course, &key),
        query::course_runs(course, None, 20),
        query::course_runs(course, after, 20),
        query::runs_by_keys(&[course, make.id()], &[key.clone(), key]),
        query::subject_by_id(subject),
        query::subjects_by_ids(&[subject]),
        query::subjects_by_codes(&[SubjectCode::parse("math").unwrap()]),
        query::subject_list(None, 20),
        query::subject_list(after, 20),
        query::instructor_by_id(instructor),
        query::instructors_by_ids(&[instructor]),
        query::instructors_by_external_ids(&[external]),
        query::instructor_list(None, 20),
        query::instructor_list(after, 20),
        query::unsettled_subjects(20),
        query::unsettled_instructors(20),
        query::courses_naming(Replacement::Subject { from: subject, to: subject }, 20),
        query::courses_naming(Replacement::Instructor { from: instructor, to: instructor }, 20),
        query::runs_naming(instructor, 20),
        query::tag_list(&TagQuery { limit: 20, ..TagQuery::default() }),
        query::tag_list(&TagQuery { prefix: Some("ma".into()), after: None, limit: 20 }),
        query::answer_by_scope(&scope, now),
        query::expired_answers(now, 100),
        query::event_in_log(binary),
        query::lesson_stamps(&[course, make.id()]),
        query::lessons_by_ids(vec![lesson_id(binary, copy, binary)]),
        query::events_after(7, 100),
        query::event_ids(&[binary]),
        query::lease_token("collector"),
        query::counter("events"),
        query::import_by_id(make.id()),
        query::live_imports(20),
        query::live_among(&[make.id()]),
        query::import_list(None, 20),
        query::import_list(after, 20),
        query::old_imports(now, 100),
        query::reject_list(make.id(), None, 20),
        query::reject_list(make.id(), Some(7), 20),
        query::part_by_number(make.id(), 3),
        query::old_files(now, 100),
        query::courses_of_source("uni", None, 100),
        query::courses_of_source("uni", Some(make.id()), 100),
    ];
    for text in ["a", "linear alg"] {
        let typed = SuggestionQuery::parse(text).unwrap();
        let of = |kind| SuggestionRequest { typed: typed.clone(), kind, limit: 10 };
        all.extend(SuggestionKind::ALL.map(|kind| query::suggestions(&of(kind))));
    }
    for kind in AggregateKind::ALL {
        all.push(query::revisions(kind, &[id]));
        all.push(query::event_in_outbox(kind, binary, binary));
        all.push(query::waiting(kind, 100));
        all.push(query::waiting_count(kind, 10_000));
        all.push(query::oldest_waiting(kind));
    }
    for kind in [AggregateKind::Course, AggregateKind::Run] {
        all.push(query::tombstones(kind, 100));
    }
    all.extend(super::publication::samples::all(&mut make));
    all.extend(super::identity_samples::samples(&mut make));
    for asked in course_queries(&mut make) {
        all.push(query::course_list(&asked));
        all.extend(Facet::ALL.map(|facet| query::facet(&asked, facet)));
    }
    all
}

/// Each order from the start and from a position, each filter alone, and all together.
fn course_queries(make: &mut Make) -> Vec<CourseQuery> {
    let blank = CourseQuery::newest(20, make.now());
    let search = SearchQuery::parse("linear algebra");
    let orders = [
        (CourseSort::Published, SortKey::Time(make.now())),
        (CourseSort::PublishedDesc, SortKey::Time(make.now())),
        (CourseSort::Title, SortKey::Text("a".into())),
        (CourseSort::TitleDesc, SortKey::Text("a".into())),
    ];
    let mut all = Vec::new();
    for (sort, key) in orders {
        let first = CourseQuery { sort, ..blank.clone() };
        let after = Some(CoursePosition { key, id: make.id() });
        all.push(CourseQuery { after, ..first.clone() });
        all.push(CourseQuery { search: search.clone(), ..first.clone() });
        all.push(first);
    }
    let relevance =
        CourseQuery { search: search.clone(), sort: CourseSort::Relevance, ..blank.clone() };
    let after = Some(CoursePosition { key: SortKey::Score(7), id: make.id() });
    all.push(CourseQuery { after, ..relevance.clone() });
    all.push(CourseQuery {
        search: SearchQuery::parse("линейная алг"), ..relevance.clone()
    });
    let filters = CourseQuery {
        search,
        subject: Some(make.id()),
        levels: vec![Level::Introductory, Level::All],
        languages: vec![LanguageTag::english()],
        tags: vec![Tag::parse("maths").unwrap()],
        instructor: Some(make.id()),
        offer: OfferFilter {
            availability: Some(Availability::Open),
            price_min: Some(1),
            price_max: Some(100),
        },
        credits_min: Some(100),
        credits_max: Some(300),
        ..blank.clone()
    };
    all.push(CourseQuery { subject: filters.subject, ..blank.clone() });
    all.push(CourseQuery { instructor: filters.instructor, ..blank.clone() });
    all.push(CourseQuery { tags: filters.tags.clone(), ..blank.clone() });
    all.push(CourseQuery { levels: filters.levels.clone(), ..blank.clone() });
    all.push(CourseQuery { offer: filters.offer, ..blank });
    all.push(CourseQuery { sort: CourseSort::Relevance, ..filters.clone() });
    all.push(filters);
    all
}

/// The store of an empty, migrated database.
async fn store() -> Option<(TestDatabase, MongoStore)> {
    let guard = TestDatabase::create()?;
    let options = xmongo::ConnectOptions::new(guard.uri(), "courses-tests");
    let client = xmongo::connect(&options).await.unwrap();
    let store = MongoStore::connect(client, guard.name(), Options::default()).await.unwrap();
    store.migrate().await.unwrap();
    Some((guard, store))
}

async fn stages_of(database: &Database, asked: Query) -> BTreeSet<String> {
    let collection = asked.collection();
    let command = match asked.into_kind() {
        Kind::Find(find) => {
            let mut command = doc! { "find": collection, "filter": find.filter };
            for (name, part) in [("projection", find.projection), ("sort", find.sort)] {
                if let Some(part) = part {
                    command.insert(name, part);
                }
            }
            if let Some(limit) = find.limit {
                command.insert("limit", limit);
            }
            command
        }
        Kind::Aggregate(stages) => {
            doc! { "aggregate": collection, "pipeline": stages, "cursor": {} }
        }
    };
    let explain = doc! { "explain": command, "verbosity": "queryPlanner" };
    let plan = database.run_command(explain).await.unwrap();
    let mut stages = BTreeSet::new();
    collect_stages(&Bson::from(plan), &mut stages);
    stages
}

/// Every `stage` of every winning plan; plans that lost do not matter.
fn collect_stages(node: &Bson, stages: &mut BTreeSet<String>) {
    match node {
        Bson::Document(document) => document.iter().for_each(|(name, value)| match value {
            Bson::String(stage) if name == "stage" => {
                stages.insert(stage.clone());
            }
            _ if name == "rejectedPlans" || name == "command" => {}
            _ => collect_stages(value, stages),
        }),
        Bson::Array(list) => list.iter().for_each(|value| collect_stages(value, stages)),
        _ => {}
    }
}

fn is_indexed(stages: &BTreeSet<String>) -> bool {
    let any = |wanted: &[&str]| wanted.iter().any(|stage| stages.contains(*stage));
    any(&["IXSCAN", "IDHACK", "COUNT_SCAN", "DISTINCT_SCAN"]) && !any(&["COLLSCAN"])
}

#[test]
fn every_query_has_a_sample() {
    let sampled: BTreeSet<QueryName> = samples().iter().map(Query::name).collect();
    let all: BTreeSet<QueryName> = QueryName::ALL.iter().copied().collect();
    assert_eq!(sampled, all);
}

#[tokio::test]
async fn every_query_is_answered_through_an_index() {
    let Some((_guard, store)) = store().await else { return };
    let mut scanning = Vec::new();
    for sample in samples() {
        let described = format!("{sample:?}");
        let stages = stages_of(store.database(), sample).await;
        if !is_indexed(&stages) {
            scanning.push(format!("{stages:?} {described}"));
        }
    }
    assert!(scanning.is_empty(), "{}", scanning.join("\n"));
}

#[tokio::test]
async fn lists_in_their_usual_orders_need_no_sorting() {
    let Some((_guard, store)) = store().await else { return };
    let mut make = Make::new(2);
    let blank = CourseQuery::newest(20, make.now());
    let mut usual = vec![query::subject_list(None, 20), query::instructor_list(None, 20)];
    usual.push(query::course_runs(make.id(), None, 20));
    usual.extend(super::publication::samples::lists(&mut make));
    usual.extend(super::identity_samples::usual_lists(&mut make));
    usual.push(query::course_list(&CourseQuery { subject: Some(make.id()), ..blank.clone() }));
    for sort in
        [CourseSort::Published, CourseSort::PublishedDesc, CourseSort::Title, CourseSort::TitleDesc]
    {
        usual.push(query::course_list(&CourseQuery { sort, ..blank.clone() }));
    }
    for sample in usual {
        let described = format!("{sample:?}");
        let stages = stages_of(store.database(), sample).await;
        assert!(!stages.contains("SORT"), "{stages:?} {described}");
    }
}

#[tokio::test]
async fn one_letter_fetches_no_document() {
    let Some((_guard, store)) = store().await else { return };
    let mut make = Make::new(3);
    let things = [
        make.course("Algebra again").save(),
        make.subject("algebra").save(),
        make.instructor("Ada Again").save(),
    ];
    // Without others every index is as good.
    let others: Vec<_> = (0..30).map(|number| make.course(&format!("Botany {number}"))).collect();
    let things = things.into_iter().chain(others.iter().map(|course| course.clone().save()));
    let set = things.fold(ChangeSet::new(make.now()), ChangeSet::with);
    store.commit(set).await.unwrap();
    for kind in SuggestionKind::ALL {
        let typed = SuggestionQuery::parse("a").unwrap();
        let sample = query::suggestions(&SuggestionRequest { typed, kind, limit: 10 });
        let stages = stages_of(store.database(), sample).await;
        assert!(!stages.contains("FETCH"), "{kind:?} {stages:?}");
    }
}

#[tokio::test]
async fn a_question_without_an_index_would_be_noticed() {
    let Some((_guard, store)) = store().await else { return };
    let scan = Query::find(
        QueryName::CourseById,
        "courses",
        Document::from_iter([("owner".to_owned(), Bson::Int32(1))]),
    );
    assert!(!is_indexed(&stages_of(store.database(), scan).await));
}
