//! A mail that is to be made and sent. Growth: those that wait; a sent one is removed.

use bson::DateTime;
use courses_port::identity::{MailKind, MailRequest};
use serde::{Deserialize, Serialize};

use super::Record;
use crate::convert::{to_binary, to_date, to_id, to_number, to_timestamp};
use crate::error::{BadField, InField};

/// A mail as it lies in `mails`: neither address nor text.
#[derive(Serialize, Deserialize)]
pub(crate) struct MailDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    account_id: bson::Uuid,
    kind: String,
    requested_at: DateTime,
    attempts: i64,
    next_at: DateTime,
}

impl From<&MailRequest> for MailDocument {
    fn from(mail: &MailRequest) -> Self {
        Self {
            id: to_binary(mail.id),
            account_id: to_binary(mail.account),
            kind: mail.kind.word().to_owned(),
            requested_at: to_date(mail.requested_at),
            attempts: mail.attempts.into(),
            next_at: to_date(mail.next_at),
        }
    }
}

impl Record for MailDocument {
    type Entity = MailRequest;

    fn into_entity(self) -> Result<MailRequest, BadField> {
        Ok(MailRequest {
            id: to_id(self.id),
            account: to_id(self.account_id),
            kind: MailKind::parse(&self.kind).in_field("kind")?,
            requested_at: to_timestamp(self.requested_at, "requested_at")?,
            attempts: to_number(self.attempts, "attempts")?,
            next_at: to_timestamp(self.next_at, "next_at")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_mail_survives_its_document() {
        let mut make = Make::new(1);
        let account = make.id();
        for kind in MailKind::ALL {
            let mail =
                MailRequest { attempts: 7, next_at: make.at(99), ..make.mail(account, kind) };
            let raw = RawDocumentBuf::try_from(&encode(&MailDocument::from(&mail))).unwrap();
            assert_eq!(decode::<MailDocument>("mails", &raw).unwrap(), mail);
        }
    }
}
