//! Opening an account, signing in and out, proving an address.

use courses_domain::identity::EmailKey;
use courses_domain::shared::Violations;
use courses_usecase::identity::{ResetPasswordInput, SignInInput, SignOutInput, SignedIn};
use xapi::RequestContext;
use xerror::Problem;

use super::input;
use super::problem::undone;
use crate::caller::Caller;
use crate::client::device;
use crate::generated::{
    AuthApi, RefreshTokensResponse, RegisterResponse, RequestPasswordResetResponse,
    ResetPasswordResponse, SignInResponse, SignOutResponse, VerifyEmailResponse, models,
};
use crate::problem::invalid;
use crate::request::request;
use crate::state::ApiState;

impl AuthApi for ApiState {
    async fn register(
        &self,
        context: RequestContext,
        body: models::RegistrationRequest,
    ) -> Result<RegisterResponse, Problem> {
        let rules = |raw: &str| self.identity.ports.parse_password(raw);
        let input = input::registration(&body, device(&context), rules).map_err(invalid)?;
        let registered = self.identity.register.execute(&request(&context, None), input).await;
        let Some(SignedIn { account, tokens }) = registered.map_err(undone)? else {
            let body = models::Registration { account: None, tokens: None };
            return Ok(RegisterResponse::Accepted { body });
        };
        let (account, tokens) = (Some((&account).into()), Some(tokens.into()));
        Ok(RegisterResponse::Created { body: models::Registration { account, tokens } })
    }

    async fn sign_in(
        &self,
        context: RequestContext,
        body: models::SignInRequest,
    ) -> Result<SignInResponse, Problem> {
        let input = SignInInput {
            email: email(&body.email)?,
            password: body.password.expose().to_owned(),
            device: device(&context),
        };
        let signed_in = self.identity.sign_in.execute(&request(&context, None), input).await;
        Ok(SignInResponse::Ok { body: signed_in.map_err(undone)?.tokens.into() })
    }

    async fn refresh_tokens(
        &self,
        context: RequestContext,
        body: models::RefreshRequest,
    ) -> Result<RefreshTokensResponse, Problem> {
        let (request, token) = (request(&context, None), body.refresh_token);
        let tokens = self.identity.refresh.execute(&request, token.expose()).await;
        Ok(RefreshTokensResponse::Ok { body: tokens.map_err(undone)?.into() })
    }

    async fn sign_out(
        &self,
        context: RequestContext,
        caller: Caller,
        body: models::SignOutRequest,
    ) -> Result<SignOutResponse, Problem> {
        let input = SignOutInput { session: caller.session, everywhere: body.everywhere };
        let ended = self.identity.sign_out.execute(&request(&context, caller), input).await;
        ended.map_err(undone)?;
        Ok(SignOutResponse::NoContent)
    }

    async fn verify_email(
        &self,
        context: RequestContext,
        body: models::EmailVerification,
    ) -> Result<VerifyEmailResponse, Problem> {
        let (request, token) = (request(&context, None), body.token);
        let verified = self.identity.verify_email.execute(&request, token.expose()).await;
        verified.map_err(undone)?;
        Ok(VerifyEmailResponse::NoContent)
    }

    async fn request_password_reset(
        &self,
        context: RequestContext,
        body: models::PasswordResetRequest,
    ) -> Result<RequestPasswordResetResponse, Problem> {
        let (request, email) = (request(&context, None), email(&body.email)?);
        let asked = self.identity.request_password_reset.execute(&request, &email).await;
        asked.map_err(undone)?;
        Ok(RequestPasswordResetResponse::Accepted)
    }

    async fn reset_password(
        &self,
        context: RequestContext,
        body: models::PasswordResetConfirmation,
    ) -> Result<ResetPasswordResponse, Problem> {
        let new = self.identity.ports.parse_password(body.new_password.expose());
        let input = ResetPasswordInput {
            token: body.token.expose().to_owned(),
            new: input::one("/new_password", new).map_err(invalid)?,
        };
        let reset = self.identity.reset_password.execute(&request(&context, None), input).await;
        reset.map_err(undone)?;
        Ok(ResetPasswordResponse::NoContent)
    }
}

/// The address that somebody typed, good or bad: nothing is told about it.
fn email(raw: &str) -> Result<EmailKey, Problem> {
    let mut violations = Violations::new();
    let key = violations.check("/email", EmailKey::parse(raw));
    crate::fields::complete(violations, key).map_err(invalid)
}
