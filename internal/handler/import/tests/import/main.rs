//! The adapter from outside: files in, courses and reports out.

// `cfg(test)` tells clippy that everything in these modules is a test, helping functions too.
#[cfg(test)]
mod demo;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod imports;
mod json_ld;
#[cfg(test)]
mod outline;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod real_files;
#[cfg(test)]
mod world;
