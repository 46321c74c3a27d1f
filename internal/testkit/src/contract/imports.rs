//! Files that are brought in, and the rounds of their sources.

use courses_domain::catalogue::{ImportJob, ImportJobState, ImportReject};
use courses_port::Conflict;
use courses_port::catalogue::{CatalogueChange, NamedCourse, RoundWrite};

use super::{Stores, refused};
use crate::build::{Make, Save, import_write};

async fn found(stores: &Stores, job: &ImportJobState) -> Option<ImportJobState> {
    let found = stores.imports.find_import(job.id).await.expect("the store answers");
    found.map(|job| job.state().clone())
}

async fn put(stores: &Stores, make: &Make, state: &ImportJobState) {
    stores.put_all(make, [import_write(state.clone(), Vec::new())]).await;
}

fn reject(number: u64) -> ImportReject {
    ImportReject { number, line: number * 7, reason: format!("reason {number}") }
}

/// What was saved is what is found, new and changed.
pub async fn every_field_comes_back(stores: &Stores) {
    let mut make = Make::new(3101);
    for job in [make.import(), make.rich_import()] {
        assert_eq!(found(stores, &job).await, None);
        put(stores, &make, &job).await;
        assert_eq!(found(stores, &job).await, Some(job.clone()));
        let rich = ImportJobState { id: job.id, revision: 2, ..make.rich_import() };
        put(stores, &make, &rich).await;
        assert_eq!(found(stores, &job).await, Some(rich));
    }
}

/// Only the next revision of a job is saved.
pub async fn who_lost_a_job_cannot_save_it(stores: &Stores) {
    let mut make = Make::new(3102);
    let first = ImportJob::restore(make.import());
    put(stores, &make, first.state()).await;
    let (mine, theirs) = (first.begun(make.at(1)), first.begun(make.at(2)));
    put(stores, &make, theirs.state()).await;
    let lost = stores.save_all(&make, [import_write(mine.state().clone(), vec![reject(1)])]).await;
    assert_eq!(refused(lost), Conflict::ImportMoved);
    assert_eq!(found(stores, first.state()).await.as_ref(), Some(theirs.state()));
    let rejects = stores.imports.list_rejects(first.state().id, None, 10).await.expect("answers");
    assert_eq!(rejects.items, []);
}

/// How far a job is becomes true together with what it did, or neither does.
pub async fn a_job_and_its_effect_are_one_set(stores: &Stores) {
    let mut make = Make::new(3103);
    let first = ImportJob::restore(make.import());
    put(stores, &make, first.state()).await;
    let begun = first.begun(make.at(1));
    let (subject, other) = (make.subject("cs"), make.subject("math"));
    let change = |job: &ImportJob| import_write(job.state().clone(), Vec::new());
    stores.put_all(&make, [Save::save(subject.clone()), change(&begun)]).await;

    let again = [Save::save(other.clone()), change(&begun)];
    assert_eq!(refused(stores.save_all(&make, again).await), Conflict::ImportMoved);
    assert!(stores.reader.find_subject(subject.id).await.expect("answers").is_some());
    assert!(stores.reader.find_subject(other.id).await.expect("answers").is_none());
}

/// Two orders: that of a list, and that of a queue.
pub async fn jobs_are_listed_newest_first_and_worked_on_oldest_first(stores: &Stores) {
    let mut make = Make::new(3104);
    let mut jobs = vec![make.import(), make.rich_import(), make.import(), make.import()];
    for job in &jobs {
        put(stores, &make, job).await;
    }
    jobs.sort_by_key(|job| uuid::Uuid::from(job.id));
    let live = stores.imports.live_imports(2).await.expect("answers");
    let live: Vec<_> = live.iter().map(|job| job.state().id).collect();
    let expected = jobs.iter().filter(|job| !job.status.is_over()).map(|job| job.id);
    assert_eq!(live, expected.take(2).collect::<Vec<_>>());

    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = stores.imports.list_imports(after, 3).await.expect("answers");
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    jobs.reverse();
    assert_eq!(seen, jobs);
}

/// In pages, and those of one job alone.
pub async fn what_was_set_aside_is_listed_in_order(stores: &Stores) {
    let mut make = Make::new(3105);
    let (job, other) = (make.import(), make.import());
    let all: Vec<ImportReject> = (1..=5).map(reject).collect();
    let write = |job: &ImportJobState| import_write(job.clone(), all.clone());
    stores.put_all(&make, [write(&job), write(&other)]).await;
    let first = stores.imports.list_rejects(job.id, None, 3).await.expect("answers");
    assert_eq!((first.items.as_slice(), first.next), (&all[..3], Some(3)));
    let rest = stores.imports.list_rejects(job.id, first.next, 3).await.expect("answers");
    assert_eq!((rest.items.as_slice(), rest.next), (&all[3..], None));
    let past = stores.imports.list_rejects(job.id, Some(u64::MAX), 3).await.expect("answers");
    assert_eq!(past.items, []);
}

