//! Sessions.

use courses_domain::identity::{
    DeviceLabel, EndReason, Secret, SessionEnd, SessionState, TokenHash,
};
use courses_domain::shared::AccountId;

use super::Make;

impl Make {
    /// A session that is live for a day; never saved.
    pub fn session(&mut self, account: AccountId) -> SessionState {
        let now = self.tick();
        SessionState {
            id: self.id(),
            revision: 1,
            next_sequence: 1,
            account_id: account,
            label: None,
            address: None,
            created_at: now,
            refreshed_at: now,
            expires_at: self.at(86_400),
            generation: 0,
            salt: self.secret(),
            current: self.token_hash(),
            ended: None,
        }
    }

    /// A session with every field set; never saved.
    pub fn rich_session(&mut self, account: AccountId) -> SessionState {
        let mut state = self.session(account);
        state.next_sequence = 3;
        state.label = Some(DeviceLabel::parse("Mozilla/5.0 (дом; rv:1)").expect("valid"));
        state.address = Some("2001:db8::17".parse().expect("valid"));
        state.refreshed_at = self.at(30);
        state.generation = 4_000_000_000;
        state.ended = Some(SessionEnd { at: self.at(40), reason: EndReason::SignedOutEverywhere });
        state
    }

    /// A session that is live, ended or expired now; never saved.
    pub fn random_session(&mut self, account: AccountId) -> SessionState {
        let mut state = self.session(account);
        let at = self.now();
        let reason = self.random.pick(&[EndReason::SignedOut, EndReason::Blocked]);
        state.ended = self.random.maybe(&[SessionEnd { at, reason }]);
        if self.random.once_in(3) {
            state.expires_at = self.at(0);
        }
        state
    }

    /// 32 bytes, different each time.
    pub fn secret(&mut self) -> Secret {
        Secret::new(*TokenHash::of(self.unique().as_bytes()).as_bytes())
    }
}
