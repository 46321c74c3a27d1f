//! How one hash is computed, and the text (PHC) that keeps it.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};

use crate::Error;
use crate::settings::are_bearable;

/// Everything but the password.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Salt,
}

/// A hash that somebody kept.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) recipe: Recipe,
    pub(crate) output: Output,
}

impl Recipe {
    /// The present recipe, with a salt that nobody has had.
    pub(crate) fn new(params: Params) -> Self {
        Self {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            params,
            salt: Salt::generate(),
        }
    }

    /// Blocks of 1 KiB that a computation needs.
    pub(crate) fn blocks(&self) -> usize {
        self.params.block_count()
    }

    /// KiB that a computation fills, round by round.
    pub(crate) fn filled_kib(&self) -> u64 {
        self.params.block_count() as u64 * u64::from(self.params.t_cost())
    }

    /// Does the work, in memory of at least [`Self::blocks`].
    pub(crate) fn compute(&self, password: &[u8], memory: &mut [Block]) -> Result<Output, Error> {
        let argon2 = Argon2::new(self.algorithm, self.version, self.params.clone());
        let mut bytes = [0; Output::MAX_LENGTH];
        let length = self.params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let bytes = bytes.get_mut(..length).ok_or(Error::Failed)?;
        argon2
            .hash_password_into_with_memory(password, &self.salt, bytes, memory)
            .map_err(|_| Error::Failed)?;
        Output::new(bytes).map_err(|_| Error::Failed)
    }

    /// Whether a hash made today would be made in another way.
    pub(crate) fn is_outdated(&self, present: &Params) -> bool {
        self.algorithm != Algorithm::Argon2id
            || self.version != Version::V0x13
            || self.params != *present
    }

    /// The text to keep.
    pub(crate) fn text(&self, output: Output) -> Result<String, Error> {
        let params = ParamsString::try_from(&self.params).map_err(|_| Error::Failed)?;
        let hash = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(self.version.into()),
            params,
            salt: Some(self.salt),
            hash: Some(output),
        };
        Ok(hash.to_string())
    }
}

impl Stored {
    /// Reads a kept text. The bounds hold here too: whoever can write to a store must not be
    /// able to take all the memory.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).filter(|stored| are_bearable(&stored.recipe.params)).ok_or(Error::NotAHash)
    }

    fn read(text: &str) -> Option<Self> {
        let hash = PasswordHash::new(text).ok()?;
        Some(Self {
            recipe: Recipe {
                algorithm: Algorithm::try_from(hash.algorithm.as_str()).ok()?,
                version: Version::try_from(hash.version?).ok()?,
                params: Params::try_from(&hash).ok()?,
                salt: hash.salt?,
            },
            output: hash.hash?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &str = "c29tZXNhbHQ";
    const HASH: &str = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    fn text(fields: &str) -> String {
        format!("{fields}${SALT}${HASH}")
    }

    #[test]
    fn a_hash_of_the_reference_implementation_is_computed_again() {
        let stored = Stored::parse(
            "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$\
             bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        )
        .unwrap();
        let mut memory = vec![Block::new(); stored.recipe.blocks()];

        let output = stored.recipe.compute(b"password", &mut memory).unwrap();
        assert_eq!(output, stored.output);
    }

    #[test]
    fn a_recipe_survives_its_text() {
        let recipe = Recipe::new(Params::new(64, 1, 1, Some(32)).unwrap());
        let output = Output::new(&[7; 32]).unwrap();

        let read = Stored::parse(&recipe.text(output).unwrap()).unwrap();
        assert_eq!(read.output, output);
        assert_eq!(read.recipe.salt, recipe.salt);
        assert!(!read.recipe.is_outdated(&recipe.params));
    }

    #[test]
    fn every_other_way_to_hash_is_outdated() {
        let present = Params::new(64, 2, 1, Some(32)).unwrap();
        assert!(
            !Stored::parse(&text("$argon2id$v=19$m=64,t=2,p=1"))
                .unwrap()
                .recipe
                .is_outdated(&present)
        );
        for fields in [
            "$argon2id$v=19$m=65,t=2,p=1",
            "$argon2id$v=19$m=64,t=3,p=1",
            "$argon2id$v=19$m=64,t=2,p=2",
            "$argon2id$v=16$m=64,t=2,p=1",
            "$argon2i$v=19$m=64,t=2,p=1",
        ] {
            let stored = Stored::parse(&text(fields)).unwrap();
            assert!(stored.recipe.is_outdated(&present), "{fields}");
        }
    }

    #[test]
    fn texts_that_are_no_hashes_or_cost_too_much_are_refused() {
        for text in [
            String::new(),
            "password".to_owned(),
            "$".to_owned(),
            "$argon2id".to_owned(),
            "$2b$12$EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCmB1eLHg.9q".to_owned(),
            format!("$argon2id$v=19$m=64,t=2,p=1${SALT}"),
            format!("$argon2id$v=19$m=64,t=2,p=1$$ {HASH}"),
            text("$argon2id$v=19$m=64,t=2,p=1") + "$more",
            text("$argon2id$v=99$m=64,t=2,p=1"),
            text("$argon2id$m=64,t=2,p=1"),
            text("$scrypt$v=19$m=64,t=2,p=1"),
            text("$argon2id$v=19$m=64,t=0,p=1"),
            text("$argon2id$v=19$m=64,t=2,p=0"),
            text("$argon2id$v=19$m=4,t=2,p=1"),
            text("$argon2id$v=19$m=4294967295,t=2,p=1"),
            text("$argon2id$v=19$m=99999999999,t=2,p=1"),
            text("$argon2id$v=19$m=64,t=4294967295,p=1"),
            text("$argon2id$v=19$m=64,t=2,p=4294967295"),
            text("$argon2id$v=19$m=64,t=2,x=1"),
        ] {
            assert_eq!(Stored::parse(&text).unwrap_err(), Error::NotAHash, "{text}");
        }
    }
}
