//! Conversions that the generator can not know.

use std::num::NonZeroU32;

use crate::types::{EntityTag, PageLimit, SuggestionLimit, Version};

impl From<Version> for EntityTag {
    /// The tag of this version, so that `if_match(draft.version)` works.
    fn from(version: Version) -> Self {
        EntityTag::try_from(format!("\"{}\"", *version)).expect("a number in quotes is short")
    }
}

impl From<&Version> for EntityTag {
    fn from(version: &Version) -> Self {
        version.clone().into()
    }
}

/// Limits take any number, so that `limit(20)` works.
macro_rules! limits {
    ($($limit:ident),*) => {$(
        impl TryFrom<u32> for $limit {
            type Error = std::num::TryFromIntError;

            fn try_from(limit: u32) -> Result<Self, Self::Error> {
                NonZeroU32::try_from(limit).map(Self::from)
            }
        }

        impl TryFrom<i32> for $limit {
            type Error = std::num::TryFromIntError;

            fn try_from(limit: i32) -> Result<Self, Self::Error> {
                u32::try_from(limit).and_then(Self::try_from)
            }
        }
    )*};
}

limits!(PageLimit, SuggestionLimit);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_of_a_version_is_the_number_in_quotes() {
        assert_eq!(EntityTag::from(Version::from(7)).as_str(), "\"7\"");
    }

    #[test]
    fn a_page_has_at_least_one_item() {
        assert!(PageLimit::try_from(20).is_ok());
        assert!(PageLimit::try_from(0).is_err() && PageLimit::try_from(-1).is_err());
        assert!(SuggestionLimit::try_from(20).is_ok() && SuggestionLimit::try_from(0).is_err());
    }
}
