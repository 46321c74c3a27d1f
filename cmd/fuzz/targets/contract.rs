//! Looks for an input that breaks [`courses_fuzz::contract`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| courses_fuzz::contract(input));
