//! Serves over real sockets and talks to it in raw bytes.

mod addresses;
mod answers;
mod health;
mod limits;
mod listener;
mod observing;
mod rates;
mod support;
