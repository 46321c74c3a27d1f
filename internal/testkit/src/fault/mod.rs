//! What fault tests have in common: the account of what clients were promised.
//!
//! Whatever breaks (a server is killed, an answer is lost, the program dies), afterwards what
//! clients were told must be what is stored. Clients write down what they heard in a [`Ledger`];
//! a [`Verdict`] compares it with the store.

mod ledger;

pub use ledger::{Ledger, Stored, Verdict};
