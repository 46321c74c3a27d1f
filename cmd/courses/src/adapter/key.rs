//! The key that signs access tokens, from the configuration or made once in the data folder, and
//! the key for cursors that follows from it, so that every instance has the same.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, anyhow};
use sha2::{Digest, Sha256};
use xtoken::SigningKey;

use crate::config::{Config, StoreKind};
use crate::exit::{Failure, UNAVAILABLE, USAGE};

/// The file in the data folder.
const FILE: &str = "signing-key.pem";

/// The keys of the program.
pub(crate) struct Keys {
    /// Signs access tokens.
    pub(crate) signing: SigningKey,
    /// Seals cursors; follows from the signing key.
    pub(crate) cursors: [u8; 32],
}

impl Keys {
    fn from_pem(pem: &str) -> Result<Self, xtoken::KeyError> {
        let signing = SigningKey::from_pem(pem)?;
        let digest = Sha256::new().chain_update("courses cursors\n").chain_update(pem.trim());
        Ok(Self { signing, cursors: digest.finalize().into() })
    }
}

/// The keys that apply.
///
/// # Errors
///
/// A failure that names the key and the fix.
pub(crate) fn keys(config: &Config) -> Result<Keys, Failure> {
    if let Some(secret) = &config.auth.signing_key {
        return Keys::from_pem(secret.expose())
            .context("`auth.signing_key` must be an Ed25519 private key as PKCS#8 PEM")
            .map_err(|err| Failure::new(USAGE, err));
    }
    match config.store.kind() {
        Some(StoreKind::Sqlite(folder)) => {
            kept_key(&folder).map_err(|err| Failure::new(UNAVAILABLE, err))
        }
        _ => Err(Failure::new(
            USAGE,
            anyhow!(
                "`auth.signing_key` is missing: with MongoDB every instance needs the same key; \
                 make one with `openssl genpkey -algorithm ed25519` and name its file in \
                 COURSES_AUTH__SIGNING_KEY_FILE"
            ),
        )),
    }
}

/// Reads the key of the folder, or makes it. Two programs that start at once end up with the same
/// key: the file is linked into place only if there is none.
fn kept_key(folder: &Path) -> anyhow::Result<Keys> {
    let path = folder.join(FILE);
    if !path.exists() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the data folder {}", folder.display()))?;
        let (_, pem) = SigningKey::generate()?;
        let draft = folder.join(format!(".{FILE}.{}", std::process::id()));
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)
            .with_context(|| format!("cannot write {}", draft.display()))?;
        file.write_all(pem.as_bytes())?;
        file.sync_all()?;
        let linked = fs::hard_link(&draft, &path);
        fs::remove_file(&draft)?;
        if let Err(err) = linked
            && err.kind() != std::io::ErrorKind::AlreadyExists
        {
            return Err(err).with_context(|| format!("cannot write {}", path.display()));
        }
    }
    let pem =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Keys::from_pem(&pem).with_context(|| {
        format!("{} is no Ed25519 private key; remove it to get a new one", path.display())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let first = kept_key(folder.path()).unwrap().signing.kid().to_owned();
        let again = kept_key(folder.path()).unwrap().signing.kid().to_owned();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(first, again);
        assert_eq!(mode & 0o777, 0o600);
    }
}
