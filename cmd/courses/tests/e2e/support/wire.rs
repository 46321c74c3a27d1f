//! Bytes on a connection, for requests that no library would send.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::assert_discreet;

const PATIENCE: Duration = Duration::from_secs(30);

/// One connection.
pub(crate) struct Wire(TcpStream);

impl Wire {
    /// Connects to an address such as `http://127.0.0.1:40000`.
    pub(crate) async fn connect(address: &str) -> Self {
        Self::try_connect(address).await.expect("the program listens")
    }

    pub(crate) async fn try_connect(address: &str) -> std::io::Result<Self> {
        TcpStream::connect(address.trim_start_matches("http://")).await.map(Self)
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_send(bytes).await.expect("the other side listens");
    }

    pub(crate) async fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        self.0.write_all(bytes.as_ref()).await
    }

    /// Everything until the other side closes.
    pub(crate) async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        // A reset after the answer is an end like any other.
        let end = tokio::time::timeout(PATIENCE, self.0.read_to_end(&mut bytes)).await;
        assert!(end.is_ok(), "the connection is left open: {}", String::from_utf8_lossy(&bytes));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert_discreet(&text);
        text
    }

    /// One answer with a declared length, and nothing after it. `None` if there is none; fails if
    /// it breaks off.
    pub(crate) async fn answer(&mut self) -> Option<(u16, String)> {
        let mut bytes = Vec::new();
        let mut buffer = [0; 8192];
        loop {
            if let Some(complete) = complete(&bytes) {
                return Some(complete);
            }
            let read = tokio::time::timeout(PATIENCE, self.0.read(&mut buffer)).await;
            match read.expect("an answer comes in time") {
                Ok(count @ 1..) => bytes.extend(&buffer[..count]),
                Ok(0) | Err(_) if bytes.is_empty() => return None,
                ended => {
                    panic!("{ended:?} in the middle of {}", String::from_utf8_lossy(&bytes))
                }
            }
        }
    }
}

/// Status and text of an answer that has arrived as a whole.
fn complete(bytes: &[u8]) -> Option<(u16, String)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        line.to_lowercase().strip_prefix("content-length:").map(|it| it.trim().to_owned())
    });
    let length: usize = length.expect("a length").parse().unwrap();
    (body.len() >= length).then(|| (status, text.to_owned()))
}
