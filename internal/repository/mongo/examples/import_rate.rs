//! Measures how fast a file of an import becomes courses: a replica set of three, sets of a
//! hundred courses with their runs and instructors. Run it with `--release` for a true number.

use std::time::Instant;

use courses_domain::catalogue::Instructor;
use courses_domain::catalogue::{Course, Description, Run, Summary};
use courses_port::catalogue::CatalogueChange;
use courses_port::{ChangeSet, Commit as _, EventLog as _, Leases as _};
use courses_repository_mongo::{MongoStore, Options};
use courses_testkit::build::{Make, Save as _, course_write, instructor_write, run_write};
use courses_testkit::server::mongo::ReplicaSet;
use xmongo::ConnectOptions;

const COURSES: usize = 1_050;
const RUNS: usize = 1_640;
const INSTRUCTORS: usize = 300;
const COURSES_OF_A_SET: usize = 100;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let set = ReplicaSet::start(3).expect("a replica set starts");
    let options = ConnectOptions::new(set.uri(), "import-rate");
    let client = xmongo::connect(&options).await.expect("the address is good");
    let store = MongoStore::connect(client, "courses", Options::default()).await;
    let store = store.expect("a primary answers");
    store.migrate().await.expect("the database is empty");
    for round in 0..5 {
        let sets = sets(&mut Make::new(round));
        let start = Instant::now();
        for set in sets {
            store.commit(set).await.expect("nothing stands against it");
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("{RUNS} runs in {seconds:.2} s: {:.0} rows/s", rate(RUNS, seconds));
    }
    collect(&store).await;
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn rate(rows: usize, seconds: f64) -> f64 {
    rows as f64 / seconds
}

async fn collect(store: &MongoStore) {
    let make = Make::new(99);
    let lease = store.acquire("collector", uuid::Uuid::nil(), make.now(), make.at(3_600)).await;
    let fence = lease.expect("the store answers").expect("it is free").fence;
    let start = Instant::now();
    let mut events = 0;
    loop {
        let round = store.collect(&fence, 500).await.expect("the store answers");
        events += round.appended;
        if !round.more {
            break;
        }
    }
    println!("{events} events collected in {:.2} s", start.elapsed().as_secs_f64());
}

fn sets(make: &mut Make) -> Vec<ChangeSet> {
    let mut changes: Vec<Vec<CatalogueChange>> = Vec::new();
    for number in 0..COURSES {
        if number % COURSES_OF_A_SET == 0 {
            changes.push(Vec::new());
        }
        let Some(set) = changes.last_mut() else { continue };
        let course = course(make, number);
        let runs = RUNS * (number + 1) / COURSES - RUNS * number / COURSES;
        for key in 0..runs {
            let state = make.run(course.state().id, &format!("term-{key}"));
            let new = courses_domain::catalogue::NewRun {
                id: state.id,
                course_id: state.course_id,
                key: state.key,
                details: state.details,
            };
            let run = Run::create(new, make.now()).expect("valid");
            set.push(run_write(run, make).save());
        }
        set.push(course_write(course, make).save());
        if number * INSTRUCTORS / COURSES != (number + 1) * INSTRUCTORS / COURSES {
            let it = make.rich_instructor();
            let new = Instructor::create(it.id, it.name, it.bio, it.external_ids, make.now());
            set.push(instructor_write(new, make).save());
        }
    }
    let set = |changes: Vec<CatalogueChange>| {
        changes.into_iter().fold(ChangeSet::new(make.now()), ChangeSet::with)
    };
    changes.into_iter().map(set).collect()
}

/// A published course as a catalogue of a university has it.
fn course(make: &mut Make, number: usize) -> Course {
    const WORDS: &str = "algebra analysis applied basic biology chemistry circuit comparative \
        compiler complexity computer control culture data design development differential digital \
        dynamics ecology economics electrical energy engineering environment ethics experimental \
        field finance fluid genetics geometry graph history human imaging information inference \
        language linear literature logic machine management materials mechanics methods modern \
        molecular networks neural nuclear numerical optics organic physics planning policy power \
        probability processes programming quantum reading research robotics seminar signal social \
        software space statistics structure systems technology theory thermodynamics topology";
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = |count: usize| -> String {
        let word =
            |_| words[usize::try_from(make.random.number() % 80).unwrap_or_default() % words.len()];
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    };
    let (title, description) = (text(4), text(70));
    let new = make_course(make, &format!("{title} {number}"), &description);
    let mut course = Course::create(new, make.now(), &mut || uuid::Uuid::nil()).expect("valid");
    course.publish(make.now()).expect("a draft can be published");
    course
}

fn make_course(
    make: &mut Make,
    title: &str,
    description: &str,
) -> courses_domain::catalogue::NewCourse {
    let blank = make.draft_course(title);
    courses_domain::catalogue::NewCourse {
        id: blank.id,
        owner: blank.owner,
        slug: blank.slug,
        external_ids: vec![make.external_id("uni")],
        visibility: blank.visibility,
        tags: blank.tags,
        content: courses_domain::catalogue::DraftEdit {
            title: Some(blank.draft.content.title),
            summary: Some(Summary::parse(&description[..60.min(description.len())]).ok()),
            description: Some(Description::parse(description).ok()),
            ..courses_domain::catalogue::DraftEdit::default()
        },
    }
}
