//! What the use cases of identity are given.

use std::sync::Arc;

use courses_usecase::identity::{IdentityPorts, IdentitySettings, MailSettings};
use jiff::SignedDuration;

use crate::adapter::{GatedPasswords, Keys, RingTokens, SystemSecrets};
use crate::app::StorePorts;
use crate::config::{Config, IdentityConfig};
use crate::exit::{Failure, USAGE};

/// The ports of identity over a store. Starts the threads that hash passwords.
///
/// # Errors
///
/// A failure that names the setting.
pub(crate) fn identity_ports(
    config: &Config,
    keys: &Keys,
    ports: &StorePorts,
) -> Result<IdentityPorts, Failure> {
    let passwords = GatedPasswords::start(&config.identity.password).map_err(|err| {
        Failure::new(USAGE, anyhow::Error::new(err).context("`identity.password` cannot be used"))
    })?;
    Ok(IdentityPorts {
        base: ports.for_use_cases(),
        identity: ports.identity.clone(),
        attempts: ports.attempts.clone(),
        passwords: Arc::new(passwords),
        tokens: Arc::new(RingTokens::new(keys.ring.clone(), &config.auth)),
        secrets: Arc::new(SystemSecrets),
        settings: Arc::new(settings(&config.identity)),
    })
}

fn settings(config: &IdentityConfig) -> IdentitySettings {
    IdentitySettings {
        refresh_lifetime: signed(config.session_lifetime),
        verify_email: config.verify_email,
        verification_lifetime: signed(config.verify_lifetime),
        reset_lifetime: signed(config.reset_lifetime),
        mail: MailSettings {
            product_name: config.product_name.clone(),
            verification_link: config.verify_link.clone(),
            reset_link: config.reset_link.clone(),
            sign_in_link: config.sign_in_link.clone(),
        },
    }
}

fn signed(duration: xconfig::Duration) -> SignedDuration {
    SignedDuration::try_from(std::time::Duration::from(duration)).unwrap_or(SignedDuration::MAX)
}
