//! An API key. Growth: at most 50 live ones per account, some hundred bytes each.

use bson::{Binary, DateTime};
use courses_domain::identity::{ApiKey, ApiKeyState, KeyName, TokenHash};
use courses_domain::shared::Scope;
use courses_port::identity::ApiKeyUse;
use serde::{Deserialize, Serialize};

use super::Record;
use super::bytes::{from_bytes, to_bytes};
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp, to_timestamps};
use crate::error::{BadField, InField};

/// An API key as it lies in `api_keys`, beside its `outbox`.
#[derive(Serialize, Deserialize)]
pub(crate) struct ApiKeyDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    version: i64,
    account_id: bson::Uuid,
    name: String,
    scopes: Vec<String>,
    hash: Binary,
    created_at: DateTime,
    rotated_at: DateTime,
    expires_at: Option<DateTime>,
    revoked_at: Option<DateTime>,
    /// Not revoked; the index for lists holds such keys only.
    live: bool,
    /// No part of the state: a save leaves it alone.
    #[serde(default, skip_serializing)]
    last_used_at: Option<DateTime>,
}

impl From<&ApiKeyState> for ApiKeyDocument {
    fn from(state: &ApiKeyState) -> Self {
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            version: to_long(state.version),
            account_id: to_binary(state.account_id),
            name: state.name.as_str().to_owned(),
            scopes: state.scopes.iter().map(|scope| scope.word().to_owned()).collect(),
            hash: to_bytes(state.hash.as_bytes()),
            created_at: to_date(state.created_at),
            rotated_at: to_date(state.rotated_at),
            expires_at: state.expires_at.map(to_date),
            revoked_at: state.revoked_at.map(to_date),
            live: state.revoked_at.is_none(),
            last_used_at: None,
        }
    }
}

impl Record for ApiKeyDocument {
    type Entity = ApiKey;

    fn into_entity(self) -> Result<ApiKey, BadField> {
        let scopes = self.scopes.iter().map(|word| Scope::parse(word).in_field("scopes"));
        Ok(ApiKey::restore(ApiKeyState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            version: to_number(self.version, "version")?,
            account_id: to_id(self.account_id),
            name: KeyName::parse(&self.name).in_field("name")?,
            scopes: scopes.collect::<Result<_, _>>()?,
            hash: TokenHash::from_bytes(from_bytes(self.hash, "hash")?),
            created_at: to_timestamp(self.created_at, "created_at")?,
            rotated_at: to_timestamp(self.rotated_at, "rotated_at")?,
            expires_at: to_timestamps(self.expires_at, "expires_at")?,
            revoked_at: to_timestamps(self.revoked_at, "revoked_at")?,
        }))
    }
}

/// An API key and when it was last used.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct ApiKeyUseDocument(ApiKeyDocument);

impl Record for ApiKeyUseDocument {
    type Entity = ApiKeyUse;

    fn into_entity(self) -> Result<ApiKeyUse, BadField> {
        let Self(document) = self;
        let last_used_at = to_timestamps(document.last_used_at, "last_used_at")?;
        Ok(ApiKeyUse { key: document.into_entity()?.into_parts().0, last_used_at })
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_key_survives_its_document() {
        let mut make = Make::new(1);
        let account = make.id();
        for state in [make.api_key(account), make.rich_api_key(account)] {
            let document = encode(&ApiKeyDocument::from(&state));
            let raw = RawDocumentBuf::try_from(&document).unwrap();
            assert_eq!(decode::<ApiKeyDocument>("api_keys", &raw).unwrap().state(), &state);
        }
    }

    #[test]
    fn a_save_leaves_the_last_use_alone() {
        let mut make = Make::new(2);
        let account = make.id();
        let mut document = encode(&ApiKeyDocument::from(&make.api_key(account)));
        assert!(!document.contains_key("last_used_at"));
        document.insert("last_used_at", to_date(make.now()));
        let raw = RawDocumentBuf::try_from(&document).unwrap();

        let used = decode::<ApiKeyUseDocument>("api_keys", &raw).unwrap();

        assert_eq!(used.last_used_at, Some(make.now()));
    }
}
