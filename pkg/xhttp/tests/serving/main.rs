//! Serves over real sockets and talks to it in raw bytes.

mod answers;
mod health;
mod limits;
mod listener;
mod observing;
mod support;
