//! Chance from the operating system.

use aws_lc_rs::rand;
use courses_domain::identity::Secret;
use courses_port::identity::{SecretError, SecretSource};

/// The randomness of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemSecrets;

impl SecretSource for SystemSecrets {
    fn new_secret(&self) -> Result<Secret, SecretError> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|err| SecretError(Box::new(err)))?;
        Ok(Secret::new(bytes))
    }
}
