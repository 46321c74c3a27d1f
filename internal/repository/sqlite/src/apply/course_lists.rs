//! What a course is found by in lists: its listing and its search entry.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use courses_domain::catalogue::{SearchEntry, SearchField};
use courses_port::CommitError;
use courses_port::catalogue::CourseWrite;

use crate::engine::Db;
use crate::row::Listing;
use crate::sql;

/// Replaces the listing, and the search entry if there is a new one.
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
    if let Some(entry) = &write.search {
        if !new {
            db.run(&sql::DROP_TERMS, [number])?;
        }
        db.run(&sql::PUT_TERMS, (number, terms(entry)))?;
        db.run(&sql::PUT_WEIGHTS, (number, weights(entry)))?;
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
