//! Every statement of this adapter.
//!
//! [`Sql`] can be made in this module alone, and nothing else can be executed, so the tests below
//! see every statement there is: each is explained by the planner, and none may read a whole
//! table row by row.

mod catalogue;
mod identity;
mod identity_lists;
mod imports;
mod listing;
mod publication;
mod shared;
mod suggestions;

use std::borrow::Cow;

pub(crate) use catalogue::*;
pub(crate) use identity::*;
pub(crate) use identity_lists::{accounts, audit};
pub(crate) use imports::*;
pub(crate) use listing::{Question, facet, page};
pub(crate) use publication::*;
pub(crate) use shared::*;
pub(crate) use suggestions::*;

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Sql(Cow<'static, str>);

impl Sql {
    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// Declares statements and a list of all of them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::sql::Sql =
                $crate::sql::Sql(std::borrow::Cow::Borrowed($sql));
        )*

        #[cfg(test)]
        pub(super) static ALL: &[(&str, &$crate::sql::Sql)] =
            &[$((stringify!($name), &$name)),*];
    };
}
use statements;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rusqlite::Connection;

    use super::*;
    use crate::engine::prepare;

    /// Names that stand for what the statement itself made, not for a table.
    const MADE: [&str; 3] = ["found", "best", "CONSTANT"];

    fn complaints(connection: &Connection, name: &str, sql: &Sql) -> Vec<String> {
        let mut explain =
            connection.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text())).unwrap();
        let steps = explain.raw_query().mapped(|row| row.get::<_, String>("detail"));
        steps
            .map(Result::unwrap)
            .filter(|step| {
                let scanned = step.strip_prefix("SCAN ").map(|rest| {
                    !rest.contains("VIRTUAL TABLE")
                        && !MADE.contains(&rest.split(' ').next().unwrap_or_default())
                });
                scanned.unwrap_or(false) || step.contains("AUTOMATIC")
            })
            .map(|step| format!("{name}: {step}\n    {}", sql.text()))
            .collect()
    }

    #[test]
    fn no_statement_reads_a_whole_table() {
        let mut connection = Connection::open_in_memory().unwrap();
        prepare(&mut connection).unwrap();
        let fixed = catalogue::ALL.iter().chain(publication::ALL).chain(imports::ALL);
        let fixed = fixed.chain(identity::ALL).chain(shared::ALL).chain(suggestions::ALL);
        let complaints: Vec<String> =
            fixed.flat_map(|(name, sql)| complaints(&connection, name, sql)).collect();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }

    #[test]
    fn no_question_that_is_put_together_reads_a_whole_table() {
        let mut connection = Connection::open_in_memory().unwrap();
        prepare(&mut connection).unwrap();
        let mut seen = HashSet::new();
        let identity = identity_lists::every_question();
        for (name, question) in listing::every_question().chain(identity) {
            if seen.insert(question.sql.clone()) {
                let complaints = complaints(&connection, &name, &question.sql);
                assert!(complaints.is_empty(), "{}", complaints.join("\n"));
            }
        }
        assert!(seen.len() > 1_000, "{} shapes", seen.len());
    }
}
