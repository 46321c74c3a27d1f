//! Tokens in a file that only its owner can read.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use tempfile::NamedTempFile;

use super::store::{TokenStore, TokenStoreError};
use super::tokens::Tokens;

/// Keeps tokens in a file with mode 0600, as JSON.
///
/// The file is replaced as a whole: a reader, or a machine that loses its power, sees the tokens
/// from before or those from after. Its folder has to exist.
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    path: PathBuf,
}

/// What could not be done with a token file.
#[derive(Debug, thiserror::Error)]
#[error("the token file `{path}` could not be {done}")]
struct FileError {
    path: PathBuf,
    done: &'static str,
    #[source]
    cause: io::Error,
}

impl FileTokenStore {
    /// Tokens in the file at `path`.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Does `work` where it holds up nobody.
    async fn work<T: Send + 'static>(
        &self,
        done: &'static str,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T, TokenStoreError> {
        let path = self.path.clone();
        let outcome = tokio::task::spawn_blocking(move || {
            work(&path).map_err(|cause| FileError { path, done, cause })
        });
        Ok(outcome.await??)
    }
}

#[async_trait]
impl TokenStore for FileTokenStore {
    async fn load(&self) -> Result<Option<Tokens>, TokenStoreError> {
        self.work("read", read).await
    }

    async fn save(&self, tokens: &Tokens) -> Result<(), TokenStoreError> {
        let bytes = serde_json::to_vec(tokens)?;
        self.work("written", move |path| replace(path, &bytes)).await
    }

    async fn clear(&self) -> Result<(), TokenStoreError> {
        self.work("removed", remove).await
    }
}

fn read(path: &Path) -> io::Result<Option<Tokens>> {
    match std::fs::read(path) {
        // serde_json's message names a place and may quote what stands there.
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(tokens) => Ok(Some(tokens)),
            Err(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "it is no token file")),
        },
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(err) => Err(err),
    }
}

/// Writes a new file, which is born with mode 0600, and moves it over the old one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder)
}

/// The move itself has to survive a loss of power, or the old refresh token comes back to life.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(err) if err.kind() != io::ErrorKind::NotFound => Err(err),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn tokens(access: &str) -> Tokens {
        Tokens {
            access: access.into(),
            access_expires_at: DateTime::UNIX_EPOCH,
            refresh: "refresh".into(),
            refresh_expires_at: DateTime::UNIX_EPOCH,
        }
    }

    #[tokio::test]
    async fn what_was_saved_last_is_loaded_also_by_another_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileTokenStore::new(folder.path().join("tokens.json"));
        assert_eq!(store.load().await.unwrap(), None);
        store.save(&tokens("first")).await.unwrap();
        store.save(&tokens("second")).await.unwrap();

        assert_eq!(store.clone().load().await.unwrap(), Some(tokens("second")));
        let names = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 1, "no half-written file is left");

        store.clear().await.unwrap();
        store.clear().await.unwrap();
        assert_eq!(store.load().await.unwrap(), None);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_can_read_the_file_whatever_it_was_before() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        std::fs::write(&path, "").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        FileTokenStore::new(&path).save(&tokens("access")).await.unwrap();

        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[tokio::test]
    async fn a_broken_file_is_an_error_that_names_the_file_and_no_token() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        std::fs::write(&path, r#"{"access": "s3cret", "refresh": 7}"#).unwrap();
        let failed = FileTokenStore::new(&path).load().await.unwrap_err();

        assert!(failed.to_string().contains("tokens.json"), "{failed}");
        assert!(!format!("{failed:?}").contains("s3cret"), "{failed:?}");
    }

    #[tokio::test]
    async fn a_folder_that_is_missing_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileTokenStore::new(folder.path().join("missing/tokens.json"));
        assert!(store.save(&tokens("access")).await.is_err());
    }
}
