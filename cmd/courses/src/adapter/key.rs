//! The keys that sign access tokens: one from the configuration, or a ring in a file that may
//! change while the program runs. The secrets that seal cursors follow from them, so that every
//! instance has the same.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use courses_handler_http::CursorKey;
use courses_port::Clock as _;
use secrecy::ExposeSecret as _;
use sha2::{Digest, Sha256};
use xtoken::{KeyRing, RingError, RingKey, SharedRing};

use crate::adapter::SystemClock;
use crate::config::{Config, StoreKind};
use crate::exit::{Failure, UNAVAILABLE, USAGE};

/// The ring in the data folder.
const RING: &str = "keys.json";
/// A single key in the data folder, as earlier versions made it.
const SINGLE: &str = "signing-key.pem";

/// The keys of the program.
#[derive(Clone)]
pub(crate) struct Keys {
    /// Signs and verifies access tokens.
    pub(crate) ring: SharedRing,
    /// Seals cursors.
    pub(crate) cursors: CursorKey,
    /// Where the ring is, if it is in a file.
    file: Option<PathBuf>,
}

impl Keys {
    fn new(ring: SharedRing, file: Option<PathBuf>) -> Self {
        let cursors = CursorKey::new(&[]);
        let keys = Self { ring, cursors, file };
        keys.follow();
        keys
    }

    /// Takes over what the file says by now, and what time brings. Blocks.
    ///
    /// # Errors
    ///
    /// [`RingError`]; the last good ring stays.
    pub(crate) fn refresh(&self) -> Result<(), RingError> {
        let changed = self.file.as_ref().map(|file| self.ring.reload_if_changed(file));
        self.follow();
        if let Some(true) = changed.transpose()? {
            tracing::info!("the ring of signing keys has changed");
        }
        Ok(())
    }

    /// Lets the secrets of cursors follow the ring.
    fn follow(&self) {
        let ring = self.ring.load();
        let signing = ring.signing_key(SystemClock.now().as_second()).kid().to_owned();
        let secrets: Vec<(bool, [u8; 32])> =
            ring.keys().iter().map(|key| (key.kid() == signing, cursor_secret(key))).collect();
        let seals = secrets.iter().find(|(signs, _)| *signs).map_or([0; 32], |(_, secret)| *secret);
        let opens = secrets.iter().filter(|(signs, _)| !signs).map(|(_, secret)| &secret[..]);
        self.cursors.replace(&seals, opens);
    }
}

fn cursor_secret(key: &RingKey) -> [u8; 32] {
    let pem = key.private_pem().expose_secret();
    let lines = pem.lines().map(str::trim).filter(|line| !line.is_empty());
    let digest = Sha256::new().chain_update("courses cursors\n");
    lines.fold(digest, Digest::chain_update).finalize().into()
}

/// The keys that apply.
///
/// # Errors
///
/// A failure that names the key and the fix.
pub(crate) fn keys(config: &Config) -> Result<Keys, Failure> {
    if let Some(secret) = &config.auth.signing_key {
        let ring = KeyRing::from_pem(secret.expose())
            .context("`auth.signing_key` must be an Ed25519 private key as PKCS#8 PEM")
            .map_err(|err| Failure::new(USAGE, err))?;
        return Ok(Keys::new(SharedRing::new(ring), None));
    }
    if let Some(path) = &config.auth.key_ring {
        let ring = SharedRing::open(path)
            .with_context(|| "`auth.key_ring` must name a ring; `courses keys rotate` makes one")
            .map_err(|err| Failure::new(USAGE, err))?;
        return Ok(Keys::new(ring, Some(path.clone())));
    }
    match config.store.kind() {
        Some(StoreKind::Sqlite(folder)) => {
            kept_ring(&folder).map_err(|err| Failure::new(UNAVAILABLE, err))
        }
        _ => Err(Failure::new(
            USAGE,
            anyhow!(
                "`auth.key_ring` is missing: with MongoDB every instance needs the same keys; \
                 make a ring with `courses keys rotate --set auth.key_ring=keys.json` and name it \
                 in COURSES_AUTH__KEY_RING, or a single key with `openssl genpkey -algorithm \
                 ed25519` in COURSES_AUTH__SIGNING_KEY_FILE"
            ),
        )),
    }
}

/// Where the ring is that `courses keys` works on.
///
/// # Errors
///
/// A failure if the configuration has a single key, or none.
pub(crate) fn ring_file(config: &Config) -> Result<PathBuf, Failure> {
    if config.auth.signing_key.is_some() {
        let hint = "`auth.signing_key` is a single key; name a ring in `auth.key_ring` instead";
        return Err(Failure::new(USAGE, anyhow!(hint)));
    }
    match (&config.auth.key_ring, config.store.kind()) {
        (Some(path), _) => Ok(path.clone()),
        (None, Some(StoreKind::Sqlite(folder))) => {
            kept_ring(&folder).map_err(|err| Failure::new(UNAVAILABLE, err))?;
            Ok(folder.join(RING))
        }
        _ => Err(Failure::new(USAGE, anyhow!("`auth.key_ring` must name the file of the ring"))),
    }
}

/// Reads the ring of the folder, or makes it; a single key from earlier becomes its first. Of
/// several programs that start at once, one makes it.
fn kept_ring(folder: &Path) -> anyhow::Result<Keys> {
    let path = folder.join(RING);
    if !path.exists() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the data folder {}", folder.display()))?;
        let single = folder.join(SINGLE);
        let ring = if single.exists() {
            KeyRing::read(&single)?
        } else {
            KeyRing::generate(SystemClock.now().as_second())?
        };
        ring.write_new(&path)?;
    }
    Ok(Keys::new(SharedRing::open(&path)?, Some(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kid(keys: &Keys) -> String {
        keys.ring.load().signing_key(SystemClock.now().as_second()).kid().to_owned()
    }

    #[test]
    fn a_ring_is_made_once_and_only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let first = kid(&kept_ring(folder.path()).unwrap());
        let again = kid(&kept_ring(folder.path()).unwrap());
        let mode = std::fs::metadata(folder.path().join(RING)).unwrap().permissions().mode();
        assert_eq!(first, again);
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_single_key_from_earlier_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let (key, pem) = xtoken::SigningKey::generate().unwrap();
        std::fs::write(folder.path().join(SINGLE), pem).unwrap();
        assert_eq!(kid(&kept_ring(folder.path()).unwrap()), key.kid());
    }
}
