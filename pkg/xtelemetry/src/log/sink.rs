//! Where lines go.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Lines collected in memory, shared with the one who reads them.
pub(crate) type Memory = Arc<Mutex<Vec<String>>>;

/// Where lines go.
#[derive(Debug)]
pub(crate) enum Sink {
    /// Standard error.
    Stderr,
    /// Memory, for a test that reads the lines back.
    Memory(Memory),
}

impl Sink {
    /// Writes one line whole, so that lines of several threads never mix.
    pub(crate) fn write(&self, mut line: String) {
        match self {
            Self::Stderr => {
                line.push('\n');
                // A reader that went away must not take the program with it.
                let _ = io::stderr().lock().write_all(line.as_bytes());
            }
            Self::Memory(lines) => lines.lock().unwrap_or_else(PoisonError::into_inner).push(line),
        }
    }
}
