//! Secrets kept in files, the way orchestrators hand them out.

use std::{
    fs::File,
    io::{self, Read},
};

use crate::{ConfigError, ConfigErrorKind, Source};

/// Most bytes a secret may have; a larger file is surely a mistake.
const LARGEST: u64 = 1 << 20;

/// Reads a secret from a file, without the line end editors leave behind.
pub(crate) fn read(key: &str, path: &str, origin: &Source) -> Result<String, ConfigError> {
    let refused = |problem: String| {
        ConfigError::new(ConfigErrorKind::SecretFile, key, origin)
            .problem(problem)
            .fix("expected the path of a readable text file that holds nothing but the secret")
    };
    let text = content(path).map_err(|err| refused(format!("cannot read {path}: {err}")))?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err(refused(format!("{path} is empty")));
    }
    Ok(secret.to_owned())
}

fn content(path: &str) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > LARGEST) {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))
}
