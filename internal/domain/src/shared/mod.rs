//! Values that every subject needs.

mod actor;
mod distinct;
mod external_id;
mod id;
mod language;
mod money;
mod record;
mod redacted;
mod scope;
mod slug;
mod text;
mod violation;

pub use actor::{Actor, Role};
pub use external_id::ExternalId;
pub use id::{AccountId, EventId};
pub use language::LanguageTag;
pub use money::{AmountError, Currency, Money};
pub use record::Recorder;
pub use scope::Scope;
pub use slug::Slug;
pub use text::{TextError, WebUrl};
pub use violation::{Coded, Violation, Violations};

pub(crate) use distinct::keep_first;
pub(crate) use id::id;
pub(crate) use redacted::redacted;
pub(crate) use text::{bounded, private_text_value, text_value};
