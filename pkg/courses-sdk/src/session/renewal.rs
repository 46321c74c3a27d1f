//! How new tokens are had, step by step.

use std::sync::Arc;

use super::clock;
use super::failure::Failure;
use super::options::Credentials;
use super::shared::SharedSession;
use super::tokens::{Ready, Tokens};
use crate::{Error, Problem, Secret, types};

/// How the service took a request for tokens.
enum Granted {
    Yes(Tokens),
    /// Asking again would not help.
    Refused(Box<Problem>),
}

impl SharedSession {
    /// Gets tokens other than `old` from wherever they can be had. Runs once at a time.
    ///
    /// Another program that shares the store may have renewed them. Then the refresh token is
    /// tried, and the credentials once that has come to nothing.
    pub(super) async fn renew(&self, old: Option<&Ready>) -> Result<Arc<Ready>, Failure> {
        let _gate = self.gate.lock().await;
        let unsaved = self.state().unsaved.take();
        if let Some(tokens) = unsaved {
            let ready = self.keep(tokens).await?;
            if !ready.is_due() {
                return Ok(ready);
            }
        }
        let known = self.store.load().await.map_err(Failure::store)?;
        let refresh = known.as_ref().map(|tokens| tokens.refresh.clone());
        if let Some(tokens) = known
            && old.is_none_or(|old| old.tokens.access != tokens.access)
        {
            let ready = Ready::stored(tokens).map_err(Failure::renewal)?;
            let (is_due, is_expired) = (ready.is_due(), ready.is_expired());
            if !is_due {
                return Ok(self.publish(ready));
            }
            if !is_expired {
                self.publish(ready);
            }
        }
        self.begin_or_go_on(refresh).await
    }

    async fn begin_or_go_on(&self, known: Option<Secret>) -> Result<Arc<Ready>, Failure> {
        let mut refusal = None;
        if let Some(token) = known {
            match self.refresh(token).await? {
                Granted::Yes(tokens) => return self.keep(tokens).await,
                Granted::Refused(problem) => refusal = Some(problem),
            }
            self.forget().await?;
        }
        let first = self.state().first.clone();
        if let Some(token) = first {
            let granted = self.refresh(token).await?;
            self.state().first = None;
            match granted {
                Granted::Yes(tokens) => return self.keep(tokens).await,
                Granted::Refused(problem) => refusal = Some(problem),
            }
        }
        let may_sign_in = self.state().may_sign_in;
        if let Some(credentials) = self.credentials.as_ref().filter(|_| may_sign_in) {
            match self.sign_in(credentials).await? {
                Granted::Yes(tokens) => return self.keep(tokens).await,
                Granted::Refused(problem) => refusal = Some(problem),
            }
            // The account would be locked by trying the same again with every call.
            self.state().may_sign_in = false;
        }
        Err(Failure::SignedOut(refusal))
    }

    /// Signs in because somebody asked to, and allows the client to do so from now on.
    pub(super) async fn begin(&self, credentials: &Credentials) -> Result<(), Failure> {
        let _gate = self.gate.lock().await;
        match self.sign_in(credentials).await? {
            Granted::Yes(tokens) => self.keep(tokens).await?,
            Granted::Refused(problem) => return Err(Failure::SignedOut(Some(problem))),
        };
        self.state().may_sign_in = true;
        Ok(())
    }

    /// Takes over tokens that were granted to somebody else.
    pub(super) async fn adopt(&self, answer: types::Tokens) -> Result<(), Failure> {
        let _gate = self.gate.lock().await;
        self.keep(Tokens::granted(answer, clock::now())).await.map(drop)
    }

    /// Ends what this side knows of the session, and does not begin another by itself.
    pub(super) async fn end(&self) -> Result<(), Failure> {
        let _gate = self.gate.lock().await;
        {
            let mut state = self.state();
            state.may_sign_in = false;
            state.first = None;
        }
        self.forget().await
    }

    async fn forget(&self) -> Result<(), Failure> {
        {
            let mut state = self.state();
            state.current = None;
            state.unsaved = None;
        }
        self.store.clear().await.map_err(Failure::store)
    }

    async fn refresh(&self, refresh_token: Secret) -> Result<Granted, Failure> {
        let asked_at = clock::now();
        let body = types::RefreshRequest { refresh_token };
        let answer = self.anonymous.refresh_tokens().body(body).send().await;
        match answer.map_err(Error::from) {
            Ok(answer) => Ok(Granted::Yes(Tokens::granted(answer.into_inner(), asked_at))),
            Err(error) => refusal(error, "invalid-refresh-token"),
        }
    }

    async fn sign_in(&self, credentials: &Credentials) -> Result<Granted, Failure> {
        let asked_at = clock::now();
        let body = types::SignInRequest::builder()
            .email(credentials.email.as_str())
            .password(&credentials.password);
        let answer = self.anonymous.sign_in().body(body).send().await;
        match answer.map_err(Error::from) {
            Ok(answer) => Ok(Granted::Yes(Tokens::granted(answer.into_inner(), asked_at))),
            Err(error) => refusal(error, "invalid-credentials"),
        }
    }

    /// Saves new tokens, then uses them. Tokens that can not be saved are kept for another try:
    /// the refresh token before them is used up.
    async fn keep(&self, tokens: Tokens) -> Result<Arc<Ready>, Failure> {
        if let Err(cause) = self.store.save(&tokens).await {
            self.state().unsaved = Some(tokens);
            return Err(Failure::store(cause));
        }
        Ok(self.publish(Ready::granted(tokens).map_err(Failure::renewal)?))
    }

    fn publish(&self, ready: Ready) -> Arc<Ready> {
        let ready = Arc::new(ready);
        self.state().current = Some(Arc::clone(&ready));
        ready
    }
}

/// Only the word of the service itself ends a session; a proxy may say 401 for its own reasons.
fn refusal(error: Error, code: &str) -> Result<Granted, Failure> {
    match error {
        Error::Problem(problem) if [code, "unauthenticated"].contains(&problem.code()) => {
            Ok(Granted::Refused(problem))
        }
        error => Err(Failure::renewal(error)),
    }
}
