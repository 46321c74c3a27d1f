//! Accounts, sessions and tokens: what a security engineer asks, on the real program.

mod administrators;
mod api_keys;
mod crashing;
mod erasing;
mod flood;
mod guessing;
mod instances;
mod keys;
mod limits;
mod mails;
mod people;
mod refreshing;
mod registration;
mod roles;
mod secrets;
mod tokens;
