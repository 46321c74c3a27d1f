//! Access tokens that are void. Growth: at most one per session and account, for as long as an
//! access token lives.

use bson::{DateTime, Document, doc};
use courses_domain::identity::{RevokedTokens, TokenRevocation};
use serde::Deserialize;

use super::Record;
use crate::convert::{to_binary, to_date, to_id, to_timestamp};
use crate::error::BadField;

const SESSION: &str = "session";
const ACCOUNT: &str = "account";

/// A revocation as it lies in `revocations`.
#[derive(Deserialize)]
pub(crate) struct RevocationDocument {
    #[serde(rename = "_id")]
    id: RevokedDocument,
    until: DateTime,
    recorded_at: DateTime,
    expires_at: DateTime,
}

#[derive(Deserialize)]
struct RevokedDocument {
    kind: String,
    id: bson::Uuid,
}

/// Keeps a revocation, unless there is one that reaches further.
pub(crate) fn revoke_statement(revocation: &TokenRevocation) -> Document {
    let (kind, of) = match revocation.tokens {
        RevokedTokens::Session(session) => (SESSION, to_binary(session)),
        RevokedTokens::Account(account) => (ACCOUNT, to_binary(account)),
    };
    let until = to_date(revocation.until);
    let next = doc! {
        "until": until,
        "recorded_at": to_date(revocation.recorded_at),
        "expires_at": to_date(revocation.expires_at),
    };
    // What is missing compares as less than any date.
    let is_later = doc! { "$gte": [until, "$until"] };
    let merged = doc! { "$mergeObjects": ["$$ROOT", next] };
    doc! {
        "q": { "_id": { "kind": kind, "id": of } },
        "u": [{ "$replaceWith": { "$cond": [is_later, merged, "$$ROOT"] } }],
        "upsert": true,
    }
}

impl Record for RevocationDocument {
    type Entity = TokenRevocation;

    fn into_entity(self) -> Result<TokenRevocation, BadField> {
        let tokens = match self.id.kind.as_str() {
            SESSION => RevokedTokens::Session(to_id(self.id.id)),
            ACCOUNT => RevokedTokens::Account(to_id(self.id.id)),
            _ => {
                let source = "is none of the known words".into();
                return Err(BadField { field: "_id.kind".to_owned(), source });
            }
        };
        Ok(TokenRevocation {
            tokens,
            until: to_timestamp(self.until, "until")?,
            recorded_at: to_timestamp(self.recorded_at, "recorded_at")?,
            expires_at: to_timestamp(self.expires_at, "expires_at")?,
        })
    }
}
