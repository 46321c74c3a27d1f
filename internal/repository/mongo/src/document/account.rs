//! An account. Growth: one per person who registered, about a kilobyte each.
//!
//! Secrets are kept as hashes only. Documents of identity have no `Debug`, so that nothing of
//! them gets into a log by accident.

use bson::{Binary, DateTime};
use courses_domain::identity::{
    Account, AccountState, AccountStatus, DisplayName, EmailAddress, PasswordHash, PendingToken,
    TokenHash,
};
use courses_domain::shared::Role;
use courses_port::identity::AccountSummary;
use serde::{Deserialize, Serialize};

use super::Record;
use super::bytes::{from_bytes, to_bytes};
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp, to_timestamps};
use crate::error::{BadField, InField};

/// An account as it lies in `accounts`, beside its `outbox`. What an erased account lost is null.
#[derive(Serialize, Deserialize)]
pub(crate) struct AccountDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    version: i64,
    email: Option<String>,
    /// The address as it is compared: unique, and the first letters of it are searched for.
    email_key: Option<String>,
    email_verified_at: Option<DateTime>,
    name: Option<String>,
    /// The name in lower case; the first letters of it are searched for.
    name_key: Option<String>,
    password: Option<String>,
    password_changed_at: DateTime,
    roles: Vec<String>,
    status: String,
    verification: Option<PendingTokenDocument>,
    reset: Option<PendingTokenDocument>,
    created_at: DateTime,
    updated_at: DateTime,
    erased_at: Option<DateTime>,
}

#[derive(Serialize, Deserialize)]
struct PendingTokenDocument {
    hash: Binary,
    expires_at: DateTime,
}

/// Letters as names and addresses are searched for.
pub(crate) fn search_key(text: &str) -> String {
    text.to_lowercase()
}

fn words(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.word().to_owned()).collect()
}

fn to_roles(words: &[String]) -> Result<Vec<Role>, BadField> {
    words.iter().map(|word| Role::parse(word).in_field("roles")).collect()
}

impl From<&AccountState> for AccountDocument {
    fn from(state: &AccountState) -> Self {
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            version: to_long(state.version),
            email: state.email.as_ref().map(|email| email.as_str().to_owned()),
            email_key: state.email.as_ref().map(|email| email.key().as_str().to_owned()),
            email_verified_at: state.email_verified_at.map(to_date),
            name: state.name.as_ref().map(|name| name.as_str().to_owned()),
            name_key: state.name.as_ref().map(|name| search_key(name.as_str())),
            password: state.password.as_ref().map(|hash| hash.as_str().to_owned()),
            password_changed_at: to_date(state.password_changed_at),
            roles: words(&state.roles),
            status: state.status.word().to_owned(),
            verification: state.verification.as_ref().map(PendingTokenDocument::from),
            reset: state.reset.as_ref().map(PendingTokenDocument::from),
            created_at: to_date(state.created_at),
            updated_at: to_date(state.updated_at),
            erased_at: state.erased_at.map(to_date),
        }
    }
}

impl From<&PendingToken> for PendingTokenDocument {
    fn from(token: &PendingToken) -> Self {
        Self { hash: to_bytes(token.hash.as_bytes()), expires_at: to_date(token.expires_at) }
    }
}

impl PendingTokenDocument {
    fn into_token(self) -> Result<PendingToken, BadField> {
        Ok(PendingToken {
            hash: TokenHash::from_bytes(from_bytes(self.hash, "hash")?),
            expires_at: to_timestamp(self.expires_at, "expires_at")?,
        })
    }
}

fn to_token(
    token: Option<PendingTokenDocument>,
    field: &str,
) -> Result<Option<PendingToken>, BadField> {
    token.map(|token| token.into_token().map_err(|bad| bad.within(field))).transpose()
}

impl Record for AccountDocument {
    type Entity = Account;

    fn into_entity(self) -> Result<Account, BadField> {
        Ok(Account::restore(AccountState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            version: to_number(self.version, "version")?,
            email: self.email.map(|it| EmailAddress::parse(&it)).transpose().in_field("email")?,
            email_verified_at: to_timestamps(self.email_verified_at, "email_verified_at")?,
            name: self.name.map(|it| DisplayName::parse(&it)).transpose().in_field("name")?,
            password: self.password.map(PasswordHash::new),
            password_changed_at: to_timestamp(self.password_changed_at, "password_changed_at")?,
            roles: to_roles(&self.roles)?,
            status: AccountStatus::parse(&self.status).in_field("status")?,
            verification: to_token(self.verification, "verification")?,
            reset: to_token(self.reset, "reset")?,
            created_at: to_timestamp(self.created_at, "created_at")?,
            updated_at: to_timestamp(self.updated_at, "updated_at")?,
            erased_at: to_timestamps(self.erased_at, "erased_at")?,
        }))
    }
}

/// The projection of an account that lists need.
#[derive(Deserialize)]
pub(crate) struct AccountSummaryDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    version: i64,
    email: Option<String>,
    email_verified_at: Option<DateTime>,
    name: Option<String>,
    roles: Vec<String>,
    status: String,
    created_at: DateTime,
}

impl Record for AccountSummaryDocument {
    type Entity = AccountSummary;

    fn into_entity(self) -> Result<AccountSummary, BadField> {
        Ok(AccountSummary {
            id: to_id(self.id),
            version: to_number(self.version, "version")?,
            email: self.email.map(|it| EmailAddress::parse(&it)).transpose().in_field("email")?,
            email_verified: self.email_verified_at.is_some(),
            name: self.name.map(|it| DisplayName::parse(&it)).transpose().in_field("name")?,
            roles: to_roles(&self.roles)?,
            status: AccountStatus::parse(&self.status).in_field("status")?,
            created_at: to_timestamp(self.created_at, "created_at")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use bson::{Bson, Document, RawDocumentBuf};
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    fn restored(document: &Document) -> AccountState {
        let raw = RawDocumentBuf::try_from(document).unwrap();
        decode::<AccountDocument>("accounts", &raw).unwrap().state().clone()
    }

    #[test]
    fn an_account_survives_its_document() {
        let mut make = Make::new(1);
        let mut states = vec![make.account(), make.rich_account(), make.erased_account()];
        states.extend((0..50).map(|_| make.random_account()));
        for state in states {
            assert_eq!(restored(&encode(&AccountDocument::from(&state))), state);
        }
    }

    #[test]
    fn an_erased_account_leaves_the_indexes_for_addresses_and_names() {
        let document = encode(&AccountDocument::from(&Make::new(2).erased_account()));
        for field in ["email", "email_key", "name", "name_key", "password"] {
            assert_eq!(document.get(field), Some(&Bson::Null), "{field}");
        }
    }

    #[test]
    fn a_bad_token_of_a_mail_is_named() {
        let mut document = encode(&AccountDocument::from(&Make::new(3).rich_account()));
        let reset = document.get_document_mut("reset").unwrap();
        reset.insert("hash", Binary { subtype: bson::spec::BinarySubtype::Generic, bytes: vec![] });
        let raw = RawDocumentBuf::try_from(&document).unwrap();

        let Err(bad) = decode::<AccountDocument>("accounts", &raw) else { panic!("was accepted") };

        let said = bad.to_string();
        assert!(said.ends_with("in `accounts` has a bad `reset.hash`"), "{said}");
    }
}
