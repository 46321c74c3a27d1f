//! Mails wait until they are sent or given up.

use courses_domain::identity::AccountState;
use courses_port::identity::{IdentityChange, MailKind, MailRequest};
use jiff::Timestamp;

use super::{Stores, refused};
use crate::build::{Make, Save};

async fn due(stores: &Stores, now: Timestamp) -> Vec<MailRequest> {
    stores.identity.mails_due(now, 100).await.expect("the store answers")
}

/// Every field of each kind comes back, not before its time.
pub async fn a_mail_is_due_from_its_time_on(stores: &Stores) {
    let mut make = Make::new(2201);
    assert_eq!(due(stores, make.at(1_000)).await, []);
    let mut mails = Vec::new();
    for kind in MailKind::ALL {
        let account = make.id();
        let mail = make.mail(account, kind);
        mails.push(MailRequest { attempts: 3, next_at: make.at(60), ..mail });
    }
    stores.put_all(&make, mails.iter().cloned().map(Save::save)).await;
    assert_eq!(due(stores, make.now()).await, []);
    for (position, mail) in mails.iter().enumerate() {
        let before = mail.next_at - jiff::SignedDuration::from_millis(1);
        assert_eq!(due(stores, before).await, mails[..position]);
        assert_eq!(due(stores, mail.next_at).await, mails[..=position]);
    }
}

/// The longest waiting first, as many as asked for.
pub async fn mails_come_longest_due_first(stores: &Stores) {
    let mut make = Make::new(2202);
    let account = make.id();
    let mails: Vec<MailRequest> =
        (0..6).map(|_| make.mail(account, MailKind::VerifyEmail)).collect();
    for mail in mails.iter().rev() {
        stores.put(&make, mail.clone()).await;
    }
    assert_eq!(due(stores, make.now()).await, mails);
    let some = stores.identity.mails_due(make.now(), 2).await.expect("answers");
    assert_eq!(some, mails[..2]);
}

/// A mail that is gone is neither put off nor finished, and that is no failure.
pub async fn a_mail_is_put_off_and_finished(stores: &Stores) {
    let mut make = Make::new(2203);
    let account = make.id();
    let first = make.mail(account, MailKind::ResetPassword);
    let second = make.mail(account, MailKind::AlreadyRegistered);
    stores.put_all(&make, [first.clone().save(), second.clone().save()]).await;

    let next_at = make.at(30);
    let postpone = IdentityChange::PostponeMail { mail: first.id, attempts: 1, next_at };
    stores.put(&make, postpone.clone()).await;
    assert_eq!(due(stores, make.now()).await, std::slice::from_ref(&second));
    let later = MailRequest { attempts: 1, next_at, ..first.clone() };
    assert_eq!(due(stores, next_at).await, [second.clone(), later]);

    stores.put(&make, IdentityChange::FinishMail(first.id)).await;
    assert_eq!(due(stores, next_at).await, std::slice::from_ref(&second));
    stores.put_all(&make, [IdentityChange::FinishMail(first.id), postpone]).await;
    assert_eq!(due(stores, next_at).await, [second]);
}

/// Nobody gets mail about what did not happen.
pub async fn a_refused_set_asks_for_no_mail(stores: &Stores) {
    let mut make = Make::new(2204);
    let first = make.account();
    stores.put(&make, first.clone()).await;
    let twin = AccountState { email: first.email, ..make.account() };
    let mail = make.mail(twin.id, MailKind::VerifyEmail);
    refused(stores.save_all(&make, [mail.save(), twin.save()]).await);
    assert_eq!(due(stores, make.at(1_000)).await, []);
}
