//! As much HTTP as chores speak with programs on this machine: one JSON request and answer a
//! connection.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Read};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

/// How long an answer may take; starting a browser on a busy machine takes longest.
const PATIENCE: Duration = Duration::from_mins(1);

/// A request.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// The whole address, such as `http://127.0.0.1:8080/livez`.
    pub(crate) address: &'a str,
    pub(crate) token: Option<&'a str>,
    pub(crate) body: Option<&'a Value>,
    /// What it says about where it comes from: `X-Forwarded-For`.
    pub(crate) from: Option<&'a str>,
}

/// An answer, whatever its status.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Request<'_> {
    /// Sends the request and reads the answer.
    pub(crate) fn send(&self) -> anyhow::Result<Answer> {
        self.exchange().with_context(|| format!("{} {}", self.method, self.address))
    }

    fn exchange(&self) -> anyhow::Result<Answer> {
        let rest = self.address.strip_prefix("http://").context("only plain HTTP")?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let mut stream = TcpStream::connect(host).context("nobody listens")?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let body = self.body.map(Value::to_string).unwrap_or_default();
        let mut head = format!(
            "{} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.method,
            body.len()
        );
        if self.body.is_some() {
            head.push_str("Content-Type: application/json\r\n");
        }
        if let Some(from) = self.from {
            write!(head, "X-Forwarded-For: {from}\r\n")?;
        }
        if let Some(token) = self.token {
            write!(head, "Authorization: Bearer {token}\r\n")?;
        }
        io::Write::write_all(&mut stream, format!("{head}\r\n{body}").as_bytes())?;
        read(stream)
    }
}

impl Answer {
    /// The value of a header, its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads an answer. Its length counts, if it is told: not every server closes the connection.
fn read(stream: impl Read) -> anyhow::Result<Answer> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut answer = Answer { status: status.context("no HTTP")?, ..Answer::default() };
    loop {
        line.clear();
        ensure!(stream.read_line(&mut line)? > 0, "the answer ends in its head");
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        answer.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if answer.header("transfer-encoding").is_some() {
        bail!("an answer in chunks");
    }
    let mut body = Vec::new();
    match answer.header("content-length") {
        Some(length) => stream
            .take(length.parse().context("a length that is no number")?)
            .read_to_end(&mut body)?,
        None => stream.read_to_end(&mut body)?,
    };
    if !body.is_empty() {
        answer.body = serde_json::from_slice(&body).context("no JSON")?;
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_says_where_an_answer_ends() {
        let answer = "HTTP/1.1 201 Created\r\nLocation: /a\r\nContent-Length: 2\r\n\r\n{}and more";

        let answer = read(answer.as_bytes()).unwrap();

        assert_eq!(answer.status, 201);
        assert_eq!(answer.header("location"), Some("/a"));
        assert_eq!(answer.body, serde_json::json!({}));
    }

    #[test]
    fn without_a_length_an_answer_ends_with_the_connection() {
        let answer = read("HTTP/1.1 200 OK\r\n\r\n{\"a\": 1}".as_bytes()).unwrap();
        assert_eq!(answer.body["a"], 1);
        assert!(read("HTTP/1.1 200 OK\r\n".as_bytes()).is_err());
    }
}
