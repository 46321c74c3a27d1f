//! What the words of requests about people mean in the domain.

use courses_domain::identity::{
    AccountEdit, DisplayName, EmailAddress, KeyName, Password, PasswordRuleError,
};
use courses_domain::shared::{Coded, Violations};
use courses_usecase::identity::{CreateApiKeyInput, Device, RegisterInput};

use crate::fields::{complete, optional, time};
use crate::generated::models;

/// A new account; `rules` accept its password.
pub(super) fn registration(
    body: &models::RegistrationRequest,
    device: Device,
    rules: impl FnOnce(&str) -> Result<Password, PasswordRuleError>,
) -> Result<RegisterInput, Violations> {
    let mut violations = Violations::new();
    let email = violations.check("/email", EmailAddress::parse(&body.email));
    let password = violations.check("/password", rules(body.password.expose()));
    let name = violations.check("/name", DisplayName::parse(&body.name));
    let ((email, password), name) = complete(violations, email.zip(password).zip(name))?;
    Ok(RegisterInput { email, name, password, device })
}

/// The only value of a body that the domain looks at.
pub(super) fn one<T, E: Coded>(at: &str, parsed: Result<T, E>) -> Result<T, Violations> {
    let mut violations = Violations::new();
    let value = violations.check(at, parsed);
    complete(violations, value)
}

impl TryFrom<models::AccountPatch> for AccountEdit {
    type Error = Violations;

    fn try_from(body: models::AccountPatch) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let name = optional(&mut violations, "/name", body.name, DisplayName::parse);
        complete(violations, Some(Self { name }))
    }
}

impl TryFrom<models::ApiKeyCreate> for CreateApiKeyInput {
    type Error = Violations;

    fn try_from(body: models::ApiKeyCreate) -> Result<Self, Violations> {
        let name = one("/name", KeyName::parse(&body.name))?;
        let scopes = body.scopes.into_iter().map(Into::into).collect();
        Ok(Self { name, scopes, expires_at: body.expires_at.map(time) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn registered(body: serde_json::Value) -> Result<RegisterInput, Violations> {
        let body: models::RegistrationRequest = serde_json::from_value(body).unwrap();
        let rules = |raw: &str| Password::parse(raw, |raw| raw == "passwordpassword");
        registration(&body, Device::default(), rules)
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let body = json!({ "email": "ada", "password": "passwordpassword", "name": " " });
        let Err(violations) = registered(body) else { panic!("all are bad") };
        let found: Vec<_> =
            violations.as_slice().iter().map(|it| (it.pointer.as_str(), it.code)).collect();
        let wanted =
            [("/email", "pattern"), ("/password", "common-password"), ("/name", "too-short")];
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_person_is_read_as_written() {
        let body =
            json!({ "email": " Ada@Example.org", "password": " seven herons ", "name": "Ada " });
        let input = registered(body).unwrap();
        assert_eq!(input.email.as_str(), "Ada@Example.org");
        assert_eq!(input.password.expose(), " seven herons ");
        assert_eq!(input.name.as_str(), "Ada");
    }

    #[test]
    fn no_secret_is_shown() {
        let body = json!({ "email": "ada@example.org", "password": "seven herons", "name": "Ada" });
        let body: models::RegistrationRequest = serde_json::from_value(body).unwrap();
        assert!(!format!("{body:?}").contains("herons"));
    }
}
