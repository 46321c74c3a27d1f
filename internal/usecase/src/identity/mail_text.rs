//! What mails say. They name nobody: whoever registers with the address of somebody else must
//! not get to write to them.

use courses_domain::identity::{EmailAddress, OneTimeToken};
use courses_port::identity::{Mail, MailKind};

use crate::identity::MailSettings;

/// The mail of this kind; one that proves something carries a token.
pub(super) fn compose(
    settings: &MailSettings,
    to: EmailAddress,
    kind: MailKind,
    token: Option<&OneTimeToken>,
) -> Mail {
    let product = &settings.product_name;
    let link = |template: &str| {
        template.replace("{token}", &token.map(OneTimeToken::encode).unwrap_or_default())
    };
    let (subject, text) = match kind {
        MailKind::VerifyEmail => (
            format!("{product}: confirm your e-mail address"),
            format!(
                "Somebody made an account at {product} with this e-mail address.\n\n\
                 If it was you, confirm the address here:\n\n{}\n\n\
                 If it was not you, ignore this mail.\n",
                link(&settings.verification_link),
            ),
        ),
        MailKind::ResetPassword => (
            format!("{product}: choose a new password"),
            format!(
                "Somebody asked for a new password for your account at {product}.\n\n\
                 If it was you, choose it here:\n\n{}\n\n\
                 If it was not you, ignore this mail: your password stays as it is.\n",
                link(&settings.reset_link),
            ),
        ),
        MailKind::AlreadyRegistered => (
            format!("{product}: you have an account already"),
            format!(
                "Somebody wanted to make an account at {product} with this e-mail address, \
                 which has one already.\n\n\
                 If it was you, sign in, or ask there for a new password:\n\n{}\n\n\
                 If it was not you, ignore this mail.\n",
                settings.sign_in_link,
            ),
        ),
    };
    Mail { to, subject, text }
}

#[cfg(test)]
mod tests {
    use courses_domain::identity::Secret;
    use uuid::Uuid;

    use super::*;

    fn mail(kind: MailKind) -> (Mail, String) {
        let secret = Secret::new([7; 32]);
        let token = OneTimeToken { account: Uuid::from_u128(1).into(), secret };
        let to = EmailAddress::parse("ada@example.org").unwrap();
        let settings =
            MailSettings { product_name: "School".to_owned(), ..MailSettings::default() };
        (compose(&settings, to, kind, Some(&token)), token.encode())
    }

    #[test]
    fn a_mail_that_proves_something_carries_its_link() {
        for (kind, path) in [
            (MailKind::VerifyEmail, "/verify-email#"),
            (MailKind::ResetPassword, "/password-reset#"),
        ] {
            let (mail, token) = mail(kind);
            assert!(mail.text.contains(&format!("{path}{token}\n")), "{}", mail.text);
            assert!(mail.subject.starts_with("School: "), "{}", mail.subject);
            assert!(!mail.subject.contains(&token), "subjects are logged on the way");
        }
    }

    #[test]
    fn who_has_an_account_already_gets_no_token() {
        let (mail, token) = mail(MailKind::AlreadyRegistered);
        assert!(!mail.text.contains(&token) && mail.text.contains("/sign-in\n"), "{}", mail.text);
    }
}
