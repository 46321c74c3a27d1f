//! Reads the file row by row and knows on which line each row begins.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use crate::UiucCatalogue;
use crate::uiuc_csv::fault::Fault;
use crate::uiuc_csv::line_feeds::LineFeeds;
use crate::uiuc_csv::raw::{COLUMNS, RawRow, SUBJECT_TITLE};

/// Why a file as a whole cannot be used. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// Not even a header.
    #[error("the file is empty")]
    Empty,
    /// The header lacks a column.
    #[error("the header has no column `{name}`")]
    MissingColumn {
        /// The name of the column.
        name: &'static str,
    },
    /// The header has a column twice.
    #[error("the header has more than one column `{name}`")]
    RepeatedColumn {
        /// The name of the column.
        name: &'static str,
    },
    /// More rows than allowed.
    #[error("the file has more than {max} rows; split it", max = UiucCatalogue::MAX_ROWS)]
    TooManyRows,
    /// More bytes than allowed.
    #[error("the file has more than {max} bytes; split it", max = UiucCatalogue::MAX_BYTES)]
    TooLarge,
    /// Reading failed.
    #[error("the file could not be read")]
    Io(#[source] io::Error),
}

/// A row as it stands in the file.
pub(super) struct Line {
    /// Where it begins, counted from 1.
    pub(super) number: u64,
    /// Its cells; those that it lacks are empty.
    pub(super) cells: StringRecord,
    /// Why it cannot be used, if that shows already.
    pub(super) fault: Option<Fault>,
}

/// A file that is being read.
pub(super) struct Source<R> {
    reader: csv::Reader<LineFeeds<R>>,
    header: StringRecord,
    rows: u64,
}

impl<R: Read> Source<R> {
    /// Reads the header.
    pub(super) fn open(reader: R) -> Result<Self, CsvError> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(LineFeeds::new(reader, UiucCatalogue::MAX_BYTES));
        let mut source = Self { reader, header: StringRecord::new(), rows: 0 };
        let (_, header) = source.record()?.ok_or(CsvError::Empty)?;
        let mut header = StringRecord::from_byte_record_lossy(header);
        header.trim();
        for name in COLUMNS.into_iter().chain([SUBJECT_TITLE]) {
            match header.iter().filter(|column| *column == name).count() {
                0 if name == SUBJECT_TITLE => {}
                0 => return Err(CsvError::MissingColumn { name }),
                1 => {}
                _ => return Err(CsvError::RepeatedColumn { name }),
            }
        }
        source.header = header;
        Ok(source)
    }

    /// The next row.
    pub(super) fn next_line(&mut self) -> Result<Option<Line>, CsvError> {
        let Some((number, record)) = self.record()? else { return Ok(None) };
        self.rows += 1;
        if self.rows > UiucCatalogue::MAX_ROWS {
            return Err(CsvError::TooManyRows);
        }
        let (actual, expected) = (record.len(), self.header.len());
        let (mut cells, mut fault) = match StringRecord::from_byte_record(record) {
            Ok(cells) => (cells, None),
            Err(err) => {
                let cells = StringRecord::from_byte_record_lossy(err.into_byte_record());
                (cells, Some(Fault::NotText))
            }
        };
        if actual != expected {
            fault.get_or_insert(Fault::Width { actual, expected });
            (actual..expected).for_each(|_| cells.push_field(""));
        }
        Ok(Some(Line { number, cells, fault }))
    }

    /// The cells of a row by name.
    pub(super) fn raw<'r>(&'r self, line: &'r Line) -> RawRow<'r> {
        line.cells
            .deserialize(Some(&self.header))
            .expect("each column has a cell, each cell is text")
    }

    fn record(&mut self) -> Result<Option<(u64, ByteRecord)>, CsvError> {
        let mut record = ByteRecord::new();
        let not_before = self.reader.position().line();
        match self.reader.read_byte_record(&mut record) {
            Ok(false) => Ok(None),
            Ok(true) => {
                // The reader skips empty lines before a row, so the first line of a row is
                // counted back from its last.
                let breaks = record.as_slice().split(|byte| *byte == b'\n').count() - 1;
                let after = self.reader.position().line();
                let first = after.saturating_sub(1 + breaks as u64).max(not_before);
                Ok(Some((first, record)))
            }
            Err(_) if self.reader.get_ref().exceeded() => Err(CsvError::TooLarge),
            Err(err) => Err(CsvError::Io(io::Error::from(err))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> String {
        COLUMNS.join(",")
    }

    fn numbers(text: &str) -> Vec<u64> {
        let mut source = Source::open(text.as_bytes()).unwrap();
        std::iter::from_fn(|| source.next_line().unwrap()).map(|line| line.number).collect()
    }

    #[test]
    fn a_row_is_numbered_by_its_first_line() {
        let text = format!("{}\na\n\"b\n\nb\",c\n\n\nd\n\"e\n", header());
        assert_eq!(numbers(&text), [2, 3, 8, 9]);
        assert_eq!(numbers(&text.replace('\n', "\r\n")), [2, 3, 8, 9]);
        assert_eq!(numbers(&format!("{}\na\nb", header())), [2, 3]);
    }

    #[test]
    fn a_missing_column_is_named() {
        let text = header().replace(",Credit Hours,", ",");
        let err = Source::open(text.as_bytes()).err().unwrap();
        assert_eq!(err.to_string(), "the header has no column `Credit Hours`");
        assert!(matches!(Source::open(&b""[..]), Err(CsvError::Empty)));
    }

    #[test]
    fn a_column_that_stands_twice_is_named() {
        let text = format!("{},CRN\n", header());
        let err = Source::open(text.as_bytes()).err().unwrap();
        assert_eq!(err.to_string(), "the header has more than one column `CRN`");
    }

    #[test]
    fn a_byte_order_mark_and_spaces_in_the_header_do_not_matter() {
        let text = format!("\u{feff}{}\r\n", COLUMNS.join(" , "));
        assert!(Source::open(text.as_bytes()).is_ok());
    }

    #[test]
    fn columns_may_stand_in_any_order_and_others_among_them() {
        let mut names = COLUMNS.to_vec();
        names.reverse();
        names.push("Dean");
        let text = format!("{0}\n{0}\n", names.join(","));
        let mut source = Source::open(text.as_bytes()).unwrap();
        let line = source.next_line().unwrap().unwrap();
        let raw = source.raw(&line);
        assert_eq!((raw.year_term, raw.crn, raw.subject_title), ("YearTerm", "CRN", ""));
        assert!(line.fault.is_none());
    }
}
