//! A file that is kept in parts, as something that can be read.

use std::io::{self, Read};

use tokio::sync::mpsc::{Receiver, Sender, channel};

/// A part, or why there is none.
pub(crate) type Part = io::Result<Vec<u8>>;

/// Reads parts in their order, on a thread that may block. The file ends when the sender is gone.
pub(crate) struct PartsReader {
    parts: Receiver<Part>,
    present: io::Cursor<Vec<u8>>,
}

impl PartsReader {
    /// A reader, and where its parts go. At most one part waits.
    pub(crate) fn new() -> (Sender<Part>, Self) {
        let (sender, parts) = channel(1);
        (sender, Self { parts, present: io::Cursor::default() })
    }
}

impl Read for PartsReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.present.read(out)?;
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            match self.parts.blocking_recv() {
                Some(part) => self.present = io::Cursor::new(part?),
                None => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn parts_are_read_as_one_file() {
        let (sender, mut reader) = PartsReader::new();
        let reading = tokio::task::spawn_blocking(move || {
            let mut text = String::new();
            reader.read_to_string(&mut text).map(|_| text)
        });
        for part in ["one", "", " file"] {
            sender.send(Ok(part.as_bytes().to_vec())).await.unwrap();
        }
        drop(sender);
        assert_eq!(reading.await.unwrap().unwrap(), "one file");
    }

    #[tokio::test]
    async fn a_part_that_cannot_be_had_is_a_failure() {
        let (sender, mut reader) = PartsReader::new();
        sender.send(Err(io::Error::other("gone"))).await.unwrap();
        let reading = tokio::task::spawn_blocking(move || reader.read(&mut [0; 8]));
        assert_eq!(reading.await.unwrap().unwrap_err().to_string(), "gone");
    }
}