/// A part that is kept again replaces the one before.
pub async fn a_file_comes_back_in_parts(stores: &Stores) {
    let mut make = Make::new(3106);
    let (file, other) = (make.id(), make.id());
    let part = |fill: u8| vec![fill; 1024 * 1024];
    for (number, bytes) in [(0, part(1)), (1, vec![2, 0, 255]), (0, part(3))] {
        stores.imports.put_part(file, number, bytes, make.now()).await.expect("answers");
    }
    assert!(stores.imports.find_part(file, 0).await.expect("answers") == Some(part(3)));
    assert_eq!(stores.imports.find_part(file, 1).await.expect("answers"), Some(vec![2, 0, 255]));
    assert_eq!(stores.imports.find_part(file, 2).await.expect("answers"), None);
    stores.imports.put_part(other, 0, vec![4], make.now()).await.expect("answers");
    stores.imports.forget_file(file).await.expect("answers");
    assert_eq!(stores.imports.find_part(file, 0).await.expect("answers"), None);
    assert_eq!(stores.imports.find_part(file, 1).await.expect("answers"), None);
    assert_eq!(stores.imports.find_part(other, 0).await.expect("answers"), Some(vec![4]));
}

/// The file of a job that waits or runs stays, however old.
pub async fn only_files_that_nobody_works_on_are_purged(stores: &Stores) {
    let mut make = Make::new(3107);
    let (live, over) = (make.import(), make.rich_import());
    let (nobody, young) = (make.id(), make.id());
    put(stores, &make, &live).await;
    put(stores, &make, &over).await;
    for (file, at) in [(live.id, 1), (over.id, 1), (nobody, 1), (young, 10)] {
        for number in 0..2 {
            stores.imports.put_part(file, number, vec![1], make.at(at)).await.expect("answers");
        }
    }
    assert_eq!(stores.imports.purge_files(make.at(5), 1).await.expect("answers"), 1);
    assert_eq!(stores.imports.purge_files(make.at(5), 10).await.expect("answers"), 1);
    assert_eq!(stores.imports.purge_files(make.at(5), 10).await.expect("answers"), 0);
    for (file, stays) in [(live.id, true), (over.id, false), (nobody, false), (young, true)] {
        assert_eq!(stores.imports.find_part(file, 1).await.expect("answers").is_some(), stays);
    }
}

/// With what they set aside; jobs that are not over stay.
pub async fn only_jobs_that_are_long_over_are_purged(stores: &Stores) {
    let mut make = Make::new(3108);
    let (live, old) = (make.import(), make.rich_import());
    let young = ImportJobState { finished_at: Some(make.at(100)), ..make.rich_import() };
    for job in [&live, &old, &young] {
        stores.put_all(&make, [import_write(job.clone(), vec![reject(1)])]).await;
    }
    assert_eq!(stores.imports.purge_imports(make.at(50), 10).await.expect("answers"), 1);
    assert_eq!(stores.imports.purge_imports(make.at(50), 10).await.expect("answers"), 0);
    for (job, stays) in [(&live, true), (&old, false), (&young, true)] {
        assert_eq!(found(stores, job).await.is_some(), stays);
        let rejects = stores.imports.list_rejects(job.id, None, 10).await.expect("answers");
        assert_eq!(rejects.items.len(), usize::from(stays));
    }
}

/// The number of a round never falls, and each source counts by itself.
pub async fn rounds_of_a_source_are_counted(stores: &Stores) {
    let make = Make::new(3109);
    let round = |source: &str, number| {
        CatalogueChange::SaveRound(RoundWrite { source: source.to_owned(), number })
    };
    assert_eq!(stores.imports.count_rounds("uni").await.expect("answers"), 0);
    for number in [1, 3, 2] {
        stores.put_all(&make, [round("uni", number), round("edx", 1)]).await;
    }
    assert_eq!(stores.imports.count_rounds("uni").await.expect("answers"), 3);
    assert_eq!(stores.imports.count_rounds("edx").await.expect("answers"), 1);
    assert_eq!(stores.imports.count_rounds("un").await.expect("answers"), 0);
}

/// Each course once, whatever it is called, by ids and in pages.
pub async fn courses_of_a_source_are_listed_by_id(stores: &Stores) {
    let mut make = Make::new(3110);
    let (mut expected, mut gone) = (Vec::new(), Vec::new());
    for number in 0..8 {
        let mut course = make.draft_course(&format!("Course {number}"));
        course.external_ids = match number % 4 {
            0 => vec![make.external_id("uni"), make.external_id("uni"), make.external_id("edx")],
            1 => vec![make.external_id("a"), make.external_id("zoo")],
            2 => vec![make.external_id("uni"), make.external_id("a")],
            _ => Vec::new(),
        };
        if number == 6 {
            gone.push(course.clone());
        } else if number % 2 == 0 {
            expected.push(NamedCourse { id: course.id, names: course.external_ids.clone() });
        }
        stores.put(&make, course).await;
    }
    for course in gone {
        let gone = crate::build::changed(&course, |it| it.deleted = true);
        stores.put(&make, gone).await;
    }
    expected.sort_by_key(|it| uuid::Uuid::from(it.id));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = stores.imports.courses_of_source("uni", after, 2).await.expect("answers");
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        seen.extend(page);
    }
    assert_eq!(seen, expected);
    let unknown = stores.imports.courses_of_source("un", None, 9).await.expect("answers");
    assert_eq!(unknown, []);
}
