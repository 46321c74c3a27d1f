//! How a file gets the tables that this program knows, whatever program wrote it last.

mod functions;

use rusqlite::{Connection, TransactionBehavior};

use crate::OpenError;

/// One step. Steps are never changed once released; the next change of a table is a new step.
struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "initial", sql: include_str!("001_initial.sql") },
    Migration { version: 2, name: "identity", sql: include_str!("002_identity.sql") },
    Migration {
        version: 3,
        name: "publication requests",
        sql: include_str!("003_publication_requests.sql"),
    },
    Migration { version: 4, name: "imports", sql: include_str!("004_imports.sql") },
    Migration { version: 5, name: "merging", sql: include_str!("005_merging.sql") },
    Migration { version: 6, name: "revisions", sql: include_str!("006_revisions.sql") },
    Migration { version: 7, name: "suggestions", sql: include_str!("007_suggestions.sql") },
    Migration { version: 8, name: "rounds", sql: include_str!("008_rounds.sql") },
    Migration { version: 9, name: "provenance", sql: include_str!("009_provenance.sql") },
];

/// The version of a file that is up to date.
fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Brings the file up to date in one transaction; does nothing if it is. Several processes can do
/// this at once: the second one waits and finds nothing to do.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    if version(connection)? == Some(newest()) {
        return Ok(());
    }
    functions::register(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema_migrations (
             version INTEGER PRIMARY KEY, name TEXT NOT NULL
         ) STRICT",
    )?;
    let found = version(&transaction)?.unwrap_or(0);
    if found > newest() {
        return Err(OpenError::Newer { found, known: newest() });
    }
    for migration in MIGRATIONS.iter().filter(|migration| migration.version > found) {
        transaction.execute_batch(migration.sql)?;
        transaction.execute(
            "INSERT INTO schema_migrations (version, name) VALUES (?1, ?2)",
            (migration.version, migration.name),
        )?;
    }
    transaction.commit()?;
    Ok(())
}

/// The version of the file; `None` if it has none yet.
fn version(connection: &Connection) -> Result<Option<i64>, rusqlite::Error> {
    if connection.table_exists(None, "schema_migrations")? {
        connection.query_row("SELECT max(version) FROM schema_migrations", [], |row| row.get(0))
    } else {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), Some(newest()));
    }

    #[test]
    fn versions_rise_by_one() {
        let versions: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        assert_eq!(versions, (1..=newest()).collect::<Vec<_>>());
    }

    #[test]
    fn a_file_of_a_newer_program_is_refused_and_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let newer = "INSERT INTO schema_migrations VALUES (1000, 'from the future')";
        connection.execute_batch(newer).unwrap();
        let refused = migrate(&mut connection).unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(
                "the database has version 1000, this program knows versions up to {}: start a newer program",
                newest()
            ),
        );
        assert_eq!(version(&connection).unwrap(), Some(1000));
    }

    #[test]
    fn a_file_of_an_older_program_is_brought_up_to_date_with_what_is_in_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        let older = "CREATE TABLE schema_migrations (
                         version INTEGER PRIMARY KEY, name TEXT NOT NULL
                     ) STRICT;
                     INSERT INTO schema_migrations VALUES (1, 'initial');
                     INSERT INTO leases VALUES ('collector', NULL, 7, 0);";
        connection.execute_batch(MIGRATIONS[0].sql).unwrap();
        connection.execute_batch(older).unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), Some(newest()));
        let token = connection.query_row("SELECT token FROM leases", [], |row| row.get(0));
        assert_eq!(token, Ok(7));
    }

    #[test]
    fn what_an_older_program_wrote_is_suggested() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = MIGRATIONS.iter().take_while(|it| it.name != "suggestions");
        let steps: Vec<&Migration> = steps.collect();
        for step in &steps {
            connection.execute_batch(step.sql).unwrap();
        }
        let older = r#"PRAGMA foreign_keys = OFF;
            CREATE TABLE schema_migrations (
                version INTEGER PRIMARY KEY, name TEXT NOT NULL
            ) STRICT;
            INSERT INTO listings (number, id, published_at, title_key, level, language, card)
            VALUES (1, unhex(printf('%032x', 1)), 0, 'a', 'all', 'en',
                '{"slug":"la","title":"Linear Algebra, linear"}');
            INSERT INTO subjects (id, revision, next_sequence, version, code, title, created_at,
                updated_at, merged_into)
            VALUES (unhex(printf('%032x', 2)), 1, 1, 1, 'cs-1', 'Ёлки!', 0, 0, NULL),
                (unhex(printf('%032x', 3)), 1, 1, 1, 'gone', 'Gone', 0, 0, zeroblob(16));
            INSERT INTO instructors (id, revision, next_sequence, version, name, external_ids,
                created_at, updated_at)
            VALUES (unhex(printf('%032x', 4)), 1, 1, 1, 'Ada', '[]', 0, 0),
                (unhex(printf('%032x', 5)), 1, 1, 1, '?!', '[]', 0, 0);"#;
        connection.execute_batch(older).unwrap();
        let done = "INSERT INTO schema_migrations VALUES (?1, 'the last before')";
        connection.execute(done, [steps.last().unwrap().version]).unwrap();
        migrate(&mut connection).unwrap();
        let all = "SELECT s.kind || '|' || s.title || '|' || coalesce(s.slug, '') || '|' || s.key
                       || '|' || group_concat(w.word, ' ' ORDER BY w.word)
                   FROM suggestions s JOIN suggestion_words w ON w.suggestion = s.number
                   GROUP BY s.number ORDER BY s.id";
        let mut found = connection.prepare(all).unwrap();
        let found = found.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let found: Vec<String> = found.map(Result::unwrap).collect();
        let expected = [
            "course|Linear Algebra, linear|la|linear algebra linear|algebra linear",
            "subject|Ёлки!||елки|1 cs елки",
            "instructor|Ada||ada|ada",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE leases (name TEXT)").unwrap();
        migrate(&mut connection).unwrap_err();
        assert_eq!(version(&connection).unwrap(), None);
        assert!(!connection.table_exists(None, "courses").unwrap());
    }
}
