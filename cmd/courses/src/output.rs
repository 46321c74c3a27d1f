//! How commands speak: plain text to people, JSON to programs, progress only on a terminal.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

/// The form of what a command prints to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

/// Prints a result: `text` to people, `value` to programs.
pub(crate) fn print<T: Serialize>(format: Format, value: &T, text: impl FnOnce() -> String) {
    let line = match format {
        Format::Text => text(),
        Format::Json => serde_json::to_string_pretty(value).unwrap_or_default(),
    };
    // A reader that went away is no failure of ours.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A bar on a terminal, and a plain line now and then elsewhere.
pub(crate) struct Progress {
    bar: ProgressBar,
    plain: bool,
    told: u64,
}

impl Progress {
    /// Progress over `total` steps, called `what`.
    pub(crate) fn new(total: u64, what: &'static str) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::new(total);
        if terminal {
            let style = "{msg} [{bar:40}] {human_pos}/{human_len} {per_sec} {eta}";
            if let Ok(style) = ProgressStyle::with_template(style) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.enable_steady_tick(Duration::from_millis(200));
        } else {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        bar.set_message(what);
        Self { bar, plain: !terminal, told: 0 }
    }

    /// `done` of `total` steps are done.
    pub(crate) fn at(&mut self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        let tenth = done.saturating_mul(10).checked_div(total).unwrap_or(10);
        if self.plain && tenth > self.told {
            self.told = tenth;
            eprintln!("{}: {done} of {total}", self.bar.message());
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
