//! The only way to execute a statement.

use std::ops::ControlFlow;

use rusqlite::{Connection, Params, Row};

use crate::error::Failure;
use crate::sql::Sql;

/// A connection for the time of one piece of work. Every statement stays prepared.
pub(crate) struct Db<'c>(&'c Connection);

impl<'c> Db<'c> {
    pub(super) const fn new(connection: &'c Connection) -> Self {
        Self(connection)
    }

    /// The first record, if there is one.
    pub(crate) fn one<T>(
        &self,
        sql: &Sql,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        let mut statement = self.0.prepare_cached(sql.text())?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(read).transpose()
    }

    /// Every record.
    pub(crate) fn all<T>(
        &self,
        sql: &Sql,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        let mut statement = self.0.prepare_cached(sql.text())?;
        let mut rows = statement.query(params)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// Record by record, until `visit` has seen enough.
    pub(crate) fn visit(
        &self,
        sql: &Sql,
        params: impl Params,
        mut visit: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<(), Failure> {
        let mut statement = self.0.prepare_cached(sql.text())?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            if visit(row)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Changes something; answers how many records.
    pub(crate) fn run(&self, sql: &Sql, params: impl Params) -> Result<usize, Failure> {
        #[cfg(test)]
        super::killed::point();
        Ok(self.0.prepare_cached(sql.text())?.execute(params)?)
    }

    /// The number of the record that was inserted last.
    pub(crate) fn last_number(&self) -> i64 {
        self.0.last_insert_rowid()
    }
}
