//! When the people of a run meet.

use std::fmt;

use crate::shared::{TextError, text_value};

text_value! {
    /// A place to meet.
    Room, 200
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// Every day, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The word for this day.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// The day with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.word() == word)
    }
}

/// A time of day to the minute, as a clock on the wall shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClockTime {
    minutes: u16,
}

impl ClockTime {
    /// Accepts `HH:MM` from `00:00` to `23:59`.
    ///
    /// # Errors
    ///
    /// [`TextError::Form`] for anything else.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let refused = TextError::Form { expected: "a time such as `09:30`" };
        let (hours, minutes) = raw.split_once(':').ok_or(refused)?;
        let number = |text: &str, below: u16| {
            let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<u16>().ok().filter(|number| digits && *number < below)
        };
        let hours = number(hours, 24).ok_or(refused)?;
        let minutes = number(minutes, 60).ok_or(refused)?;
        Ok(Self { minutes: hours * 60 + minutes })
    }

    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.minutes
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// A weekly meeting in the time zone of its run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The days, in the order of the week, each once.
    pub weekdays: Vec<Weekday>,
    /// When it begins.
    pub start: ClockTime,
    /// When it ends, later on the same day.
    pub end: ClockTime,
    /// Where it is.
    pub room: Option<Room>,
}

impl Meeting {
    /// The most weekly meetings of a run.
    pub const MAX_OF_RUN: usize = 30;
}
