//! Gives every line the same ending, so that line numbers are those an editor shows, and stops
//! reading files without an end.

use std::io::{self, BufRead as _, BufReader, Read};

/// Turns CR LF into LF, ends the last line, and reads at most so many bytes.
pub(super) struct LineFeeds<R> {
    inner: BufReader<R>,
    left: u64,
    /// A CR that may be the first half of a line ending.
    held: bool,
    last: u8,
    exceeded: bool,
    /// What to tell the next time, because something was read before it.
    failed: Option<io::Error>,
}

impl<R: Read> LineFeeds<R> {
    pub(super) fn new(reader: R, max_bytes: u64) -> Self {
        Self {
            inner: BufReader::new(reader),
            left: max_bytes,
            held: false,
            last: b'\n',
            exceeded: false,
            failed: None,
        }
    }

    /// Whether there was more to read than allowed.
    pub(super) const fn exceeded(&self) -> bool {
        self.exceeded
    }

    /// The next byte as it stands in the file.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.inner.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
                Err(err) => return Err(err),
            }
        }
    }

    /// The next byte to give out.
    fn next(&mut self) -> io::Result<Option<u8>> {
        loop {
            let byte = self.peek()?;
            if self.held && byte != Some(b'\n') {
                self.held = false;
                return Ok(Some(b'\r'));
            }
            let Some(byte) = byte else {
                return Ok((self.last != b'\n').then_some(b'\n'));
            };
            if self.left == 0 {
                self.exceeded = true;
                return Err(io::Error::from(io::ErrorKind::FileTooLarge));
            }
            self.left -= 1;
            self.inner.consume(1);
            self.held = byte == b'\r';
            if !self.held {
                return Ok(Some(byte));
            }
        }
    }
}

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some(err) = self.failed.take() {
            return Err(err);
        }
        let mut filled = 0;
        while filled < out.len() {
            match self.next() {
                Ok(Some(byte)) => {
                    self.last = byte;
                    out[filled] = byte;
                    filled += 1;
                }
                Ok(None) => break,
                Err(err) if filled == 0 => return Err(err),
                Err(err) => {
                    self.failed = Some(err);
                    break;
                }
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, max_bytes: u64) -> (String, bool) {
        let mut reader = LineFeeds::new(text.as_bytes(), max_bytes);
        let mut out = String::new();
        let failed = reader.read_to_string(&mut out).is_err();
        assert_eq!(failed, reader.exceeded());
        (out, failed)
    }

    #[test]
    fn every_line_ends_with_a_line_feed() {
        assert_eq!(read("a\r\nb\nc\rd\r\r\n\r", 100).0, "a\nb\nc\rd\r\n\r\n");
        assert_eq!(read("a", 100).0, "a\n");
        assert_eq!(read("", 100).0, "");
    }

    /// Reads a little, fails once, and is at its end then.
    struct Broken(u8);

    impl Read for Broken {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            match self.0 {
                1 => {
                    out[0] = b'a';
                    Ok(1)
                }
                2 => Err(io::Error::other("unplugged")),
                _ => Ok(0),
            }
        }
    }

    #[test]
    fn a_failure_after_some_bytes_is_not_taken_for_the_end() {
        let mut out = Vec::new();
        let err = LineFeeds::new(Broken(0), 100).read_to_end(&mut out).unwrap_err();
        assert_eq!((err.to_string().as_str(), out.as_slice()), ("unplugged", &b"a"[..]));
    }

    #[test]
    fn reading_stops_after_the_bytes_that_are_allowed() {
        assert_eq!(read("abc", 3), ("abc\n".to_owned(), false));
        assert!(read("abcd", 3).1);
    }
}
