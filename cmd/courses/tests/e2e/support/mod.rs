//! What the tests lean on: the program, its stores, and ways to talk to it.

mod account;
mod answer_key;
mod cli;
mod collector;
mod discretion;
mod document;
mod dump;
mod event_log;
mod fixture;
mod http;
mod mailbox;
mod person;
mod program;
mod store;
mod wire;

pub(crate) use account::{Account, KEY, any_id, signed};
pub(crate) use answer_key::{ANSWER_KEY, assert_keyless};
pub(crate) use cli::{Cli, Finished};
pub(crate) use collector::{Collector, Span};
pub(crate) use discretion::assert_discreet;
pub(crate) use document::{Document, Operation, shown};
pub(crate) use dump::{orphans, stored, tamper_with_audit};
pub(crate) use event_log::{assert_gapless, logged_events};
pub(crate) use fixture::{body, drafted, problem, published, titles};
pub(crate) use http::{Answer, Call, Http, plain};
pub(crate) use mailbox::{Mail, mails};
pub(crate) use person::{PASSWORD, Person, Tokens, register, sign_in};
pub(crate) use program::{Program, eventually, serve_demo};
pub(crate) use store::TestStore;
pub(crate) use wire::Wire;
