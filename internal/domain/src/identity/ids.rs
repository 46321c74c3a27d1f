//! The ids of identity. An account's id is in [`crate::shared`], because everybody names owners.

use crate::shared::id;

id! {
    /// Names one session: a sign-in on one device until it ends.
    SessionId
}
id! {
    /// Names one API key.
    ApiKeyId
}
id! {
    /// Names one mail that is to be sent.
    MailId
}
