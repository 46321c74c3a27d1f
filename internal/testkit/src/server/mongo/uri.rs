//! The replica set the tests of this process share.

use std::sync::OnceLock;

use super::super::skip::variable;
use super::ReplicaSet;

/// The address of a replica set for tests, or nothing when there is none (the test says so
/// and returns).
///
/// `TEST_MONGODB_URI` names one that runs already, which `make test` arranges. Without it a
/// set of one member is started for this process and ends with it.
///
/// # Panics
///
/// When there is no server and `CI=true`, or when there is a `mongod` that does not start.
#[must_use]
pub fn uri() -> Option<String> {
    static PRIVATE: OnceLock<Option<ReplicaSet>> = OnceLock::new();

    if let Some(uri) = variable("TEST_MONGODB_URI") {
        return Some(uri);
    }
    PRIVATE.get_or_init(|| ReplicaSet::for_test(1)).as_ref().map(ReplicaSet::uri)
}

/// The same address with `database` as the default database.
pub(super) fn with_database(uri: &str, database: &str) -> String {
    let (server, options) = uri.split_once('?').map_or((uri, None), |(s, o)| (s, Some(o)));
    let hosts_start = server.find("://").map_or(0, |at| at + 3);
    let hosts_end = server[hosts_start..].find('/').map_or(server.len(), |at| hosts_start + at);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{}/{database}{options}", &server[..hosts_end])
}

/// The members an address names: `name:port`.
pub(super) fn hosts(uri: &str) -> Vec<String> {
    let hosts = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let hosts = hosts.split(['/', '?']).next().unwrap_or_default();
    let hosts = hosts.rsplit_once('@').map_or(hosts, |(_, hosts)| hosts);
    hosts
        .split(',')
        .map(|host| if host.contains(':') { host.to_owned() } else { format!("{host}:27017") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_put_between_hosts_and_options() {
        let cases = [
            ("mongodb://a:1,b:2/?replicaSet=rs0", "mongodb://a:1,b:2/x?replicaSet=rs0"),
            ("mongodb://a:1/other?w=1", "mongodb://a:1/x?w=1"),
            ("mongodb://a:1", "mongodb://a:1/x"),
            ("mongodb://a:1/", "mongodb://a:1/x"),
            ("mongodb://a:1?w=1", "mongodb://a:1/x?w=1"),
        ];
        for (uri, expected) in cases {
            assert_eq!(with_database(uri, "x"), expected);
        }
    }

    #[test]
    fn hosts_are_read_with_and_without_ports_and_credentials() {
        assert_eq!(hosts("mongodb://a:1,b:2/?replicaSet=rs0"), ["a:1", "b:2"]);
        assert_eq!(hosts("mongodb://me:secret@a/x"), ["a:27017"]);
    }
}
