//! The small values that every row is made of.

use std::error::Error;
use std::fmt;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::FromSql;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{BadRecord, Failure};

/// An id as it is kept.
pub(crate) fn blob(id: impl Into<Uuid>) -> [u8; 16] {
    *id.into().as_bytes()
}

/// A time as it is kept.
pub(crate) fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A time as it was kept.
pub(crate) fn time(millis: i64) -> Result<Timestamp, jiff::Error> {
    Timestamp::from_millisecond(millis)
}

/// A counter as it is kept.
pub(crate) fn int(counter: u64) -> i64 {
    i64::try_from(counter).expect("counters rise by one and stay far below 2^63")
}

/// Plain data as JSON.
pub(crate) fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).expect("structs of strings and numbers always become JSON")
}

/// Ids as JSON of hexadecimal digits.
pub(crate) fn hex<T: Copy + Into<Uuid>>(ids: &[T]) -> String {
    json(&ids.iter().map(|id| (*id).into().simple().to_string()).collect::<Vec<_>>())
}

/// A word that is none of those allowed.
#[derive(Debug, thiserror::Error)]
#[error("the word is not known")]
pub(crate) struct UnknownWord;

/// The columns of one record, for the time it is read.
pub(crate) struct Columns<'a> {
    row: &'a Row<'a>,
    table: &'static str,
    id: String,
}

impl fmt::Debug for Columns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.table, self.id)
    }
}

impl<'a> Columns<'a> {
    /// Of a record of `table` with its id in the column `id`.
    pub(crate) fn of(table: &'static str, row: &'a Row<'a>) -> Result<Self, Failure> {
        let id: [u8; 16] = row.get("id")?;
        Ok(Self { row, table, id: Uuid::from_bytes(id).to_string() })
    }

    /// Of a record that is named otherwise.
    pub(crate) const fn named(table: &'static str, row: &'a Row<'a>, id: String) -> Self {
        Self { row, table, id }
    }

    /// The record breaks the rules in `field`.
    pub(crate) fn bad(
        &self,
        field: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Failure {
        BadRecord { table: self.table, id: self.id.clone(), field, source: source.into() }.into()
    }

    /// A column as it is.
    pub(crate) fn get<T: FromSql>(&self, field: &'static str) -> Result<T, Failure> {
        self.row.get(field).map_err(|err| self.bad(field, err))
    }

    /// An id.
    pub(crate) fn id<T: From<Uuid>>(&self, field: &'static str) -> Result<T, Failure> {
        let bytes: [u8; 16] = self.get(field)?;
        Ok(Uuid::from_bytes(bytes).into())
    }

    /// An id that may be missing.
    pub(crate) fn id_if_any<T: From<Uuid>>(
        &self,
        field: &'static str,
    ) -> Result<Option<T>, Failure> {
        let bytes: Option<[u8; 16]> = self.get(field)?;
        Ok(bytes.map(|bytes| Uuid::from_bytes(bytes).into()))
    }

    /// A number that is never negative.
    pub(crate) fn counter<T: TryFrom<i64>>(&self, field: &'static str) -> Result<T, Failure>
    where
        T::Error: Error + Send + Sync + 'static,
    {
        let number: i64 = self.get(field)?;
        number.try_into().map_err(|err| self.bad(field, err))
    }

    /// A number that may be missing.
    pub(crate) fn counter_if_any<T: TryFrom<i64>>(
        &self,
        field: &'static str,
    ) -> Result<Option<T>, Failure>
    where
        T::Error: Error + Send + Sync + 'static,
    {
        let number: Option<i64> = self.get(field)?;
        number.map(TryInto::try_into).transpose().map_err(|err| self.bad(field, err))
    }

    /// A time.
    pub(crate) fn time(&self, field: &'static str) -> Result<Timestamp, Failure> {
        time(self.get(field)?).map_err(|err| self.bad(field, err))
    }

    /// A time that may be missing.
    pub(crate) fn time_if_any(&self, field: &'static str) -> Result<Option<Timestamp>, Failure> {
        let millis: Option<i64> = self.get(field)?;
        millis.map(time).transpose().map_err(|err| self.bad(field, err))
    }

    /// A text, parsed.
    pub(crate) fn parse<T, E>(
        &self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Failure>
    where
        E: Error + Send + Sync + 'static,
    {
        let text = self.text(field)?;
        parse(text).map_err(|err| self.bad(field, err))
    }

    /// A text that may be missing, parsed.
    pub(crate) fn parse_if_any<T, E>(
        &self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Failure>
    where
        E: Error + Send + Sync + 'static,
    {
        let value = self.row.get_ref(field).map_err(|err| self.bad(field, err))?;
        let text = value.as_str_or_null().map_err(|err| self.bad(field, err))?;
        text.map(parse).transpose().map_err(|err| self.bad(field, err))
    }

    /// One of a few words.
    pub(crate) fn word<T>(
        &self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Failure> {
        parse(self.text(field)?).ok_or_else(|| self.bad(field, UnknownWord))
    }

    /// JSON.
    pub(crate) fn json<T: Deserialize<'a>>(&self, field: &'static str) -> Result<T, Failure> {
        serde_json::from_str(self.text(field)?).map_err(|err| self.bad(field, err))
    }

    /// JSON that may be missing.
    pub(crate) fn json_if_any<T: Deserialize<'a>>(
        &self,
        field: &'static str,
    ) -> Result<Option<T>, Failure> {
        let value = self.row.get_ref(field).map_err(|err| self.bad(field, err))?;
        let text = value.as_str_or_null().map_err(|err| self.bad(field, err))?;
        text.map(serde_json::from_str).transpose().map_err(|err| self.bad(field, err))
    }

    fn text(&self, field: &'static str) -> Result<&'a str, Failure> {
        let value = self.row.get_ref(field).map_err(|err| self.bad(field, err))?;
        value.as_str().map_err(|err| self.bad(field, err))
    }
}
