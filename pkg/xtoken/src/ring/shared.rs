//! One ring for the whole program, swapped as a whole when its file changes.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::KeyRing;
use super::stamp::Stamp;
use crate::RingError;

/// A ring that several parts of a program hold and that can be replaced under them. Clones are
/// cheap and share it.
#[derive(Debug, Clone)]
pub struct SharedRing {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    ring: ArcSwap<KeyRing>,
    seen: Mutex<Option<Stamp>>,
}

impl SharedRing {
    /// Shares a ring.
    #[must_use]
    pub fn new(ring: KeyRing) -> Self {
        Self::with(ring, None)
    }

    /// Shares the ring in a file, as [`KeyRing::read`] reads it.
    ///
    /// # Errors
    ///
    /// [`RingError`] when the file cannot be read or holds no ring.
    pub fn open(path: &Path) -> Result<Self, RingError> {
        // The stamp comes first: a change in between is then seen by the next reload.
        let stamp = Stamp::of(path);
        Ok(Self::with(KeyRing::read(path)?, Some(stamp)))
    }

    fn with(ring: KeyRing, seen: Option<Stamp>) -> Self {
        let ring = ArcSwap::from_pointee(ring);
        Self { inner: Arc::new(Inner { ring, seen: Mutex::new(seen) }) }
    }

    /// The ring as it is now.
    #[must_use]
    pub fn load(&self) -> Arc<KeyRing> {
        self.inner.ring.load_full()
    }

    /// Puts another ring in its place.
    pub fn replace(&self, ring: KeyRing) {
        self.inner.ring.store(Arc::new(ring));
    }

    /// Reads the file again if it is not as it was, and answers whether there is a new ring. It
    /// costs one look at the file's metadata when nothing changed; the call blocks.
    ///
    /// # Errors
    ///
    /// [`RingError`] when the file cannot be read or holds no ring: once for each change, however
    /// often it is asked. The ring stays the last good one.
    pub fn reload_if_changed(&self, path: &Path) -> Result<bool, RingError> {
        let mut seen = self.inner.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp::of(path);
        if *seen == Some(stamp) && matches!(stamp, Stamp::File { .. }) {
            return Ok(false);
        }
        match KeyRing::read(path) {
            Ok(ring) => {
                *seen = Some(stamp);
                self.replace(ring);
                Ok(true)
            }
            Err(err) => {
                let now = match &err {
                    RingError::Read { source, .. } => Stamp::Unreadable(source.kind()),
                    _ => stamp,
                };
                if seen.replace(now) == Some(now) { Ok(false) } else { Err(err) }
            }
        }
    }

    /// Whether the key of that id verifies at this time.
    pub(crate) fn verifies(&self, kid: &str, now: i64) -> bool {
        self.inner.ring.load().find(kid, now).is_some()
    }
}

impl From<KeyRing> for SharedRing {
    fn from(ring: KeyRing) -> Self {
        Self::new(ring)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn kid(ring: &SharedRing) -> String {
        ring.load().signing_key(NOW).kid().to_owned()
    }

    #[test]
    fn all_clones_see_a_new_ring() {
        let ring = SharedRing::new(KeyRing::generate(NOW).unwrap());
        let (clone, before) = (ring.clone(), kid(&ring));
        ring.replace(KeyRing::generate(NOW).unwrap());

        assert_ne!(kid(&clone), before);
        assert_eq!(kid(&clone), kid(&ring));
    }

    #[test]
    fn a_file_is_read_again_only_when_it_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        KeyRing::generate(NOW).unwrap().write(&path).unwrap();
        let ring = SharedRing::open(&path).unwrap();
        let before = kid(&ring);
        assert!(!ring.reload_if_changed(&path).unwrap());
        assert_eq!(kid(&ring), before);

        let next = KeyRing::generate(NOW).unwrap();
        next.write(&path).unwrap();
        assert!(ring.reload_if_changed(&path).unwrap());
        assert_eq!(kid(&ring), next.signing_key(NOW).kid());
        assert!(!ring.reload_if_changed(&path).unwrap());
    }

    #[test]
    fn a_bad_file_is_told_once_and_the_last_good_ring_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        KeyRing::generate(NOW).unwrap().write(&path).unwrap();
        let ring = SharedRing::open(&path).unwrap();
        let before = kid(&ring);

        for spoil in [
            |path: &Path| fs::write(path, "{\"keys\": [").unwrap(),
            |path: &Path| fs::write(path, [0xff, 0xfe]).unwrap(),
            |path: &Path| fs::remove_file(path).unwrap(),
        ] {
            spoil(&path);
            ring.reload_if_changed(&path).unwrap_err();
            assert!(!ring.reload_if_changed(&path).unwrap());
            assert_eq!(kid(&ring), before);
        }

        KeyRing::generate(NOW).unwrap().write(&path).unwrap();
        assert!(ring.reload_if_changed(&path).unwrap());
        assert_ne!(kid(&ring), before);
    }

    #[test]
    fn a_ring_that_came_from_elsewhere_reads_the_file_the_first_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        KeyRing::generate(NOW).unwrap().write(&path).unwrap();
        let ring = SharedRing::new(KeyRing::generate(NOW).unwrap());

        assert!(ring.reload_if_changed(&path).unwrap());
        assert!(!ring.reload_if_changed(&path).unwrap());
    }
}
