//! People over HTTP: one file for each group of operations, with its routes, and beside them what
//! the words mean in the domain.

mod accounts;
mod api_keys;
mod audit;
mod auth;
mod input;
mod keys;
mod me;
mod problem;
mod use_cases;
mod view;
mod words;

pub(crate) use use_cases::Identity;
