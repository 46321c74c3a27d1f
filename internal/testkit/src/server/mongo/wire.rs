//! The smallest possible client: one connection, one command, one answer (`OP_MSG`).

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use bson::{Bson, Document};

const OP_MSG: i32 = 2013;
const HEADER: usize = 16;
/// Flag bits and the kind of the one section before its document.
const PREFIX: usize = 5;
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Runs `command` in `database` on the server at `host` (`name:port`).
pub(super) fn run(host: &str, database: &str, mut command: Document) -> anyhow::Result<Document> {
    command.insert("$db", database);
    let body = command.to_vec().context("the command is no valid document")?;
    let mut connection = connect(host).with_context(|| format!("no connection to {host}"))?;
    connection.write_all(&message(&body)?).context("the command was not sent")?;
    let answer = receive(&mut connection).with_context(|| format!("no answer from {host}"))?;
    if succeeded(&answer) {
        return Ok(answer);
    }
    bail!("{host} refused the command: {}", answer.get_str("errmsg").unwrap_or("no reason given"))
}

fn connect(host: &str) -> anyhow::Result<TcpStream> {
    let address = host.to_socket_addrs()?.next().context("the name has no address")?;
    let connection = TcpStream::connect_timeout(&address, Duration::from_secs(2))?;
    connection.set_read_timeout(Some(Duration::from_secs(30)))?;
    connection.set_write_timeout(Some(Duration::from_secs(30)))?;
    Ok(connection)
}

fn message(body: &[u8]) -> anyhow::Result<Vec<u8>> {
    let length = i32::try_from(HEADER + PREFIX + body.len()).context("the command is too long")?;
    let mut message = Vec::with_capacity(HEADER + PREFIX + body.len());
    for number in [length, 1, 0, OP_MSG, 0] {
        message.extend_from_slice(&number.to_le_bytes());
    }
    message.push(0);
    message.extend_from_slice(body);
    Ok(message)
}

fn receive(connection: &mut TcpStream) -> anyhow::Result<Document> {
    let mut length = [0; 4];
    connection.read_exact(&mut length)?;
    let length = usize::try_from(i32::from_le_bytes(length)).context("a negative length")?;
    ensure!((HEADER + PREFIX..=LARGEST_ANSWER).contains(&length), "an answer of {length} bytes");
    let mut rest = vec![0; length - 4];
    connection.read_exact(&mut rest)?;
    Ok(Document::from_reader(&rest[HEADER + PREFIX - 4..])?)
}

fn succeeded(answer: &Document) -> bool {
    match answer.get("ok") {
        Some(Bson::Double(ok)) => *ok > 0.5,
        Some(Bson::Int32(ok)) => *ok == 1,
        _ => false,
    }
}
