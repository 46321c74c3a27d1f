//! The use cases of identity.

use courses_usecase::identity::{
    BlockAccount, ChangePassword, CreateApiKey, EditMe, EndSession, EraseMe, ExportMe,
    IdentityPorts, ListAccounts, ListApiKeys, ListAudit, ListMyEvents, ListSessions, ReadAccount,
    ReadMe, Refresh, Register, RequestPasswordReset, RequestVerification, ResetPassword,
    RevokeApiKey, RotateApiKey, SetRoles, SignIn, SignOut, VerifyEmail,
};

macro_rules! use_cases {
    ($($name:ident: $use_case:ident),* $(,)?) => {
        /// Every use case that a route calls.
        pub(crate) struct Identity {
            /// The rules of passwords are asked for while a body is read.
            pub(super) ports: IdentityPorts,
            $(pub(super) $name: $use_case,)*
        }

        impl Identity {
            /// Every use case over the same ports.
            pub(crate) fn new(ports: &IdentityPorts) -> Self {
                Self { ports: ports.clone(), $($name: $use_case::new(ports.clone()),)* }
            }
        }
    };
}

use_cases! {
    block_account: BlockAccount,
    change_password: ChangePassword,
    create_api_key: CreateApiKey,
    edit_me: EditMe,
    end_session: EndSession,
    erase_me: EraseMe,
    export_me: ExportMe,
    list_accounts: ListAccounts,
    list_api_keys: ListApiKeys,
    list_audit: ListAudit,
    list_my_events: ListMyEvents,
    list_sessions: ListSessions,
    read_account: ReadAccount,
    read_me: ReadMe,
    refresh: Refresh,
    register: Register,
    request_password_reset: RequestPasswordReset,
    request_verification: RequestVerification,
    reset_password: ResetPassword,
    revoke_api_key: RevokeApiKey,
    rotate_api_key: RotateApiKey,
    set_roles: SetRoles,
    sign_in: SignIn,
    sign_out: SignOut,
    verify_email: VerifyEmail,
}
