//! `courses token`

use courses_domain::shared::Role;
use courses_port::{Clock, IdSource};
use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

use crate::adapter::{self, Keys, Minted, SystemClock, SystemIds, keys};
use crate::cli::{Global, TokenArgs, TokenRole};
use crate::config::{self, AuthConfig};
use crate::exit::{Failure, INTERNAL, OK, USAGE};
use crate::output;

/// Mints a token and prints it.
pub(super) fn run(global: &Global, args: &TokenArgs) -> Result<u8, Failure> {
    let ttl: xconfig::Duration = args
        .ttl
        .parse()
        .map_err(|err| Failure::new(USAGE, anyhow::anyhow!("--ttl {err}; try 15m or 12h")))?;
    let loaded = config::load(global)?;
    let keys = keys(&loaded.value)?;
    let subject = args.subject.unwrap_or_else(|| SystemIds.new_id());
    let roles: Vec<Role> = args.roles.iter().copied().map(role).collect();
    let seconds = i64::try_from(ttl.get().as_secs()).unwrap_or(i64::MAX / 4);
    let token = mint(&loaded.value.auth, &keys, subject, &roles, seconds)?;
    let value = json!({"access_token": token, "account_id": subject, "expires_in": seconds});
    output::print(global.output, &value, || token.clone());
    Ok(OK)
}

/// A token for `subject` that is valid for `seconds` from now on.
pub(super) fn mint(
    auth: &AuthConfig,
    keys: &Keys,
    subject: Uuid,
    roles: &[Role],
    seconds: i64,
) -> Result<String, Failure> {
    let minted = Minted {
        id: SystemIds.new_id(),
        account: subject,
        roles,
        now: SystemClock.now(),
        lifetime: SignedDuration::from_secs(seconds),
    };
    adapter::mint(&keys.ring, auth, &minted).map_err(|err| Failure::new(INTERNAL, err))
}

const fn role(role: TokenRole) -> Role {
    match role {
        TokenRole::Student => Role::Student,
        TokenRole::Teacher => Role::Teacher,
        TokenRole::Moderator => Role::Moderator,
        TokenRole::Admin => Role::Admin,
    }
}
