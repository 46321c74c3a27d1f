//! What a course is found by in lists: its listing and its search entry.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use courses_domain::catalogue::{SearchEntry, SearchField};
use courses_port::CommitError;
use courses_port::catalogue::CourseWrite;

use crate::engine::Db;
use crate::row::Listing;
use crate::sql;

/// What a course is found by from now on.
pub(super) struct FoundBy<'a> {
    pub(super) number: i64,
    pub(super) entry: &'a SearchEntry,
    pub(super) new: bool,
}

/// Replaces the listing.
pub(super) fn save(
    db: &Db<'_>,
    number: i64,
    write: &CourseWrite,
    new: bool,
) -> Result<(), CommitError> {
    if !new {
        db.run(&sql::DROP_LISTING, [number])?;
    }
    if let Some(listing) = Listing::of(&write.state) {
        put_listing(db, number, &listing)?;
    }
    Ok(())
}

/// Replaces the search entries of all courses of a set. They come last and together, because the
/// search index writes out what it gathered before any statement that may have to be undone.
pub(super) fn save_searches(db: &Db<'_>, all: &[FoundBy<'_>]) -> Result<(), CommitError> {
    for it in all {
        db.run(&sql::PUT_WEIGHTS, (it.number, weights(it.entry)))?;
    }
    for it in all.iter().filter(|it| !it.new) {
        db.run(&sql::DROP_TERMS, [it.number])?;
    }
    for it in all {
        db.run(&sql::PUT_TERMS, (it.number, terms(it.entry)))?;
    }
    Ok(())
}

fn put_listing(db: &Db<'_>, number: i64, it: &Listing) -> Result<(), CommitError> {
    db.run(
        &sql::PUT_LISTING,
        (
            number,
            it.id,
            it.published_at,
            &it.title_key,
            it.subject,
            it.level,
            &it.language,
            it.credits_min,
            it.credits_max,
            &it.card,
        ),
    )?;
    for tag in &it.tags {
        db.run(&sql::PUT_LISTING_TAG, (tag, number))?;
    }
    for instructor in &it.instructors {
        db.run(&sql::PUT_LISTING_INSTRUCTOR, (instructor, number))?;
    }
    Ok(())
}

fn terms(entry: &SearchEntry) -> String {
    let terms: Vec<&str> = entry.terms().iter().map(String::as_str).collect();
    terms.join(" ")
}

/// Each stem with the sum of the weights of the fields it stands in.
fn weights(entry: &SearchEntry) -> String {
    let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
    for field in SearchField::ALL {
        for stem in entry.stems(field) {
            *sums.entry(stem).or_default() += field.weight();
        }
    }
    let mut text = String::new();
    for (stem, weight) in sums {
        let space = if text.is_empty() { "" } else { " " };
        write!(text, "{space}{stem}={weight}").expect("a string takes everything");
    }
    text
}

#[cfg(test)]
mod tests {
    use courses_domain::catalogue::SearchSource;

    use super::*;

    #[test]
    fn a_stem_weighs_as_much_as_all_its_fields_together() {
        let source =
            SearchSource { title: "Linear algebra", summary: "algebra", ..SearchSource::default() };
        assert_eq!(weights(&SearchEntry::build(&source)), "algebra=18 linear=16");
    }
}
