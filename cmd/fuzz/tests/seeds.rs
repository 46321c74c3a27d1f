//! Every check holds for its seeds, and for what comes of them by small changes: the part of
//! fuzzing that is quick enough for every day.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::fs;
use std::path::Path;

use courses_fuzz::{ALL, Check};
use courses_testkit::build::Random;

/// How often each seed is changed.
const CHANGES: usize = 40;

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// With a byte changed, lost or repeated, or a part of another seed put in.
fn change(input: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(input.len() + 1);
    match random.below(4) {
        0 if at < input.len() => input[at] = random.number().to_le_bytes()[0],
        1 if at < input.len() => drop(input.remove(at)),
        2 => input.insert(at, random.pick(b"\0\n\"{}[]:,=-%\xff")),
        _ => {
            let from = random.below(other.len() + 1);
            let until = (from + random.below(30)).min(other.len());
            let tail = input.split_off(at);
            input.extend_from_slice(&other[from..until]);
            input.extend(tail);
        }
    }
}

fn hold(check: Check, seeds: &[Vec<u8>]) {
    let mut random = Random::seeded(7);
    check(b"");
    for seed in seeds {
        check(seed);
        let mut input = seed.clone();
        for number in 0..CHANGES {
            if number % 8 == 0 {
                input.clone_from(seed);
            }
            change(&mut input, &random.pick(seeds), &mut random);
            check(&input);
        }
    }
}

#[test]
fn every_check_holds_for_its_seeds_and_what_is_like_them() {
    for (name, check) in ALL {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{name} has no seeds");
        hold(check, &seeds);
    }
}

#[test]
fn every_check_has_a_program_and_seeds() {
    let names = |folder: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| stem(&entry.unwrap().path())).collect();
        names.sort();
        names
    };
    let checks = ALL.map(|(name, _)| name);
    assert_eq!(names("targets"), checks);
    assert_eq!(names("seeds"), checks);
}
