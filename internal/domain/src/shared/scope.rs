//! What an API key may be used for.

/// A part of what an account may do, given to an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Read the catalogue.
    CatalogueRead,
    /// Change the catalogue.
    CatalogueWrite,
    /// Read accounts of other people.
    AccountsRead,
    /// Block and unblock accounts of other people.
    AccountsWrite,
    /// Read the audit log.
    AuditRead,
}

impl Scope {
    /// Every scope, in a fixed order.
    pub const ALL: [Self; 5] = [
        Self::CatalogueRead,
        Self::CatalogueWrite,
        Self::AccountsRead,
        Self::AccountsWrite,
        Self::AuditRead,
    ];

    /// The word for this scope.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CatalogueRead => "catalogue:read",
            Self::CatalogueWrite => "catalogue:write",
            Self::AccountsRead => "accounts:read",
            Self::AccountsWrite => "accounts:write",
            Self::AuditRead => "audit:read",
        }
    }

    /// The scope with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_known_by_its_word() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(scope.word()), Some(scope));
        }
        assert_eq!(Scope::parse("catalogue"), None);
    }
}
