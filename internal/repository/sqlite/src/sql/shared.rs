//! Statements of what every context needs.

use super::statements;

statements! {
    /// Proves that the file can be read.
    ALIVE = "SELECT max(version) AS version FROM schema_migrations";

    /// Remembers an answer, unless one that is not expired at ?9 stands there.
    PUT_ANSWER = "
        INSERT INTO idempotency
            (actor, operation, key, fingerprint, status, headers, created_at, expires_at, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10)
        ON CONFLICT (actor, operation, key) DO UPDATE SET
            fingerprint = excluded.fingerprint, status = excluded.status,
            headers = excluded.headers, created_at = excluded.created_at,
            expires_at = excluded.expires_at, body = excluded.body
        WHERE expires_at <= ?9";
    FIND_ANSWER = "
        SELECT fingerprint, status, headers, body FROM idempotency
        WHERE actor = ?1 AND operation = ?2 AND key = ?3 AND expires_at > ?4";
    PURGE_ANSWERS = "
        DELETE FROM idempotency WHERE number IN
            (SELECT number FROM idempotency WHERE expires_at <= ?1 LIMIT ?2)";

    /// Gives the lease, unless somebody else has it at ?3.
    ACQUIRE_LEASE = "
        INSERT INTO leases (name, holder, token, expires_at) VALUES (?1, ?2, 1, ?4)
        ON CONFLICT (name) DO UPDATE SET
            token = token + (holder IS NOT excluded.holder),
            holder = excluded.holder, expires_at = excluded.expires_at
        WHERE holder IS NULL OR holder = excluded.holder OR expires_at <= ?3
        RETURNING token";
    RELEASE_LEASE = "UPDATE leases SET holder = NULL WHERE name = ?1 AND holder = ?2";
    LEASE_TOKEN = "SELECT token FROM leases WHERE name = ?1";

    PUT_EVENT = "
        INSERT INTO outbox (event, type, aggregate_kind, aggregate, sequence, time, actor,
                            correlation, causation, traceparent, data)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    /// Waiting events in the order of commits; read only as far as needed.
    WAITING_AGGREGATES = "
        SELECT aggregate_kind, aggregate FROM outbox WHERE number > 0 ORDER BY number";
    WAITING_OF_AGGREGATE = "
        SELECT number FROM outbox WHERE aggregate = ?1 AND aggregate_kind = ?2";
    LAST_POSITION = "SELECT coalesce(max(position), 0) AS position FROM events";
    /// Gives the waiting event ?2 the position ?1, unless it has one.
    APPEND_EVENT = "
        INSERT INTO events (position, event, type, aggregate_kind, aggregate, sequence, time,
                            actor, correlation, causation, traceparent, data)
        SELECT ?1, event, type, aggregate_kind, aggregate, sequence, time,
               actor, correlation, causation, traceparent, data
        FROM outbox WHERE number = ?2
        ON CONFLICT (event) DO NOTHING";
    FORGET_WAITING = "DELETE FROM outbox WHERE number = ?1";
    READ_EVENTS = "
        SELECT position, event, type, aggregate_kind, aggregate, sequence, time,
               actor, correlation, causation, traceparent, data
        FROM events WHERE position > ?1 ORDER BY position LIMIT ?2";
    COUNT_WAITING = "
        WITH found AS (
            SELECT DISTINCT aggregate, aggregate_kind FROM outbox WHERE aggregate > x'' LIMIT ?1
        )
        SELECT count(*) AS aggregates FROM found";
    OLDEST_WAITING = "SELECT min(time) AS time FROM outbox";
}
