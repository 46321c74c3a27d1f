//! The machinery: connections, the thread that writes, the pool that reads.

mod connect;
mod db;
#[cfg(test)]
pub(crate) mod killed;
mod readers;
mod score;
mod writer;

#[cfg(test)]
pub(crate) use connect::prepare;
pub(crate) use connect::{open, prepare_reader, prepare_writer};
pub(crate) use db::Db;
pub(crate) use readers::Readers;
pub(crate) use writer::Writer;
