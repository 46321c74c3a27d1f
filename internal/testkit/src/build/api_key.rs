//! API keys.

use courses_domain::identity::{ApiKeyState, KeyName};
use courses_domain::shared::{AccountId, Scope};

use super::Make;

impl Make {
    /// A key that reads the catalogue; never saved.
    pub fn api_key(&mut self, account: AccountId) -> ApiKeyState {
        let now = self.tick();
        ApiKeyState {
            id: self.id(),
            revision: 1,
            next_sequence: 1,
            version: 1,
            account_id: account,
            name: KeyName::parse("Reads").expect("valid"),
            scopes: vec![Scope::CatalogueRead],
            hash: self.token_hash(),
            created_at: now,
            rotated_at: now,
            expires_at: None,
            revoked_at: None,
        }
    }

    /// A key with every field set; never saved.
    pub fn rich_api_key(&mut self, account: AccountId) -> ApiKeyState {
        let mut state = self.api_key(account);
        state.next_sequence = 6;
        state.version = 5;
        state.name = KeyName::parse("Ночной импорт").expect("valid");
        state.scopes = Scope::ALL.to_vec();
        state.rotated_at = self.at(20);
        state.expires_at = Some(self.at(86_400));
        state.revoked_at = Some(self.at(30));
        state
    }
}
