//! The smallest adapters: access to lessons, the clock, ids, chance, keys and tokens, passwords, mail.

mod access;
mod clock;
mod key;
mod mail;
mod password;
mod secret;
mod token;

pub(crate) use access::NoAccess;
pub(crate) use clock::{SystemClock, SystemIds};
pub(crate) use key::{Keys, keys, ring_file};
pub(crate) use mail::mailer;
pub(crate) use password::GatedPasswords;
pub(crate) use secret::SystemSecrets;
pub(crate) use token::{Minted, RingTokens, mint};
