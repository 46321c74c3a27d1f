//! Looks for an input that breaks [`courses_fuzz::merge_patch`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| courses_fuzz::merge_patch(input));
