//! A ring in a file that only its owner can read, and that is never half-written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::KeyRing;
use crate::RingError;

impl KeyRing {
    /// Reads the ring in a file: JSON or a single PEM, as [`Self::parse`] does.
    ///
    /// # Errors
    ///
    /// [`RingError`] when the file cannot be read or holds no ring.
    pub fn read(path: &Path) -> Result<Self, RingError> {
        let text: SecretString = fs::read_to_string(path)
            .map_err(|source| RingError::Read { path: path.to_owned(), source })?
            .into();
        Self::parse(text.expose_secret())
    }

    /// Writes the ring into a file, in place of what is there. Readers see the old ring or the
    /// new one, also after a power cut; the mode is 0600.
    ///
    /// # Errors
    ///
    /// [`RingError::Write`] when that is not possible; the file is then as it was.
    pub fn write(&self, path: &Path) -> Result<(), RingError> {
        self.place(path, |draft| fs::rename(draft, path)).map_err(|source| failed(path, source))
    }

    /// Writes the ring into a file that is not there yet. Answers whether it did: of several
    /// programs that start at once, one does, and the others read what it wrote.
    ///
    /// # Errors
    ///
    /// [`RingError::Write`] when that is not possible.
    pub fn write_new(&self, path: &Path) -> Result<bool, RingError> {
        let link = |draft: &Path| {
            let linked = fs::hard_link(draft, path);
            fs::remove_file(draft)?;
            linked
        };
        match self.place(path, link) {
            Ok(()) => Ok(true),
            Err(err) if err.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(err) => Err(failed(path, err)),
        }
    }

    /// Writes a draft beside the path, then lets `publish` give it its name.
    fn place(&self, path: &Path, publish: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
        let draft = draft(path)?;
        let written = self.write_draft(&draft).and_then(|()| publish(&draft));
        if let Err(err) = written {
            fs::remove_file(&draft).ok();
            return Err(err);
        }
        // The name is safe once the folder is.
        File::open(folder(path))?.sync_all()
    }

    fn write_draft(&self, draft: &Path) -> io::Result<()> {
        // What a program that died left behind under this name is of no use to anybody.
        match fs::remove_file(draft) {
            Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(err),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
        file.write_all(self.to_json().expose_secret().as_bytes())?;
        file.sync_all()
    }
}

fn draft(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let name = format!(".{}.{}", name.to_string_lossy(), std::process::id());
    Ok(path.with_file_name(name))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn failed(path: &Path, source: io::Error) -> RingError {
    RingError::Write { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::Duration;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_ring_comes_back_from_its_file_and_only_the_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let mut ring = KeyRing::generate(NOW).unwrap();
        ring.write(&path).unwrap();
        ring.rotate(NOW, Duration::ZERO, Duration::ZERO).unwrap();
        ring.write(&path).unwrap();

        let read = KeyRing::read(&path).unwrap();
        assert_eq!(read.to_json().expose_secret(), ring.to_json().expose_secret());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(files(folder.path()), 1);
    }

    #[test]
    fn a_file_that_is_there_is_not_replaced_by_a_new_ring() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let first = KeyRing::generate(NOW).unwrap();
        assert!(first.write_new(&path).unwrap());
        assert!(!KeyRing::generate(NOW).unwrap().write_new(&path).unwrap());

        let read = KeyRing::read(&path).unwrap();
        assert_eq!(read.keys()[0].kid(), first.keys()[0].kid());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(files(folder.path()), 1);
    }

    #[test]
    fn a_file_that_cannot_be_read_or_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing").join("keys.json");

        let err = KeyRing::read(&path).unwrap_err();
        assert!(err.to_string().contains("missing/keys.json"), "{err}");
        let err = KeyRing::generate(NOW).unwrap().write(&path).unwrap_err();
        assert!(matches!(err, RingError::Write { .. }), "{err}");
        assert_eq!(files(folder.path()), 0);
    }
}
