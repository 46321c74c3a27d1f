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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_time_of_day_is_one() {
        assert_eq!(ClockTime::parse("00:00").unwrap().minutes(), 0);
        assert_eq!(ClockTime::parse("23:59").unwrap().minutes(), 1_439);
        for bad in ["", "9:30", "09:3", "24:00", "12:60", "12.30", "12:30:00", "+1:30", "１２:00"]
        {
            assert!(ClockTime::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_is_known_by_its_word_and_the_week_begins_on_monday() {
        for day in Weekday::ALL {
            assert_eq!(Weekday::parse(day.word()), Some(day));
        }
        assert!(Weekday::ALL.is_sorted());
        assert_eq!(Weekday::parse("Mon"), None);
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_written_the_same(raw in ".{0,6}|[0-2][0-9]:[0-6][0-9]") {
            if let Ok(time) = ClockTime::parse(&raw) {
                prop_assert_eq!(time.to_string(), raw);
            }
        }

        #[test]
        fn times_are_ordered_like_their_texts(a in "[01][0-9]:[0-5][0-9]", b in "[01][0-9]:[0-5][0-9]") {
            let (first, second) = (ClockTime::parse(&a).unwrap(), ClockTime::parse(&b).unwrap());
            prop_assert_eq!(first.cmp(&second), a.cmp(&b));
        }
    }
}
