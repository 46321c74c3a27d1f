//! The words of the contract about people and the same words of the domain.

use courses_domain::identity as domain;
use courses_domain::shared;
use courses_port::identity as port;

use crate::words::{incoming, outgoing};

incoming!(Role => shared::Role { Student, Teacher, Moderator, Admin });
outgoing!(shared::Role => Role { Student, Teacher, Moderator, Admin });

incoming!(AccountStatus => domain::AccountStatus { Active, Blocked, Erased });
outgoing!(domain::AccountStatus => AccountStatus { Active, Blocked, Erased });

incoming!(ApiKeyScope => shared::Scope {
    CatalogueRead, CatalogueWrite, AccountsRead, AccountsWrite, AuditRead,
});
outgoing!(shared::Scope => ApiKeyScope {
    CatalogueRead, CatalogueWrite, AccountsRead, AccountsWrite, AuditRead,
});

incoming!(AuditAction => domain::AuditAction {
    RoleGranted, RoleRevoked, AccountBlocked, AccountUnblocked, AccountErased, AccountRead,
    AccountsListed, AuditRead, AdminCreated, ApiKeyCreated, ApiKeyRotated, ApiKeyRevoked,
});
outgoing!(domain::AuditAction => AuditAction {
    RoleGranted, RoleRevoked, AccountBlocked, AccountUnblocked, AccountErased, AccountRead,
    AccountsListed, AuditRead, AdminCreated, ApiKeyCreated, ApiKeyRotated, ApiKeyRevoked,
});

outgoing!(port::Delivery => Delivery { InProgress, Delivered, Failed });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::models;

    #[test]
    fn both_sides_spell_a_word_alike() {
        for role in shared::Role::ALL {
            assert_eq!(models::Role::from(role).to_string(), role.word());
        }
        for scope in shared::Scope::ALL {
            assert_eq!(models::ApiKeyScope::from(scope).to_string(), scope.word());
        }
        for action in domain::AuditAction::ALL {
            assert_eq!(models::AuditAction::from(action).to_string(), action.word());
        }
        for status in domain::AccountStatus::ALL {
            assert_eq!(models::AccountStatus::from(status).to_string(), status.word());
        }
    }
}
