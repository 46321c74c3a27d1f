//! Statements of identity, without lists that are filtered.

use super::statements;

statements! {
    FIND_ACCOUNT = "SELECT * FROM accounts WHERE id = ?1";
    FIND_ACCOUNT_BY_EMAIL = "SELECT * FROM accounts WHERE email_key = ?1";
    ACCOUNT_EXISTS = "SELECT 1 FROM accounts WHERE id = ?1";
    ACCOUNT_TO_REPLACE = "SELECT number FROM accounts WHERE id = ?1 AND revision = ?2";
    INSERT_ACCOUNT = "
        INSERT INTO accounts (id, revision, next_sequence, version, email, email_key,
            email_verified_at, name, name_key, password, password_changed_at, roles, status,
            verification, verification_expires_at, reset, reset_expires_at, created_at,
            updated_at, erased_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
            ?19, ?20)
        ON CONFLICT DO NOTHING";
    UPDATE_ACCOUNT = "
        UPDATE OR IGNORE accounts SET revision = ?2, next_sequence = ?3, version = ?4, email = ?5,
            email_key = ?6, email_verified_at = ?7, name = ?8, name_key = ?9, password = ?10,
            password_changed_at = ?11, roles = ?12, status = ?13, verification = ?14,
            verification_expires_at = ?15, reset = ?16, reset_expires_at = ?17, created_at = ?18,
            updated_at = ?19, erased_at = ?20
        WHERE id = ?1";

    FIND_SESSION = "SELECT * FROM sessions WHERE id = ?1";
    LIST_SESSIONS = "
        SELECT * FROM sessions
        WHERE account = ?1 AND ended_at IS NULL AND expires_at > ?2 AND id < ?3
        ORDER BY id DESC LIMIT ?4";
    SESSIONS_TO_END = "
        SELECT * FROM sessions WHERE account = ?1 AND ended_at IS NULL AND expires_at > ?2
        ORDER BY id LIMIT ?3";
    INSERT_SESSION = "
        INSERT INTO sessions (id, revision, next_sequence, account, label, address, created_at,
            refreshed_at, expires_at, generation, salt, newest, ended_at, end_reason)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT (id) DO NOTHING";
    UPDATE_SESSION = "
        UPDATE sessions SET revision = ?2, next_sequence = ?3, account = ?4, label = ?5,
            address = ?6, created_at = ?7, refreshed_at = ?8, expires_at = ?9, generation = ?10,
            salt = ?11, newest = ?12, ended_at = ?13, end_reason = ?14
        WHERE id = ?1 AND revision = ?15";
    /// Up to ?2 sessions that were over before ?1 and whose events are all in the log.
    PURGE_SESSIONS = "
        DELETE FROM sessions WHERE number IN (
            SELECT s.number FROM sessions s
            WHERE (s.ended_at < ?1 OR s.expires_at < ?1) AND NOT EXISTS (
                SELECT 1 FROM outbox o WHERE o.aggregate = s.id AND o.aggregate_kind = 'session'
            ) LIMIT ?2
        )";

    FIND_API_KEY = "SELECT * FROM api_keys WHERE id = ?1";
    LIST_API_KEYS = "
        SELECT * FROM api_keys WHERE account = ?1 AND revoked_at IS NULL AND id < ?2
        ORDER BY id DESC LIMIT ?3";
    INSERT_API_KEY = "
        INSERT INTO api_keys (id, revision, next_sequence, version, account, name, scopes, hash,
            created_at, rotated_at, expires_at, revoked_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO NOTHING";
    UPDATE_API_KEY = "
        UPDATE api_keys SET revision = ?2, next_sequence = ?3, version = ?4, account = ?5,
            name = ?6, scopes = ?7, hash = ?8, created_at = ?9, rotated_at = ?10, expires_at = ?11,
            revoked_at = ?12
        WHERE id = ?1 AND revision = ?13";
    TOUCH_API_KEY = "
        UPDATE api_keys SET last_used_at = ?2
        WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)";

    AUDIT_HEAD = "
        SELECT sequence, hash FROM audit WHERE sequence > 0 ORDER BY sequence DESC LIMIT 1";
    AUDIT_AFTER = "SELECT * FROM audit WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
    APPEND_AUDIT = "
        INSERT INTO audit
            (sequence, time, actor, action, subject, request, detail, previous, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    /// A later revocation replaces an earlier one.
    PUT_REVOCATION = "
        INSERT INTO revocations (kind, id, until, recorded_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (kind, id) DO UPDATE SET
            until = excluded.until, recorded_at = excluded.recorded_at,
            expires_at = excluded.expires_at
        WHERE until <= excluded.until";
    REVOCATIONS_SINCE = "
        SELECT * FROM revocations INDEXED BY revocations_recorded
        WHERE recorded_at >= ?1 AND expires_at > ?2 ORDER BY recorded_at LIMIT ?3";
    PURGE_REVOCATIONS = "
        DELETE FROM revocations WHERE number IN
            (SELECT number FROM revocations WHERE expires_at < ?1 LIMIT ?2)";

    PUT_MAIL = "
        INSERT INTO mails (id, account, kind, requested_at, attempts, next_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (id) DO NOTHING";
    POSTPONE_MAIL = "UPDATE mails SET attempts = ?2, next_at = ?3 WHERE id = ?1";
    FINISH_MAIL = "DELETE FROM mails WHERE id = ?1";
    MAILS_DUE = "SELECT * FROM mails WHERE next_at <= ?1 ORDER BY next_at, id LIMIT ?2";

    /// A count that ended at ?3 or before is forgotten.
    FIND_ATTEMPTS = "
        SELECT failures, last_failed_at FROM attempts
        WHERE kind = ?1 AND hash = ?2 AND last_failed_at > ?3";
    COUNT_FAILURE = "
        INSERT INTO attempts (kind, hash, failures, last_failed_at) VALUES (?1, ?2, 1, ?3)
        ON CONFLICT (kind, hash) DO UPDATE SET
            failures = iif(last_failed_at > ?4, min(failures + 1, 4294967295), 1),
            last_failed_at = max(last_failed_at, excluded.last_failed_at)";
    FORGET_FAILURES = "DELETE FROM attempts WHERE kind = ?1 AND hash = ?2";
    PURGE_ATTEMPTS = "
        DELETE FROM attempts WHERE number IN
            (SELECT number FROM attempts WHERE last_failed_at <= ?1 LIMIT ?2)";

    /// Those in the log and those that wait.
    ACCOUNT_EVENTS = "
        SELECT event, sequence, type, time, 0 AS waiting FROM events
        WHERE aggregate = ?1 AND aggregate_kind = 'account' AND sequence < ?2
        UNION ALL
        SELECT event, sequence, type, time, 1 AS waiting FROM outbox
        WHERE aggregate = ?1 AND aggregate_kind = 'account' AND sequence < ?2
        ORDER BY sequence DESC LIMIT ?3";
    OWNED_COURSES = "
        SELECT id FROM courses WHERE owner = ?1 AND deleted = 0 AND id < ?2
        ORDER BY id DESC LIMIT ?3";
}
