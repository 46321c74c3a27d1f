//! What the transport knows of operations, by their names.

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// The operation that buys new tokens with a refresh token.
pub(crate) const REFRESH: &str = "refresh_tokens";

/// The operation that sends a file.
pub(crate) const SEND_FILE: &str = "create_import";

/// Signing in twice leaves a session that nobody uses, and refreshing twice gives the same tokens.
const HARMLESS_TWICE: [&str; 2] = [REFRESH, "sign_in"];

/// Whether the operation looks at who is calling.
pub(crate) fn takes_token(name: &str) -> bool {
    !PUBLIC.contains(&name)
}

/// Whether the operation remembers its answer by an idempotency key.
pub(crate) fn takes_key(name: &str) -> bool {
    KEYED.contains(&name)
}

/// Whether a repetition does no harm although it has no key and no version.
pub(crate) fn is_harmless_twice(name: &str) -> bool {
    HARMLESS_TWICE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_signing_in_has_no_token_yet() {
        for name in [REFRESH, "sign_in", "register", "verify_email", "get_signing_keys"] {
            assert!(takes_token("list_courses") && !takes_token(name), "{name}");
        }
        assert!(takes_token("sign_out") && takes_token("get_me"));
    }

    #[test]
    fn answers_with_secrets_are_not_remembered() {
        assert!(takes_key("create_course") && takes_key("block_account"));
        for name in [REFRESH, "sign_in", "register", "create_api_key", "rotate_api_key"] {
            assert!(!takes_key(name), "{name}");
        }
    }
}
